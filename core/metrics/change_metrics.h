// vigie_last_change_timestamp_seconds: when what was changed last.
#pragma once

#include "core/base/clock.h"
#include "core/wire/feedback_loop.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>
#include <mutex>

namespace vigie {

/// One series a kind, all there from the start; 0 is "never". Any thread.
class ChangeMetrics {
 public:
  /// `registry` must outlive this.
  explicit ChangeMetrics(prometheus::Registry& registry);

  /// A change that is older than the last one known of its kind leaves the series as it is.
  void happened(wire::ChangeKind kind, SystemTime when);

 private:
  std::mutex mutex_;  // makes comparing and setting one step
  std::array<prometheus::Gauge*, wire::kChangeKinds.size()> last_{};
};

}  // namespace vigie
