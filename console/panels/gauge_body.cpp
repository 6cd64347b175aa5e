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

int sixteenths(double degrees) { return static_cast<int>(std::lround(degrees * 16)); }

void drawArc(QPainter& painter, const QRectF& circle, double from, double to, const QColor& colour, double width) {
  painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
  painter.setBrush(Qt::NoBrush);
  painter.drawArc(circle, sixteenths(kStartDegrees - from * kSpanDegrees), sixteenths(-(to - from) * kSpanDegrees));
}

}  // namespace

QString GaugeBody::spokenSummary() const {
  if (!data()) return {};
  QStringList parts;
  for (const DisplayValue& value : displayValues(panel(), *data())) {
    parts.append(tr("%1: %2").arg(value.name, shownValue(value.field, value.number).text.text()));
  }
  return parts.join(QStringLiteral(", "));
}

void GaugeBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!data()) return;
  const std::vector<DisplayValue> values = displayValues(panel(), *data());
  if (values.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto count = static_cast<int>(values.size());
  // As square as the room allows.
  int columns =
      std::clamp(static_cast<int>(std::lround(std::sqrt(count * 1.0 * width() / std::max(1, height())))), 1, count);
  const int rows = (count + columns - 1) / columns;
  columns = (count + rows - 1) / rows;
  const double cellWidth = static_cast<double>(width()) / columns;
  const double cellHeight = static_cast<double>(height()) / rows;
  for (int i = 0; i < count; ++i) {
    const QRectF cell(i % columns * cellWidth, i / columns * cellHeight, cellWidth, cellHeight);
    drawGauge(painter, cell.adjusted(4, 2, -4, -2), values[static_cast<std::size_t>(i)], i, count > 1);
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
  const double diameter = std::min(area.width(), (area.height() - nameHeight) / 0.86);
  const double thickness = std::clamp(diameter * 0.11, 5.0, 22.0);
  const double ring = boolOption("showThresholdMarkers", true) ? std::max(2.0, thickness * 0.22) : 0;
  const QRectF outer(area.center().x() - diameter / 2, area.top(), diameter, diameter);
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
