#include "console/panels/chart_layout.h"

#include "console/panels/axis_ticks.h"
#include "console/panels/curve_ticks.h"
#include "console/panels/text_width.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr int kPixelsPerValueTick = 44;
constexpr int kPixelsPerTimeTick = 96;
constexpr int kAxisLabelGap = 8;
constexpr int kTimeAxisHeight = 20;
constexpr int kTopMargin = 6;
constexpr int kWithoutAxis = 2;

AxisContent axisContent(const ValueTicks& ticks, QStringList labels, const AxisLook& look) {
  labels.resize(static_cast<qsizetype>(ticks.at.size()));
  return {ticks.low,   ticks.high, ticks.at, std::move(labels), look.hidden ? QString() : look.label,
          look.colour, look.grid};
}

int widestOf(const QStringList& labels) {
  int widest = 0;
  for (const QString& label : labels) widest = std::max(widest, textWidth(TextRole::kSmall, label));
  return widest;
}

AxisContent timesOf(const TimeWindow& window, const QRect& plot, int room) {
  AxisContent times{static_cast<double>(window.fromMs), static_cast<double>(window.toMs), {}, {}, {}, {}, false};
  for (const TimeTick& tick : timeTicks(window, std::max(2, plot.width() / kPixelsPerTimeTick))) {
    const double x = plot.left() + plot.width() * static_cast<double>(tick.timeMs - window.fromMs) /
                                       static_cast<double>(window.lengthMs());
    // One at the very edge would be cut off: better none than half.
    if (x + textWidth(TextRole::kSmall, tick.label) / 2.0 > room) continue;
    times.at.push_back(static_cast<double>(tick.timeMs));
    times.labels.append(tick.label);
  }
  return times;
}

}  // namespace

bool haveSameAxes(const ChartLayout& a, const ChartLayout& b) {
  return a.chart == b.chart && a.plot == b.plot && a.times == b.times && a.values == b.values && a.rights == b.rights;
}

ChartLayout layOutChart(const ChartModel& model, const QRect& chart) {
  const int plotHeight = std::max(10, chart.height() - kTimeAxisHeight - kTopMargin);
  const int valueCount = std::clamp(plotHeight / kPixelsPerValueTick, 2, 8);
  const ValueTicks rights = model.hasRightAxis ? ticksOf(model.right, valueCount) : ValueTicks();
  // The grid belongs to the axis that is there.
  const ValueTicks values = model.hasLeftAxis ? ticksOf(model.left, valueCount) : rights;
  const bool showsRight = model.hasRightAxis && !model.right.look.hidden;

  ChartLayout layout;
  layout.chart = chart;
  layout.values = axisContent(values, labelsOf(model.left, values), model.left.look);
  if (showsRight) layout.rights = axisContent(rights, labelsOf(model.right, rights), model.right.look);
  const auto titleWidth = [](const AxisContent& axis) { return axis.title.isEmpty() ? 0 : kAxisTitleWidth; };
  const int left = model.left.look.hidden
                       ? kWithoutAxis
                       : std::max(28, widestOf(layout.values.labels) + kAxisLabelGap) + titleWidth(layout.values);
  const int right =
      showsRight ? widestOf(layout.rights.labels) + kAxisLabelGap + titleWidth(layout.rights) : kWithoutAxis;
  layout.plot = QRect(left, kTopMargin, std::max(10, chart.width() - left - right), plotHeight);
  layout.times = timesOf(model.window, layout.plot, chart.width());
  layout.scale = {model.window,     values.low,       values.high, rights.low, rights.high, QSizeF(layout.plot.size()),
                  model.left.curve, model.right.curve};
  return layout;
}

}  // namespace vigie::console
