#include "console/panels/chart_walk.h"

#include "console/dashboard/display_zone.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace vigie::console {
namespace {

struct ChartWalk {
  Q_DECLARE_TR_FUNCTIONS(ChartWalk)
};

constexpr std::ptrdiff_t kFar = 10;

bool canStandOn(const ChartLine& line) {
  return line.inTooltip && line.shown && !line.ghost &&
         std::any_of(line.raw.begin(), line.raw.end(), [](double value) { return !std::isnan(value); });
}

/// Of the samples that have a value, the one `by` away from the one nearest to `timeMs`.
qint64 sampleBeside(const ChartLine& line, qint64 timeMs, std::ptrdiff_t by) {
  std::vector<qint64> times;
  times.reserve(line.times.size());
  for (std::size_t i = 0; i < line.times.size(); ++i) {
    if (!std::isnan(line.raw[i])) times.push_back(line.times[i]);
  }
  const auto at = nearestSample(times, timeMs, std::numeric_limits<qint64>::max()).value_or(0);
  const auto last = static_cast<std::ptrdiff_t>(times.size()) - 1;
  return times[static_cast<std::size_t>(std::clamp(static_cast<std::ptrdiff_t>(at) + by, std::ptrdiff_t{0}, last))];
}

std::ptrdiff_t samplesOf(WalkStep step) {
  constexpr auto kAll = std::numeric_limits<int>::max();
  switch (step) {
    case WalkStep::kEarlier:
      return -1;
    case WalkStep::kLater:
      return 1;
    case WalkStep::kMuchEarlier:
      return -kFar;
    case WalkStep::kMuchLater:
      return kFar;
    case WalkStep::kFirst:
      return -kAll;
    case WalkStep::kLast:
      return kAll;
    case WalkStep::kPreviousLine:
    case WalkStep::kNextLine:
      return 0;
  }
  return 0;
}

/// By moments a step apart, on its multiples as Prometheus aligns them.
std::optional<WalkPlace> walkMoments(const ChartModel& model, const std::optional<WalkPlace>& from, WalkStep step) {
  if (model.stepMs <= 0 || model.window.lengthMs() <= 0) return std::nullopt;
  const qint64 first = (model.window.fromMs + model.stepMs - 1) / model.stepMs;
  const qint64 last = model.window.toMs / model.stepMs;
  if (first > last) return std::nullopt;
  const qint64 at = from ? from->timeMs / model.stepMs + samplesOf(step) : last;
  return WalkPlace{-1, std::clamp(at, first, last) * model.stepMs};
}

}  // namespace

std::optional<WalkPlace> walk(const ChartModel& model, const std::optional<WalkPlace>& from, WalkStep step) {
  if (model.lines.empty()) return walkMoments(model, from, step);
  std::vector<int> lines;
  for (std::size_t i = 0; i < model.lines.size(); ++i) {
    if (canStandOn(model.lines[i])) lines.push_back(static_cast<int>(i));
  }
  if (lines.empty()) return std::nullopt;
  const auto found = from ? std::find(lines.begin(), lines.end(), from->line) : lines.end();
  if (found == lines.end()) {
    const ChartLine& line = model.lines[static_cast<std::size_t>(lines.front())];
    return WalkPlace{lines.front(), sampleBeside(line, from ? from->timeMs : line.times.back(), 0)};
  }
  auto at = found;
  if (step == WalkStep::kNextLine) at = std::next(at) == lines.end() ? lines.begin() : std::next(at);
  if (step == WalkStep::kPreviousLine) at = std::prev(at == lines.begin() ? lines.end() : at);
  return WalkPlace{*at, sampleBeside(model.lines[static_cast<std::size_t>(*at)], from->timeMs, samplesOf(step))};
}

QString spokenAt(const ChartModel& model, const WalkPlace& place) {
  const QString when = QLocale().toString(inDisplayZone(place.timeMs), QStringLiteral("HH:mm:ss"));
  if (place.line < 0 || place.line >= static_cast<int>(model.lines.size())) return when;
  const ChartLine& line = model.lines[static_cast<std::size_t>(place.line)];
  const auto index = nearestSample(line.times, place.timeMs, 0);
  if (!index) return when;
  const double value = line.raw[*index];
  QStringList parts = {ChartWalk::tr("%1: %2").arg(line.name, line.spoken(value)), when};
  const ChartThreshold* over = nullptr;
  for (const ChartThreshold& threshold : model.thresholds) {
    if (value >= threshold.value && (!over || threshold.value > over->value)) over = &threshold;
  }
  if (over) parts.append(ChartWalk::tr("over %1").arg(line.format.text(over->value)));
  return parts.join(QStringLiteral(", "));
}

}  // namespace vigie::console
