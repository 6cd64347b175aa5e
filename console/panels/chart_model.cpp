#include "console/panels/chart_model.h"

#include "console/panels/grafana_colour.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

namespace vigie::console {
namespace {

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool isEmpty() const { return low > high; }
};

ChartLine makeLine(const NamedSeries& series, int index, const ThemeTokens& tokens) {
  ChartLine line;
  const FieldOptions& field = series.field;
  line.name = series.name;
  line.style = Theme::series(index);
  const bool byRule = !field.colourMode.isEmpty() && !field.colourMode.startsWith(QLatin1String("palette"));
  if (byRule) {
    // "thresholds" and the continuous schemes colour a line by its last value.
    const QColor colour =
        valueColour(field, reduce(series.data.values, QStringLiteral("lastNotNull")), index, {0, 100}, tokens);
    if (colour.isValid()) line.style.colour = colour;
  }
  if (!field.dashes.empty()) line.style.dashes = QList<qreal>(field.dashes.begin(), field.dashes.end());
  line.format = UnitFormat(field.unit, field.decimals);
  line.rightAxis = field.rightAxis;
  line.spanNulls = field.spanNulls;
  line.bars = field.drawStyle == QLatin1String("bars");
  line.points = field.drawStyle == QLatin1String("points");
  line.showPoints = field.showPoints == QLatin1String("always");
  line.pointSize = field.pointSize;
  line.interpolation = field.lineInterpolation;
  line.inLegend = !field.hiddenInLegend;
  line.inTooltip = !field.hiddenInTooltip;
  line.fillOpacity = field.fillOpacity / 100.0;
  line.lineWidth = field.lineWidth;
  line.times = series.data.timesMs;
  line.values = series.data.values;
  line.raw = series.data.values;
  if (field.negativeY) {
    for (double& value : line.values) value = -value;
  }
  const auto current = reduce(line.raw, QStringLiteral("lastNotNull"));
  line.currentText = current ? line.format.text(*current) : QStringLiteral("–");
  return line;
}

/// Each line on top of those before it; a missing sample counts as nothing, as Grafana does.
void stack(std::vector<ChartLine>& lines, bool asShare) {
  std::map<qint64, double> total;
  if (asShare) {
    for (const ChartLine& line : lines) {
      for (std::size_t i = 0; i < line.times.size(); ++i) {
        if (std::isfinite(line.values[i])) total[line.times[i]] += line.values[i];
      }
    }
  }
  std::map<qint64, double> height;
  for (ChartLine& line : lines) {
    line.base.resize(line.values.size());
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      double& below = height[line.times[i]];
      line.base[i] = below;
      if (!std::isfinite(line.values[i])) continue;
      const double sum = asShare ? total[line.times[i]] : 1;
      below += asShare && sum != 0 ? 100.0 * line.values[i] / sum : line.values[i];
      line.values[i] = below;
    }
  }
}

void addThresholds(const FieldOptions& field, const ThemeTokens& tokens, ChartModel& model) {
  if (field.thresholdDisplay == ThresholdDisplay::kOff) return;
  for (const ThresholdStep& step : field.thresholds.steps) {
    if (!std::isfinite(step.from)) continue;
    const QColor colour = grafanaColour(step.colour, tokens);
    if (!colour.isValid() || colour.alpha() == 0) continue;
    model.thresholds.push_back({thresholdValue(field, step), colour, field.thresholdDisplay != ThresholdDisplay::kArea,
                                field.thresholdDisplay != ThresholdDisplay::kLine});
  }
}

/// The lines of the compared time under those of now: the same colours, muted and dashed.
std::vector<ChartLine> makeGhosts(const std::vector<ChartLine>& lines, const ChartExtras& extras, bool hasRange,
                                  const ThemeTokens& tokens) {
  std::vector<ChartLine> ghosts;
  if (!extras.ghost) return ghosts;
  for (const NamedSeries& series : extras.ghost->series) {
    if ((series.isInstant && hasRange) || series.field.hiddenInGraph || !extras.selection.shows(series.name)) continue;
    const auto twin =
        std::find_if(lines.begin(), lines.end(), [&](const ChartLine& line) { return line.name == series.name; });
    ChartLine ghost = makeLine(series, static_cast<int>(lines.size() + ghosts.size()), tokens);
    if (twin != lines.end()) ghost.style = twin->style;
    ghost.style.colour = blend(tokens.surface, ghost.style.colour, 0.7);
    ghost.style.dashes = {3, 3};
    ghost.ghost = true;
    ghost.inLegend = false;
    // What is there now is said with its difference; what is only in the past is said by itself.
    ghost.inTooltip = twin == lines.end();
    ghost.fillOpacity = 0;
    ghost.lineWidth = 1;
    ghost.bars = ghost.points = ghost.showPoints = false;
    for (qint64& time : ghost.times) time += extras.ghostOffsetMs;
    ghosts.push_back(std::move(ghost));
  }
  return ghosts;
}

void addDifferences(std::vector<ChartLine>& lines, const std::vector<ChartLine>& ghosts, qint64 stepMs) {
  for (ChartLine& line : lines) {
    const auto ghost =
        std::find_if(ghosts.begin(), ghosts.end(), [&](const ChartLine& one) { return one.name == line.name; });
    const auto current = reduce(line.raw, QStringLiteral("lastNotNull"));
    if (!current || line.times.empty()) continue;
    // Nothing drawn would look like nothing changed.
    line.differenceText = QCoreApplication::translate("chart", "no value then");
    if (ghost == ghosts.end()) continue;
    const auto index = nearestSample(ghost->times, line.times.back(), std::max<qint64>(stepMs, 1000));
    if (index && !std::isnan(ghost->raw[*index]))
      line.differenceText = differenceText(*current, ghost->raw[*index], line.format);
  }
}

}  // namespace

QString differenceText(double now, double before, const UnitFormat& format) {
  const double difference = now - before;
  if (!std::isfinite(difference)) return {};
  const QString sign = difference < 0 ? QStringLiteral("−") : QStringLiteral("+");
  if (difference == 0) return QStringLiteral("±") + UnitFormat(QStringLiteral("percent"), 0).text(0);
  if (before == 0) return sign + format.text(std::abs(difference));
  const double percent = std::abs(100 * difference / before);
  // Less than can be shown is no difference: rounding, mostly.
  if (percent < 0.05) return QStringLiteral("±") + UnitFormat(QStringLiteral("percent"), 0).text(0);
  const int decimals = percent < 9.95 ? 1 : 0;
  return sign + UnitFormat(QStringLiteral("percent"), decimals).text(percent);
}

ChartModel makeChartModel(const PanelModel& panel, const PanelData& data, const ThemeTokens& tokens,
                          const ChartExtras& extras) {
  ChartModel model;
  model.window = data.window;
  model.stepMs = data.stepMs;
  const bool share = panel.field.stacking == Stacking::kPercent;
  model.stacked = panel.field.stacking != Stacking::kNone;
  model.leftFormat = share ? UnitFormat(QStringLiteral("percent")) : UnitFormat(panel.field.unit, std::nullopt);
  const bool hasRange =
      std::any_of(data.series.begin(), data.series.end(), [](const NamedSeries& series) { return !series.isInstant; });
  model.legendCalcs = panel.legend.calcs;
  model.singleTooltip = panel.tooltip.mode == QLatin1String("single");
  model.noTooltip = panel.tooltip.mode == QLatin1String("none");
  model.tooltipSort = panel.tooltip.sort;
  model.logBase = share ? 0 : panel.field.logBase;
  for (const NamedSeries& series : data.series) {
    // Beside lines, an instant value is for the legend of other panels; alone, it is a dot.
    if ((series.isInstant && hasRange) || series.field.hiddenInGraph) continue;
    model.lines.push_back(makeLine(series, static_cast<int>(model.lines.size()), tokens));
  }
  for (ChartLine& line : model.lines) {
    if (extras.selection.shows(line.name)) continue;
    // Its name and calculations stay in the legend; there is nothing of it to draw, stack or scale by.
    line.shown = false;
    line.times.clear();
    line.values.clear();
  }
  std::vector<ChartLine> ghosts = makeGhosts(model.lines, extras, hasRange, tokens);
  if (extras.ghost) addDifferences(model.lines, ghosts, model.stepMs);
  if (model.stacked) {
    stack(model.lines, share);
    stack(ghosts, share);
  }
  // First, so that they lie under the lines of now.
  model.lines.insert(model.lines.begin(), std::make_move_iterator(ghosts.begin()),
                     std::make_move_iterator(ghosts.end()));

  Extent left;
  Extent right;
  bool grounded = false;
  for (const ChartLine& line : model.lines) {
    if (line.rightAxis) {
      if (!model.hasRightAxis) model.rightFormat = line.format;
      model.hasRightAxis = true;
    }
    Extent& extent = line.rightAxis ? right : left;
    for (const double value : line.values) extent.add(value);
    grounded = grounded || line.fillOpacity > 0 || line.bars;
  }
  addThresholds(panel.field, tokens, model);
  // A threshold belongs into the picture: an operator sees how far away it is.
  if (!left.isEmpty()) {
    for (const ChartThreshold& threshold : model.thresholds)
      left.add(threshold.value * (threshold.value > 0 ? 1.25 : 1));
  }
  if (!left.isEmpty()) {
    if (panel.field.softMin) left.low = std::min(left.low, *panel.field.softMin);
    if (panel.field.softMax) left.high = std::max(left.high, *panel.field.softMax);
  }
  if (model.logBase > 0) {
    // Nothing at or below zero has a place on it.
    double smallest = left.high;
    for (const ChartLine& line : model.lines) {
      for (const double value : line.values) {
        if (value > 0 && value < smallest) smallest = value;
      }
    }
    left.low = smallest > 0 ? smallest : 1;
    left.high = std::max(left.high, left.low);
  }
  const bool logarithmic = model.logBase > 0;
  for (ChartLine& line : model.lines) {
    if (!line.inLegend) continue;
    for (const QString& calc : model.legendCalcs) {
      const auto value = reduce(line.raw, calc);
      line.calcTexts.append(value ? line.format.text(*value) : QStringLiteral("–"));
    }
  }
  const auto settle = [grounded, logarithmic](Extent& extent) {
    if (logarithmic && !extent.isEmpty()) return;
    if (extent.isEmpty()) {
      extent.low = 0;
      extent.high = 1;
    }
    // Rates, times and shares start at zero unless they are far from it.
    if (extent.low > 0 && (grounded || extent.low < 0.6 * extent.high)) extent.low = 0;
    if (extent.low == 0 && extent.high == 0) extent.high = 1;
  };
  settle(left);
  settle(right);
  model.low = panel.field.min.value_or(left.low);
  model.high = std::max(panel.field.max.value_or(left.high), model.low);
  model.fixedLow = panel.field.min.has_value();
  model.fixedHigh = panel.field.max.has_value();
  model.rightLow = right.low;
  model.rightHigh = right.high;
  return model;
}

std::optional<std::size_t> nearestSample(const std::vector<qint64>& times, qint64 timeMs, qint64 withinMs) {
  const auto after = std::lower_bound(times.begin(), times.end(), timeMs);
  std::optional<std::size_t> best;
  qint64 bestDistance = withinMs;
  const auto consider = [&](auto it) {
    const qint64 distance = std::abs(*it - timeMs);
    if (distance > bestDistance) return;
    bestDistance = distance;
    best = static_cast<std::size_t>(it - times.begin());
  };
  if (after != times.begin()) consider(std::prev(after));
  if (after != times.end()) consider(after);
  return best;
}

}  // namespace vigie::console
