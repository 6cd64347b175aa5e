// The time range and refresh pace all pages share: one object, handed to every page (UI thread).
#pragma once

#include <QObject>

#include <chrono>
#include <optional>

namespace vigie::console {

/// A window of time in milliseconds since the epoch, from < to.
struct TimeWindow {
  qint64 fromMs = 0;
  qint64 toMs = 0;
  [[nodiscard]] qint64 lengthMs() const { return toMs - fromMs; }
  friend bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

class TimeRange : public QObject {
  Q_OBJECT
 public:
  explicit TimeRange(QObject* parent = nullptr) : QObject(parent) {}

  /// The window at `nowMs`: the last span(), or the fixed window after zoomTo().
  [[nodiscard]] TimeWindow windowAt(qint64 nowMs) const;
  [[nodiscard]] std::chrono::seconds span() const { return span_; }
  /// "Last n", following the clock.
  void setSpan(std::chrono::seconds span);
  /// A fixed window (drag across a plot).
  void zoomTo(const TimeWindow& window);
  [[nodiscard]] bool followsClock() const { return !fixed_.has_value(); }

  /// Zero: no automatic refresh.
  [[nodiscard]] std::chrono::seconds refreshEvery() const { return refreshEvery_; }
  void setRefreshEvery(std::chrono::seconds period);

 Q_SIGNALS:
  void rangeChanged();
  void refreshEveryChanged();

 private:
  std::chrono::seconds span_{3600};
  std::chrono::seconds refreshEvery_{5};
  std::optional<TimeWindow> fixed_;
};

}  // namespace vigie::console
