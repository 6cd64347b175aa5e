#include "core/metrics/change_metrics.h"

#include <string>

namespace vigie {

ChangeMetrics::ChangeMetrics(prometheus::Registry& registry) {
  auto& family = prometheus::BuildGauge()
                     .Name("vigie_last_change_timestamp_seconds")
                     .Help("Unix time of the last journaled change of that kind; 0: none yet.")
                     .Register(registry);
  for (const wire::ChangeKind kind : wire::kChangeKinds) {
    last_[static_cast<std::size_t>(kind)] = &family.Add({{"kind", std::string(toString(kind))}});
  }
}

void ChangeMetrics::happened(wire::ChangeKind kind, SystemTime when) {
  const double seconds = std::chrono::duration<double>(when.time_since_epoch()).count();
  prometheus::Gauge& last = *last_[static_cast<std::size_t>(kind)];
  const std::lock_guard lock(mutex_);
  if (seconds > last.Value()) last.Set(seconds);
}

}  // namespace vigie
