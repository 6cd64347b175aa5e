#include "server/drills/fault_board.h"

#include <algorithm>
#include <utility>

namespace vigie::drills {

void FaultBoard::put(wire::Fault fault) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&fault](const Entry& entry) {
    return entry.fault.endpoint == fault.endpoint && entry.fault.kind == fault.kind;
  });
  const SteadyTime end = clock_.steady() + fault.timeToLive;
  entries_.push_back({std::move(fault), end});
  any_ = true;
}

void FaultBoard::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
  any_ = false;
}

std::vector<wire::Fault> FaultBoard::active() const {
  const SteadyTime now = clock_.steady();
  std::vector<wire::Fault> out;
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    if (entry.end <= now) continue;
    out.push_back(entry.fault);
    out.back().timeToLive = std::chrono::ceil<std::chrono::seconds>(entry.end - now);
  }
  return out;
}

FaultBoard::Mishap FaultBoard::meet(std::string_view endpoint) {
  Mishap out;
  if (!any_.load(std::memory_order_relaxed)) return out;
  const SteadyTime now = clock_.steady();
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [now](const Entry& entry) { return entry.end <= now; });
  any_ = !entries_.empty();
  for (Entry& entry : entries_) {
    if (entry.fault.endpoint != endpoint) continue;
    entry.due += entry.fault.ratio;
    if (entry.due < 1 - 1e-9) continue;
    entry.due -= 1;
    if (entry.fault.kind == wire::FaultKind::kError) {
      out.status = entry.fault.status;
    } else {
      out.delay = entry.fault.delay;
    }
  }
  return out;
}

std::vector<prometheus::MetricFamily> FaultBoard::Collect() const {
  prometheus::MetricFamily family;
  family.name = "vigie_drill_active";
  family.help = "1 while a drill's fault of that kind is there.";
  family.type = prometheus::MetricType::Gauge;
  const auto faults = active();
  for (const wire::FaultKind kind : wire::kFaultKinds) {
    prometheus::ClientMetric metric;
    metric.label = {{"kind", std::string(wire::toString(kind))}};
    const auto isOfKind = [kind](const wire::Fault& fault) { return fault.kind == kind; };
    metric.gauge.value = std::any_of(faults.begin(), faults.end(), isOfKind) ? 1 : 0;
    family.metric.push_back(std::move(metric));
  }
  return {std::move(family)};
}

}  // namespace vigie::drills
