#include "console/dashboard/time_range.h"

namespace vigie::console {

TimeWindow TimeRange::windowAt(qint64 nowMs) const {
  if (fixed_) return *fixed_;
  return {nowMs - std::chrono::milliseconds(span_).count(), nowMs};
}

void TimeRange::setSpan(std::chrono::seconds span) {
  if (span == span_ && !fixed_) return;
  span_ = span;
  fixed_.reset();
  Q_EMIT rangeChanged();
}

void TimeRange::zoomTo(const TimeWindow& window) {
  if (window.lengthMs() <= 0 || fixed_ == window) return;
  fixed_ = window;
  Q_EMIT rangeChanged();
}

void TimeRange::setRefreshEvery(std::chrono::seconds period) {
  if (period == refreshEvery_) return;
  refreshEvery_ = period;
  Q_EMIT refreshEveryChanged();
}

}  // namespace vigie::console
