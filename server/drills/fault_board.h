// FaultBoard: the faults that a drill puts into the server's own answers.
#pragma once

#include "core/base/clock.h"
#include "core/wire/faults.h"

#include <prometheus/collectable.h>

#include <atomic>
#include <mutex>
#include <string_view>
#include <vector>

namespace vigie::drills {

/// At most one fault an endpoint and kind. All end by themselves, whatever becomes of the drill that put them there.
/// Any thread; without a fault a request costs one relaxed load.
///
/// Is vigie_drill_active{kind}: 1 while a fault of that kind is there.
class FaultBoard final : public prometheus::Collectable {
 public:
  /// `clock` must outlive this.
  explicit FaultBoard(const Clock& clock) : clock_(clock) {}

  /// Replaces the endpoint's fault of that kind.
  void put(wire::Fault fault);
  void clear();
  /// Those that have not ended, `timeToLive` being what is left of it, rounded up.
  [[nodiscard]] std::vector<wire::Fault> active() const;

  /// What befalls one request.
  struct Mishap {
    std::chrono::milliseconds delay{0};
    int status = 0;  ///< 0: it is answered
  };
  /// Of `ratio` 0.25 every fourth request is met, not one by chance.
  Mishap meet(std::string_view endpoint);

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  struct Entry {
    wire::Fault fault;
    SteadyTime end;
    double due = 0;  // met when it reaches 1
  };

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::atomic<bool> any_{false};
};

}  // namespace vigie::drills
