#include "console/panels/chart_layout.h"

#include "console/panels/axis_ticks.h"
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

/// Powers of the base: the axis counts in exponents, the labels say the values.
ValueTicks logTicks(double low, double high, int base, int count) {
  ValueTicks ticks;
  ticks.low = std::floor(std::log(low) / std::log(base) + 1e-9);
  ticks.high = std::max(ticks.low + 1, std::ceil(std::log(high) / std::log(base) - 1e-9));
  const double step = std::max(1.0, std::ceil((ticks.high - ticks.low) / std::max(1, count)));
  for (double at = ticks.low; at <= ticks.high + 1e-9; at += step) ticks.at.push_back(at);
  return ticks;
}

QStringList logLabels(const ChartModel& model, const ValueTicks& ticks) {
  QStringList labels;
  for (const double exponent : ticks.at) labels.append(model.leftFormat.text(std::pow(model.logBase, exponent)));
  return labels;
}

AxisContent axisContent(const ValueTicks& ticks, QStringList labels) {
  return {ticks.low, ticks.high, ticks.at, std::move(labels)};
}

int widestOf(const QStringList& labels) {
  int widest = 0;
  for (const QString& label : labels) widest = std::max(widest, textWidth(TextRole::kSmall, label));
  return widest;
}

AxisContent timesOf(const TimeWindow& window, const QRect& plot, int room) {
  AxisContent times{static_cast<double>(window.fromMs), static_cast<double>(window.toMs), {}, {}};
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
  const bool isLog = model.logBase > 0;
  const ValueTicks values = isLog ? logTicks(model.low, model.high, model.logBase, valueCount)
                                  : valueTicks(model.low, model.high, valueCount, model.leftFormat.isBinary(),
                                               model.fixedLow, model.fixedHigh);
  const ValueTicks rights =
      valueTicks(model.rightLow, model.rightHigh, valueCount, model.rightFormat.isBinary(), false, false);

  ChartLayout layout;
  layout.chart = chart;
  layout.values = axisContent(values, isLog ? logLabels(model, values) : model.leftFormat.ticks(values.at));
  if (model.hasRightAxis) layout.rights = axisContent(rights, model.rightFormat.ticks(rights.at));
  const int left = std::max(28, widestOf(layout.values.labels) + kAxisLabelGap);
  const int right = model.hasRightAxis ? widestOf(layout.rights.labels) + kAxisLabelGap : 2;
  layout.plot = QRect(left, kTopMargin, std::max(10, chart.width() - left - right), plotHeight);
  layout.times = timesOf(model.window, layout.plot, chart.width());
  layout.scale = {model.window, values.low, values.high, rights.low, rights.high, QSizeF(layout.plot.size()),
                  model.logBase};
  return layout;
}

}  // namespace vigie::console
