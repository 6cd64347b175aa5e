#include "console/dashboard/time_range.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/interval.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr std::size_t kMostSteps = 50;
constexpr qsizetype kMostRecent = 6;
constexpr qint64 kShortestMs = 1'000;

qint64 presentMs() { return QDateTime::currentMSecsSinceEpoch(); }

/// "now-6h": the 6 h; nothing for what is not "the last n".
std::optional<qint64> lastMs(const RawRange& range) {
  static const QRegularExpression kLast(QStringLiteral(R"(^now-(\d{1,9}[smhdw])$)"));
  const auto match = kLast.match(range.from);
  if (range.to != QLatin1String("now") || !match.hasMatch()) return std::nullopt;
  return parseDuration(match.captured(1));
}

RawRange lastRange(qint64 ms) {
  return {QStringLiteral("now-") + formatDuration(std::max(ms, kShortestMs)), QStringLiteral("now")};
}

/// Fixed ends as moments: they stay where they are when the zone changes.
RawRange settled(const RawRange& range, const TimeWindow& window) {
  return {isRelativeTime(range.from) ? range.from.trimmed() : QString::number(window.fromMs),
          isRelativeTime(range.to) ? range.to.trimmed() : QString::number(window.toMs)};
}

}  // namespace

TimeRange::TimeRange(QObject* parent) : QObject(parent), history_{raw_} {}

TimeWindow TimeRange::windowAt(qint64 now) const {
  const qint64 then = now - nowDelay_.count();
  const auto window = readRange(raw_, then, rules_);
  if (window) return *window;
  // A fixed beginning that the moving end has not reached yet, say.
  const qint64 end = parseTime(raw_.to, then, true, rules_).value_or(then);
  return {end - kShortestMs, end};
}

std::chrono::seconds TimeRange::span() const {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::milliseconds(windowAt(presentMs()).lengthMs()));
}

bool TimeRange::followsClock() const {
  if (raw_.to == QLatin1String("now")) return true;
  const qint64 now = presentMs();
  return isRelativeTime(raw_.to) && windowAt(now).toMs >= now - nowDelay_.count();
}

std::optional<Error> TimeRange::choose(const RawRange& range) {
  const auto window = readRange(range, presentMs() - nowDelay_.count(), rules_);
  if (!window) return window.error();
  take(settled(range, *window));
  return std::nullopt;
}

void TimeRange::setSpan(std::chrono::seconds span) { take(lastRange(std::chrono::milliseconds(span).count())); }

void TimeRange::zoomTo(const TimeWindow& window) {
  if (window.lengthMs() <= 0) return;
  takeWindow(window.fromMs, window.toMs);
}

void TimeRange::zoomOut() {
  const TimeWindow now = windowAt(presentMs());
  if (const auto last = lastMs(raw_)) return take(lastRange(2 * *last));
  takeWindow(now.fromMs - now.lengthMs() / 2, now.toMs + now.lengthMs() / 2);
}

void TimeRange::zoomIn() {
  const TimeWindow now = windowAt(presentMs());
  if (now.lengthMs() < 2 * kShortestMs) return;
  if (const auto last = lastMs(raw_)) return take(lastRange(*last / 2 / 1000 * 1000));
  takeWindow(now.fromMs + now.lengthMs() / 4, now.toMs - now.lengthMs() / 4);
}

void TimeRange::shift(int direction) {
  const qint64 now = presentMs();
  const TimeWindow window = windowAt(now);
  const qint64 by = window.lengthMs() / 2;
  if (direction < 0) return takeWindow(window.fromMs - by, window.toMs - by);
  // Grafana's rule: a range of the past stops at the present, and keeps its beginning.
  if (window.toMs < now && window.toMs + by > now) return takeWindow(window.fromMs, now);
  takeWindow(window.fromMs + by, window.toMs + by);
}

void TimeRange::makeAbsolute() {
  const TimeWindow window = windowAt(presentMs());
  takeWindow(window.fromMs, window.toMs);
}

void TimeRange::goBack() {
  if (!canGoBack()) return;
  changeTo(history_[static_cast<std::size_t>(--at_)]);
}

void TimeRange::goForward() {
  if (!canGoForward()) return;
  changeTo(history_[static_cast<std::size_t>(++at_)]);
}

void TimeRange::follow(const RawRange& written, const TimeRules& rules, std::chrono::milliseconds nowDelay) {
  const auto window = readRange(written, presentMs() - nowDelay.count(), rules);
  const RawRange range = window ? settled(written, *window) : raw_;
  const QTimeZone before = rules_.zone;
  rules_ = rules;
  if (zoneChosen_) rules_.zone = before;
  const bool sameZone = rules_.zone == before;
  nowDelay_ = nowDelay;
  setDisplayZone(rules_.zone);
  chosen_ = false;
  history_ = {range};
  at_ = 0;
  if (range == raw_ && sameZone) return;
  changeTo(range);
}

void TimeRange::revisit(const RawRange& range) {
  chosen_ = true;
  if (range != raw_) changeTo(range);
}

void TimeRange::setZone(const QTimeZone& zone) {
  const QTimeZone wanted = zone.isValid() ? zone : QTimeZone::systemTimeZone();
  zoneChosen_ = true;
  if (wanted == rules_.zone) return;
  rules_.zone = wanted;
  setDisplayZone(wanted);
  Q_EMIT rangeChanged();
}

void TimeRange::followPace(RefreshPace pace) {
  if (paceChosen_ || pace == pace_) return;
  pace_ = pace;
  Q_EMIT refreshEveryChanged();
}

void TimeRange::setPace(RefreshPace pace) {
  paceChosen_ = true;
  if (pace == pace_ && !paused_) return;
  pace_ = pace;
  paused_ = false;
  Q_EMIT refreshEveryChanged();
}

void TimeRange::setPaused(bool paused) {
  if (paused == paused_) return;
  paused_ = paused;
  Q_EMIT refreshEveryChanged();
}

std::chrono::milliseconds TimeRange::refreshEvery() const {
  if (paused_) return std::chrono::milliseconds(0);
  return periodOf(pace_, std::chrono::milliseconds(windowAt(presentMs()).lengthMs()));
}

void TimeRange::setCompareWith(CompareWith what) {
  if (what == compareWith_) return;
  compareWith_ = what;
  Q_EMIT compareChanged();
}

std::optional<qint64> TimeRange::compareOffsetMs(const TimeWindow& window) const {
  // By the calendar: the hour of yesterday is the same hour though the clock was changed in between.
  const auto daysBefore = [&](int days) {
    const QDateTime end = QDateTime::fromMSecsSinceEpoch(window.toMs, rules_.zone);
    return window.toMs - end.addDays(-days).toMSecsSinceEpoch();
  };
  switch (compareWith_) {
    case CompareWith::kNothing:
      break;
    case CompareWith::kPreviousPeriod:
      return window.lengthMs();
    case CompareWith::kDayBefore:
      return daysBefore(1);
    case CompareWith::kWeekBefore:
      return daysBefore(7);
  }
  return std::nullopt;
}

void TimeRange::take(const RawRange& range) {
  chosen_ = true;
  recent_.removeAll(range);
  recent_.prepend(range);
  if (recent_.size() > kMostRecent) recent_.resize(kMostRecent);
  if (range == raw_) return;
  history_.resize(static_cast<std::size_t>(at_) + 1);
  history_.push_back(range);
  if (history_.size() > kMostSteps) history_.erase(history_.begin());
  at_ = static_cast<int>(history_.size()) - 1;
  changeTo(range);
}

void TimeRange::takeWindow(qint64 fromMs, qint64 toMs) {
  // Whole seconds: nobody means milliseconds, and the field to type in has none.
  const qint64 from = fromMs / 1000 * 1000;
  const qint64 to = std::max(toMs / 1000 * 1000, from + kShortestMs);
  take({QString::number(from), QString::number(to)});
}

void TimeRange::changeTo(const RawRange& range) {
  raw_ = range;
  Q_EMIT rangeChanged();
}

}  // namespace vigie::console
