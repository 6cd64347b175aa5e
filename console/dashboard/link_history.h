// The states a page was in, as links: back and forward through them as a browser does. Plain; no thread of its own.
#pragma once

#include "console/dashboard/dashboard_link.h"

#include <vector>

namespace vigie::console {

class LinkHistory {
 public:
  /// Another state, by hand: what was ahead of it is gone. The present one again is no step.
  void note(const DashboardLink& state);
  /// The present state settled to this by itself.
  void amend(const DashboardLink& state);
  [[nodiscard]] bool canStep(int direction) const;
  /// One back (-1) or forward (1), which is the present one then. Only where canStep().
  const DashboardLink& step(int direction);

 private:
  std::vector<DashboardLink> states_;
  std::size_t at_ = 0;
};

}  // namespace vigie::console
