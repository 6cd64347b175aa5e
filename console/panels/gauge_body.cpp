#include "console/panels/gauge_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr double kStartDegrees = 215;
constexpr double kSpanDegrees = 250;
/// The smallest cell in which an arc, its number and its name can be read.
constexpr QSizeF kLeastCell(44, 48);

int sixteenths(double degrees) { return static_cast<int>(std::lround(degrees * 16)); }

void drawArc(QPainter& painter, const QRectF& circle, double from, double to, const QColor& colour, double width) {
  painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
  painter.setBrush(Qt::NoBrush);
  painter.drawArc(circle, sixteenths(kStartDegrees - from * kSpanDegrees), sixteenths(-(to - from) * kSpanDegrees));
}

}  // namespace

QString GaugeBody::spokenSummary() const { return spokenValues(values()); }

void GaugeBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  const std::vector<DisplayValue>& all = values();
  if (all.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ValueCells room = cellsFor(all.size());
  const std::vector<QRectF> places = cells(static_cast<int>(room.cells));
  for (std::size_t i = 0; i < room.shown; ++i)
    drawGauge(painter, places[i].adjusted(4, 2, -4, -2), all[i], static_cast<int>(i), all.size() > 1);
  if (room.leftOut > 0 && room.cells > room.shown)
    drawLeftOut(painter, places.back(), Qt::AlignCenter, room.leftOut, tokens());
}

ValueCells GaugeBody::cellsFor(std::size_t count) const {
  return valueCells(count, readableCells(size(), kLeastCell, textOption("orientation")));
}

std::vector<QRectF> GaugeBody::cells(int count) const {
  const QString orientation = textOption("orientation", "auto");
  // Grafana's words: "horizontal" lays them over one another, "vertical" beside each other.
  const double square = std::sqrt(count * 1.0 * width() / std::max(1, height()));
  const int wanted = orientation == QLatin1String("horizontal") ? 1
                     : orientation == QLatin1String("vertical") ? count
                                                                : static_cast<int>(std::lround(square));
  int columns = std::clamp(wanted, 1, count);
  const int rows = (count + columns - 1) / columns;
  columns = (count + rows - 1) / rows;
  const double cellWidth = static_cast<double>(width()) / columns;
  const double cellHeight = static_cast<double>(height()) / rows;
  std::vector<QRectF> places;
  for (int i = 0; i < count; ++i)
    places.emplace_back(i % columns * cellWidth, i / columns * cellHeight, cellWidth, cellHeight);
  return places;
}

std::optional<DrawnBody::Linked> GaugeBody::linkedAt(const QPointF& at) const {
  const std::vector<DisplayValue>& all = values();
  if (all.empty()) return std::nullopt;
  const ValueCells room = cellsFor(all.size());
  const std::vector<QRectF> places = cells(static_cast<int>(room.cells));
  for (std::size_t i = 0; i < room.shown; ++i) {
    if (places[i].contains(at)) return linkedOf(all[i]);
  }
  return std::nullopt;
}

void GaugeBody::drawThresholdTexts(QPainter& painter, const QRectF& around, const DisplayValue& value) const {
  const UnitFormat format(value.field.unit, value.field.decimals);
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens().muted);
  for (const ThresholdStep& step : value.field.thresholds.steps) {
    if (!std::isfinite(step.from)) continue;
    const double from = thresholdValue(value.field, step);
    const double angle = (kStartDegrees - shareOf(value.field, from, 0, 100) * kSpanDegrees) * M_PI / 180;
    const double distance = around.width() / 2 + 12;
    const QPointF at = around.center() + QPointF(std::cos(angle), -std::sin(angle)) * distance;
    painter.drawText(QRectF(at.x() - 30, at.y() - 8, 60, 16), Qt::AlignCenter, format.text(from));
  }
}

void GaugeBody::drawGauge(QPainter& painter, const QRectF& area, const DisplayValue& value, int index,
                          bool named) const {
  const ThemeTokens& t = tokens();
  const std::pair<double, double> range = {0, 100};
  const ShownValue shown = shownValue(value.field, value.number);
  QColor colour = grafanaColour(shown.colour, t);
  if (!colour.isValid()) colour = valueColour(value.field, value.number, index, range, t);
  colour = areaColour(colour, t);

  const double nameHeight = named ? 18 : 0;
  // The arc ends above the circle's bottom: that room is not lost.
  const bool labelled = boolOption("showThresholdLabels", false);
  const double wordRoom = labelled ? 16 : 0;
  const double diameter =
      std::max(8.0, std::min(area.width() - 4 * wordRoom, (area.height() - nameHeight - wordRoom) / 0.86));
  const double thickness = std::clamp(diameter * 0.11, 5.0, 22.0);
  const double ring = boolOption("showThresholdMarkers", true) ? std::max(2.0, thickness * 0.22) : 0;
  const QRectF outer(area.center().x() - diameter / 2, area.top() + wordRoom, diameter, diameter);
  const double inset = ring * 2.2 + thickness / 2;
  const QRectF circle = outer.adjusted(inset, inset, -inset, -inset);

  drawArc(painter, circle, 0, 1, t.grid, thickness);
  if (value.number) {
    const double share = shareOf(value.field, *value.number, range.first, range.second);
    if (share > 0) drawArc(painter, circle, 0, share, colour, thickness);
  }
  if (ring > 0) {
    const QRectF around = outer.adjusted(ring, ring, -ring, -ring);
    const auto& steps = value.field.thresholds.steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const double from = std::isfinite(steps[i].from)
                              ? shareOf(value.field, thresholdValue(value.field, steps[i]), range.first, range.second)
                              : 0;
      const double to = i + 1 < steps.size()
                            ? shareOf(value.field, thresholdValue(value.field, steps[i + 1]), range.first, range.second)
                            : 1;
      const QColor step = areaColour(grafanaColour(steps[i].colour, t), t);
      if (to > from && step.isValid() && step.alpha() > 0) drawArc(painter, around, from, to, step, ring);
    }
  }

  if (labelled) drawThresholdTexts(painter, outer, value);

  QFont big = Theme::font(TextRole::kStatValue);
  const double room = circle.width() - thickness * 2;
  big.setPixelSize(std::clamp(static_cast<int>(diameter * 0.17), 11, 40));
  const QString text = shown.text.text();
  const double wide = QFontMetricsF(big).horizontalAdvance(text);
  if (wide > room) big.setPixelSize(std::max(9, static_cast<int>(big.pixelSize() * room / wide)));
  painter.setFont(big);
  painter.setPen(t.text);
  painter.drawText(circle, Qt::AlignCenter, text);
  if (named) {
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(t.muted);
    drawElided(painter, QRectF(area.left(), outer.top() + diameter * 0.86, area.width(), nameHeight),
               Qt::AlignHCenter | Qt::AlignVCenter, value.name);
  }
}

}  // namespace vigie::console
