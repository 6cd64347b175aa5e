#include "console/panels/chart_model.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/chart_axes.h"
#include "console/panels/chart_range.h"
#include "console/panels/chart_stack.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/series_brush.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace vigie::console {
namespace {

qint64 maxGapOf(const FieldOptions& field, qint64 stepMs) {
  qint64 most = field.spanNulls || stepMs == 0 ? 0 : std::max(stepMs * 3 / 2, field.spanNullsMs);
  if (field.insertNullsMs > 0) most = most == 0 ? field.insertNullsMs : std::min(most, field.insertNullsMs);
  return most;
}

/// What lines are made with besides their own data.
struct LineContext {
  qint64 stepMs = 0;
  std::pair<double, double> range;  ///< of all values of the panel
  const ThemeTokens& tokens;
};

ChartLine makeLine(const NamedSeries& series, int index, const LineContext& context) {
  ChartLine line;
  const FieldOptions& field = series.field;
  line.name = series.name;
  line.style = Theme::series(index);
  const bool byRule = !field.colourMode.isEmpty() && !field.colourMode.startsWith(QLatin1String("palette"));
  if (byRule) {
    // "thresholds" and the continuous schemes colour a whole line by one of its values.
    const QString calc = field.colourBy == QLatin1String("last") ? QStringLiteral("lastNotNull") : field.colourBy;
    const QColor colour = valueColour(field, reduce(series.data.values, calc), index, context.range, context.tokens);
    if (colour.isValid()) line.style.colour = colour;
  }
  if (!field.dashes.empty()) line.style.dashes = QList<qreal>(field.dashes.begin(), field.dashes.end());
  line.format = UnitFormat(field.unit, field.decimals);
  line.mappings = field.mappings;
  line.rightAxis = field.rightAxis;
  line.maxGapMs = maxGapOf(field, context.stepMs);
  line.bars = field.drawStyle == QLatin1String("bars");
  line.barWidth = field.barWidth;
  line.barAlignment = field.barAlignment;
  line.points = field.drawStyle == QLatin1String("points");
  line.showPoints = field.showPoints == QLatin1String("always");
  line.autoPoints = field.showPoints == QLatin1String("auto");
  line.pointSize = field.pointSize;
  line.gradient = gradientOf(field.gradientMode);
  if (line.gradient == LineGradient::kScheme) line.scheme = colourStops(field, context.range, context.tokens);
  line.stacking = field.stacking;
  line.stackGroup = field.stackGroup;
  line.fillBelowTo = field.fillBelowTo;
  line.interpolation = field.lineInterpolation;
  line.inLegend = !field.hiddenInLegend;
  line.inTooltip = !field.hiddenInTooltip;
  line.fillOpacity = field.fillOpacity.value_or(0) / 100.0;
  line.lineWidth = field.lineWidth;
  line.links = field.links;
  if (!line.links.empty()) line.labels = series.data.labels;
  line.times = series.data.timesMs;
  line.values = series.data.values;
  line.raw = series.data.values;
  if (field.constant && !line.values.empty()) std::fill(line.values.begin(), line.values.end(), line.values.front());
  if (field.negativeY) {
    for (double& value : line.values) value = -value;
  }
  const auto current = reduce(line.raw, QStringLiteral("lastNotNull"));
  line.currentText = line.text(current);
  return line;
}

void addThresholds(const FieldOptions& field, const ThemeTokens& tokens, ChartModel& model) {
  const ThresholdDisplay& display = field.thresholdDisplay;
  if (!display.line && !display.area) return;
  const std::vector<ThresholdStep>& steps = field.thresholds.steps;
  std::vector<QColor> colours;
  for (const ThresholdStep& step : steps) colours.push_back(grafanaColour(step.colour, tokens));
  const auto isClear = [](const QColor& colour) { return !colour.isValid() || colour.alpha() == 0; };
  // Under a clear step a threshold is one that is to be kept above: its line has the colour of what is below it.
  std::size_t clear = 0;
  while (clear < steps.size() && !isClear(colours[clear])) ++clear;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool isBase = !std::isfinite(steps[i].from);
    const bool fromBelow = clear < steps.size() && i > 0 && i <= clear;
    const QColor lineColour = fromBelow ? colours[i - 1] : colours[i];
    // Under all thresholds all is well: a tint of the whole plot would say nothing.
    const bool isWell = isBase && colours[i] == tokens.good;
    const bool area = display.area && !isWell && !isClear(colours[i]);
    const bool line = display.line && !isBase && !isClear(lineColour);
    const double from = isBase ? steps[i].from : thresholdValue(field, steps[i]);
    const double until = i + 1 < steps.size() ? thresholdValue(field, steps[i + 1]) : from;
    const std::optional<double> end = i + 1 < steps.size() ? std::optional(until) : std::nullopt;
    // A line and an area of two colours are two.
    if (area)
      model.thresholds.push_back({from, colours[i], line && lineColour == colours[i], true, display.dashes, end});
    if (line && (!area || lineColour != colours[i]))
      model.thresholds.push_back({from, lineColour, true, false, display.dashes, end});
  }
}

/// The lines of the compared time under those of now: the same colours, muted and dashed.
std::vector<ChartLine> makeGhosts(const std::vector<ChartLine>& lines, const ChartExtras& extras, bool hasRange,
                                  const LineContext& context) {
  std::vector<ChartLine> ghosts;
  if (!extras.ghost) return ghosts;
  for (const NamedSeries& series : extras.ghost->series) {
    if ((series.isInstant && hasRange) || !extras.selection.shows(series.name, series.field.hiddenInGraph)) continue;
    const auto twin =
        std::find_if(lines.begin(), lines.end(), [&](const ChartLine& line) { return line.name == series.name; });
    ChartLine ghost = makeLine(series, static_cast<int>(lines.size() + ghosts.size()), context);
    if (twin != lines.end()) ghost.style = twin->style;
    ghost.style.colour = blend(context.tokens.surface, ghost.style.colour, 0.7);
    ghost.style.dashes = {3, 3};
    ghost.ghost = true;
    ghost.inLegend = false;
    // What is there now is said with its difference; what is only in the past is said by itself.
    ghost.inTooltip = twin == lines.end();
    ghost.fillOpacity = 0;
    ghost.lineWidth = 1;
    ghost.bars = ghost.points = ghost.showPoints = ghost.autoPoints = false;
    ghost.gradient = LineGradient::kNone;
    ghost.fillBelowTo.clear();
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

bool coloursByRange(const PanelData& data) {
  return std::any_of(data.series.begin(), data.series.end(), [](const NamedSeries& series) {
    return series.field.colourMode.startsWith(QLatin1String("continuous"));
  });
}

}  // namespace

QString ChartLine::text(std::optional<double> value) const {
  if (const auto mapped = mappedWord(mappings, value)) return *mapped;
  return value ? format.text(*value) : QStringLiteral("–");
}

QString ChartLine::spoken(double value) const {
  const QString said = text(value);
  return said == format.text(value) ? format.spoken(value) : said;
}

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

void addLegendCells(ChartModel& model) {
  for (ChartLine& line : model.lines) {
    if (!line.inLegend) continue;
    for (const QString& calc : model.legendCalcs) {
      line.legendCells.append(line.text(reduce(line.raw, calc)));
    }
  }
}

std::vector<std::size_t> legendOrder(const ChartModel& model) {
  std::vector<std::size_t> listed;
  for (std::size_t i = 0; i < model.lines.size(); ++i) {
    if (model.lines[i].inLegend) listed.push_back(i);
  }
  const QString& by = model.legendSort;
  const auto calc = std::find_if(model.legendCalcs.begin(), model.legendCalcs.end(),
                                 [&by](const QString& one) { return calcKey(one) == by || calcName(one) == by; });
  const bool byName = by == QLatin1String("Name");
  if (by.isEmpty() || (!byName && calc == model.legendCalcs.end())) return listed;
  std::vector<std::optional<double>> values(model.lines.size());
  for (const std::size_t i : listed) {
    if (!byName) values[i] = reduce(model.lines[i].raw, *calc);
  }
  std::stable_sort(listed.begin(), listed.end(), [&](std::size_t a, std::size_t b) {
    // What nothing is known of is last, whichever way round.
    if (values[a].has_value() != values[b].has_value()) return values[a].has_value();
    if (model.legendSortFalls) std::swap(a, b);
    return byName ? model.lines[a].name < model.lines[b].name : values[a] < values[b];
  });
  return listed;
}

ChartModel makeChartModel(const PanelModel& panel, const PanelData& data, const ThemeTokens& tokens,
                          const ChartExtras& extras) {
  ChartModel model;
  model.window = data.window;
  model.stepMs = data.stepMs;
  const FieldOptions& field = panel.field;
  const bool hasRange =
      std::any_of(data.series.begin(), data.series.end(), [](const NamedSeries& series) { return !series.isInstant; });
  model.legendCalcs = panel.legend.calcs;
  model.legendSort = panel.legend.sortBy;
  model.legendSortFalls = panel.legend.sortFalls;
  model.singleTooltip = panel.tooltip.mode == QLatin1String("single");
  model.noTooltip = panel.tooltip.mode == QLatin1String("none");
  model.tooltipSort = panel.tooltip.sort;
  const LineContext context{data.stepMs, coloursByRange(data) ? valueRange(data) : std::pair(0.0, 100.0), tokens};
  std::vector<const FieldOptions*> fields;
  model.lines.reserve(data.series.size());
  for (const NamedSeries& series : data.series) {
    // Beside lines, an instant value is for the legend of other panels; alone, it is a dot.
    if (series.isInstant && hasRange) continue;
    model.lines.push_back(makeLine(series, static_cast<int>(model.lines.size()), context));
    fields.push_back(&series.field);
  }
  placeAxes(model.lines, fields);
  const AxisFields axes = lookOfAxes(model, field, fields);
  for (std::size_t i = 0; i < model.lines.size(); ++i) {
    ChartLine& line = model.lines[i];
    if (extras.selection.shows(line.name, fields[i]->hiddenInGraph)) continue;
    // Its name and calculations stay in the legend; there is nothing of it to draw, stack or scale by.
    line.shown = false;
    line.times.clear();
    line.values.clear();
  }
  std::vector<ChartLine> ghosts = makeGhosts(model.lines, extras, hasRange, context);
  if (extras.ghost) addDifferences(model.lines, ghosts, model.stepMs);
  stackLines(model.lines);
  stackLines(ghosts);
  fillBetweenLines(model.lines);
  // First, so that they lie under the lines of now.
  model.lines.insert(model.lines.begin(), std::make_move_iterator(ghosts.begin()),
                     std::make_move_iterator(ghosts.end()));
  addThresholds(*axes.left, tokens, model);
  settleRange(*axes.left, false, model);
  if (axes.right) settleRange(*axes.right, true, model);
  addLegendCells(model);
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
