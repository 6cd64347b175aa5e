#include "console/panels/bar_chart_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/axis_ticks.h"
#include "console/panels/chart_model.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/panel_legend.h"
#include "console/panels/series_brush.h"
#include "console/panels/value_cells.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr double kBarTextGap = 4;
constexpr double kUsualBarOpacity = 0.8;
constexpr double kCornerRadius = 1.5;
/// Pixels. Thinner bars have no corners to round, and thousands of them cost a tenth as lines of what they do as
/// shapes, each of which Qt spreads over its threads.
constexpr double kThinBar = 2;

bool coloursByRule(const FieldOptions& field) {
  return !field.colourMode.isEmpty() && !field.colourMode.startsWith(QLatin1String("palette"));
}

}  // namespace

struct BarChartBody::Plot {
  bool upright = true;
  ValueAxis axis;  ///< its plot is where the bars are
  [[nodiscard]] double place(double value) const {
    if (upright) return axis.y(value);
    const double share = (value - axis.low) / (axis.high > axis.low ? axis.high - axis.low : 1);
    return axis.plot.left() + axis.plot.width() * std::clamp(share, -50.0, 50.0);
  }
  [[nodiscard]] double length() const { return upright ? axis.plot.width() : axis.plot.height(); }
  /// A bar `thick` at `along` from the first name.
  [[nodiscard]] QRectF bar(double along, double thick, double from, double to) const {
    // An axis that starts above zero cuts its bars off.
    const double a = place(std::clamp(from, axis.low, axis.high));
    const double b = place(std::clamp(to, axis.low, axis.high));
    return upright ? QRectF(axis.plot.left() + along, std::min(a, b), thick, std::abs(a - b))
                   : QRectF(std::min(a, b), axis.plot.top() + along, std::abs(a - b), thick);
  }
};

BarChartBody::BarChartBody(const Theme& theme, PanelModel model, QWidget* parent)
    : DrawnBody(theme, std::move(model), parent),
      wantsLegend_(panel().legend.show),
      legend_(new PanelLegend(theme, panel().legend, this)) {
  connect(legend_, &PanelLegend::clicked, this, &BarChartBody::pick);
  connect(legend_, &PanelLegend::hovered, this, [this](int column) {
    hovered_ = column;
    update();
  });
  connect(&theme, &Theme::changed, this, &BarChartBody::showLegend);
}

void BarChartBody::prepare() {
  bars_ = barColumns(panel(), *data());
  showLegend();
}

bool BarChartBody::isLegendShown() const { return legend_->isShown(); }

void BarChartBody::setLegendShown(bool shown) {
  wantsLegend_ = shown;
  showLegend();
}

void BarChartBody::showLegend() {
  if (!data()) return;
  auto model = std::make_shared<ChartModel>();
  model->legendCalcs = panel().legend.calcs;
  isShown_.clear();
  for (std::size_t c = 0; c < bars_.columns.size(); ++c) {
    const BarColumn& column = bars_.columns[c];
    isShown_.push_back(selection_.shows(column.name));
    ChartLine line;
    line.name = column.name;
    line.style = {colourOf(c, column.values.empty() ? 0 : column.values.back()), {}};
    line.format = UnitFormat(column.field.unit, column.field.decimals);
    line.inLegend = !column.field.hiddenInLegend;
    line.shown = isShown_.back();
    line.raw = column.values;
    model->lines.push_back(std::move(line));
  }
  addLegendCells(*model);
  legend_->setModel(model);
  // One colour needs no key.
  legend_->setShown(wantsLegend_ && hasLegend());
  arrange();
}

void BarChartBody::arrange() {
  area_ = legend_->place(rect());
  update();
}

void BarChartBody::resizeEvent(QResizeEvent* event) {
  DrawnBody::resizeEvent(event);
  arrange();
}

void BarChartBody::pick(int column, bool together) {
  if (column < 0 || column >= static_cast<int>(bars_.columns.size())) return;
  QStringList all;
  for (const BarColumn& one : bars_.columns) all.append(one.name);
  selection_.pick(bars_.columns[static_cast<std::size_t>(column)].name, together, all);
  hovered_ = -1;
  showLegend();
}

QString BarChartBody::spokenSummary() const {
  QStringList parts;
  for (qsizetype group = 0; group < bars_.groups.size() && !bars_.columns.empty(); ++group) {
    const BarColumn& bars = bars_.columns.front();
    parts.append(tr("%1: %2").arg(bars_.groups[group],
                                  shownValue(bars.field, bars.values[static_cast<std::size_t>(group)]).text.text()));
  }
  return spokenList(std::move(parts));
}

bool BarChartBody::isUpright() const {
  const QString orientation = textOption("orientation", "auto");
  if (orientation == QLatin1String("auto") || orientation.isEmpty()) return width() >= height();
  return orientation != QLatin1String("horizontal");
}

Stacking BarChartBody::stacking() const {
  const QString mode = textOption("stacking", "none");
  if (mode == QLatin1String("normal")) return Stacking::kNormal;
  if (mode == QLatin1String("percent")) return Stacking::kPercent;
  return bars_.columns.front().field.stacking;
}

QColor BarChartBody::colourOf(std::size_t column, double value) const {
  const FieldOptions& field = bars_.columns[column].field;
  const QColor mapped = grafanaColour(mappedColour(field.mappings, value), tokens());
  if (mapped.isValid()) return areaColour(mapped, tokens());
  const QColor colour = coloursByRule(field)
                            ? valueColour(field, value, static_cast<int>(column), dataRange(), tokens())
                            : Theme::series(static_cast<int>(column)).colour;
  return areaColour(colour, tokens());
}

QString BarChartBody::textOf(std::size_t group, std::size_t column) const {
  const BarColumn& bars = bars_.columns[column];
  return shownValue(bars.field, bars.values[group]).text.text();
}

BarChartBody::Plot BarChartBody::makePlot(QPainter& painter, const QRectF& area, double low, double high) const {
  const FieldOptions& field = bars_.columns.front().field;
  const UnitFormat format =
      stacking() == Stacking::kPercent ? UnitFormat(QStringLiteral("percent")) : UnitFormat(field.unit);
  const bool labelled = textOption("showValue", "auto") != QLatin1String("never");
  if (isUpright()) {
    const double above = labelled ? QFontMetricsF(Theme::font(TextRole::kSmallStrong)).height() : 0;
    Plot plot{true,
              drawValueAxis(painter, area.adjusted(0, above, 0, -kColumnLabelHeight), low, high, format, tokens())};
    drawColumnLabels(painter, plot.axis.plot, bars_.groups, tokens());
    return plot;
  }
  const QFontMetricsF metrics(Theme::font(TextRole::kSmall));
  double widest = 20;
  for (const QString& group : bars_.groups) widest = std::max(widest, metrics.horizontalAdvance(group));
  widest = std::min(widest + 8, area.width() * 0.35);
  double beside = 4;
  for (std::size_t g = 0; labelled && g < static_cast<std::size_t>(bars_.groups.size()); ++g) {
    for (std::size_t c = 0; c < bars_.columns.size(); ++c)
      beside = std::max(beside, QFontMetricsF(Theme::font(TextRole::kSmallStrong)).horizontalAdvance(textOf(g, c)) + 8);
  }
  const QRectF inside = area.adjusted(widest, 2, -std::min(beside, area.width() * 0.25), -kColumnLabelHeight);
  const ValueTicks ticks =
      valueTicks(low, high, std::clamp(static_cast<int>(inside.width()) / 80, 2, 8), format.isBinary(), false, false);
  Plot plot{false, {ticks.low, ticks.high, inside}};
  const QStringList labels = format.ticks(ticks.at);
  painter.setFont(Theme::font(TextRole::kSmall));
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    const double x = std::floor(plot.place(ticks.at[i])) + 0.5;
    painter.setPen(QPen(tokens().grid, 1));
    painter.drawLine(QPointF(x, inside.top()), QPointF(x, inside.bottom()));
    painter.setPen(tokens().muted);
    painter.drawText(QRectF(x - 40, inside.bottom() + 3, 80, 16), Qt::AlignHCenter | Qt::AlignVCenter,
                     labels[static_cast<qsizetype>(i)]);
  }
  const double row = inside.height() / static_cast<double>(bars_.groups.size());
  const auto every = std::max<qsizetype>(1, static_cast<qsizetype>(std::ceil(metrics.height() / std::max(1.0, row))));
  for (qsizetype g = 0; g < bars_.groups.size(); g += every) {
    drawElided(painter, QRectF(area.left(), inside.top() + row * static_cast<double>(g), widest - 8, row),
               Qt::AlignRight | Qt::AlignVCenter, bars_.groups[g]);
  }
  return plot;
}

void BarChartBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  drawn_.clear();
  if (!data() || bars_.columns.empty() || bars_.groups.isEmpty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto ends = barEnds(bars_, stacking(), isShown_);
  double low = 0;
  double high = 0;
  for (const auto& group : ends) {
    for (const auto& [from, to] : group) {
      if (!std::isfinite(to)) continue;
      low = std::min(low, to);
      high = std::max(high, to);
    }
  }
  const FieldOptions& first = bars_.columns.front().field;
  const Plot plot = makePlot(painter, area_, first.min.value_or(low), first.max.value_or(high));
  const auto shown =
      static_cast<double>(std::max<std::ptrdiff_t>(1, std::count(isShown_.begin(), isShown_.end(), true)));
  const bool stacked = stacking() != Stacking::kNone;
  const double room = plot.length() / static_cast<double>(ends.size());
  const double used = room * std::clamp(numberOption("groupWidth", 0.7), 0.1, 1.0);
  const double each = stacked ? used : used / shown;
  const double thick = std::max(1.0, each * (stacked ? 1 : std::clamp(numberOption("barWidth", 0.97), 0.1, 1.0)));
  for (std::size_t g = 0; g < ends.size(); ++g) {
    double along = room * static_cast<double>(g) + (room - used) / 2;
    for (std::size_t c = 0; c < ends[g].size(); ++c) {
      const auto& [from, to] = ends[g][c];
      if (std::isfinite(to)) drawn_.push_back({plot.bar(along + (each - thick) / 2, thick, from, to), g, c});
      if (isShown_[c] && !stacked) along += each;
    }
  }
  if (bars_.leftOut > 0)
    drawLeftOut(painter, area_.adjusted(0, 0, -space::kTiny, 0), Qt::AlignRight | Qt::AlignTop, bars_.leftOut,
                tokens());
  for (const DrawnBar& bar : drawn_)
    drawBar(painter, plot, bar, hovered_ >= 0 && hovered_ != static_cast<int>(bar.column));
  const QString show = textOption("showValue", "auto");
  if (show == QLatin1String("never") || (show != QLatin1String("always") && !textsFit(drawn_))) return;
  for (const DrawnBar& bar : drawn_) drawText(painter, plot, bar);
}

void BarChartBody::drawBar(QPainter& painter, const Plot& plot, const DrawnBar& bar, bool dimmed) const {
  const BarColumn& column = bars_.columns[bar.column];
  ChartLine line;
  line.style.colour = colourOf(bar.column, column.values[bar.group]);
  line.gradient = gradientOf(column.field.gradientMode);
  if (line.gradient == LineGradient::kScheme) line.scheme = colourStops(column.field, dataRange(), tokens());
  PlotScale scale;
  scale.low = plot.axis.low;
  scale.high = plot.axis.high;
  scale.size = plot.upright ? plot.axis.plot.size() : plot.axis.plot.size().transposed();
  const double opacity = column.field.fillOpacity ? *column.field.fillOpacity / 100 : kUsualBarOpacity;
  QBrush brush = areaBrush(line, scale, opacity);
  // The brush counts from the top of an upright plot; lying bars grow to the right.
  brush.setTransform(
      plot.upright ? QTransform::fromTranslate(plot.axis.plot.left(), plot.axis.plot.top())
                   : QTransform(0, 1, -1, 0, plot.axis.plot.left() + plot.axis.plot.width(), plot.axis.plot.top()));
  painter.setOpacity(dimmed ? 0.2 : 1);
  painter.setPen(column.field.lineWidth > 0 && opacity < 0.5 ? QPen(line.style.colour, 1) : QPen(Qt::NoPen));
  painter.setBrush(brush);
  const double thick = (plot.upright ? bar.rect.width() : bar.rect.height()) * devicePixelRatioF();
  if (thick < kThinBar && brush.style() == Qt::SolidPattern) {
    painter.setPen(QPen(brush.color(), 0));
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QPointF middle = bar.rect.center();
    painter.drawLine(plot.upright ? QLineF(middle.x(), bar.rect.top(), middle.x(), bar.rect.bottom())
                                  : QLineF(bar.rect.left(), middle.y(), bar.rect.right(), middle.y()));
    painter.setRenderHint(QPainter::Antialiasing);
  } else {
    painter.drawRoundedRect(bar.rect, kCornerRadius, kCornerRadius);
  }
  painter.setOpacity(1);
}

bool BarChartBody::textsFit(const std::vector<DrawnBar>& bars) const {
  const QFontMetricsF metrics(Theme::font(TextRole::kSmallStrong));
  const bool upright = isUpright();
  const bool stacked = stacking() != Stacking::kNone;
  return std::all_of(bars.begin(), bars.end(), [&](const DrawnBar& bar) {
    const double wide = metrics.horizontalAdvance(textOf(bar.group, bar.column));
    if (stacked) return wide + 4 <= bar.rect.width() && metrics.height() <= bar.rect.height();
    // Over a bar its neighbours' gaps are free as well.
    return upright ? wide <= bar.rect.width() * 1.3 : metrics.height() <= bar.rect.height() + 4;
  });
}

void BarChartBody::drawText(QPainter& painter, const Plot& plot, const DrawnBar& bar) const {
  const double value = bars_.columns[bar.column].values[bar.group];
  const QString text = textOf(bar.group, bar.column);
  painter.setFont(Theme::font(TextRole::kSmallStrong));
  const QFontMetricsF metrics(painter.font());
  if (stacking() != Stacking::kNone) {
    painter.setPen(readableOn(colourOf(bar.column, value)));
    painter.drawText(bar.rect, Qt::AlignCenter, text);
    return;
  }
  painter.setPen(tokens().text);
  const double wide = metrics.horizontalAdvance(text);
  const QPointF middle = bar.rect.center();
  if (plot.upright) {
    const double top = value < 0 ? bar.rect.bottom() + 1 : bar.rect.top() - metrics.height() - 1;
    painter.drawText(QRectF(middle.x() - wide / 2 - 1, top, wide + 2, metrics.height()), Qt::AlignCenter, text);
  } else {
    const double left = value < 0 ? bar.rect.left() - wide - kBarTextGap : bar.rect.right() + kBarTextGap;
    painter.drawText(QRectF(left, middle.y() - metrics.height() / 2, wide + 2, metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
  }
}

std::optional<DrawnBody::Linked> BarChartBody::linkedAt(const QPointF& at) const {
  for (const DrawnBar& bar : drawn_) {
    if (!bar.rect.contains(at)) continue;
    const BarColumn& column = bars_.columns[bar.column];
    const QString group = bars_.groups[static_cast<qsizetype>(bar.group)];
    const bool perGroup = bar.group < bars_.groupLabels.size();
    LinkSubject subject;
    subject.name = column.name.isEmpty() ? group : column.name;
    subject.labels = perGroup ? bars_.groupLabels[bar.group] : column.labels;
    subject.number = column.values[bar.group];
    subject.text = textOf(bar.group, bar.column);
    subject.row = {{QString(), group}};
    return Linked{column.field.links, subject};
  }
  return std::nullopt;
}

}  // namespace vigie::console
