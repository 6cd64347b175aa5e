#include "console/panels/bar_gauge_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/series_brush.h"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr double kMinRow = 18;
constexpr double kMaxRow = 96;
constexpr double kMinColumn = 6;
constexpr double kLeftOutWidth = 72;
constexpr double kLcdCell = 8;
constexpr double kNarrowestText = 12;
constexpr double kRowWithNameAbove = 40;
constexpr double kNameAbove = 16;

double rowHeight(int height, std::size_t rows) {
  return std::clamp(static_cast<double>(height) / static_cast<double>(rows), kMinRow, kMaxRow);
}
}  // namespace

QString BarGaugeBody::spokenSummary() const { return spokenValues(values()); }

QColor BarGaugeBody::textColourOf(const DisplayValue& value, int index) const {
  if (textOption("valueMode", "color") == QLatin1String("text")) return tokens().text;
  const QColor mapped = grafanaColour(mappedColour(value.field.mappings, value.number), tokens());
  return mapped.isValid() ? mapped : valueColour(value.field, value.number, index, dataRange(), tokens());
}

QColor BarGaugeBody::colourOf(const DisplayValue& value, int index) const {
  const QColor mapped = grafanaColour(mappedColour(value.field.mappings, value.number), tokens());
  return areaColour(mapped.isValid() ? mapped : valueColour(value.field, value.number, index, dataRange(), tokens()),
                    tokens());
}

bool BarGaugeBody::liesDown() const {
  const QString orientation = textOption("orientation", "auto");
  // "auto" is Grafana's: columns in a wide panel, rows in a tall one.
  return orientation == QLatin1String("horizontal") ||
         (orientation != QLatin1String("vertical") && width() <= height() * 1.5);
}

bool BarGaugeBody::showsNames() const { return textOption("namePlacement", "auto") != QLatin1String("hidden"); }

bool BarGaugeBody::showsValues() const { return textOption("valueMode", "color") != QLatin1String("hidden"); }

bool BarGaugeBody::namesAbove(double rowHeight) const {
  const QString place = textOption("namePlacement", "auto");
  if (place == QLatin1String("top")) return true;
  return place == QLatin1String("auto") && rowHeight >= kRowWithNameAbove;
}

void BarGaugeBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  const std::vector<DisplayValue>& all = values();
  if (all.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (liesDown()) {
    drawRows(painter, all);
  } else {
    drawColumns(painter, all);
  }
}

ValueCells BarGaugeBody::cellsFor(std::size_t count) const {
  if (liesDown()) return valueCells(count, readableCells(size(), {1, kMinRow}, QStringLiteral("horizontal")));
  const auto fit = [](double room) { return static_cast<std::size_t>(std::max(1.0, room / kMinColumn)); };
  if (count <= fit(width())) return {count, count, 0};
  const std::size_t shown = std::min(count, fit(width() - kLeftOutWidth));
  return {shown, shown, count - shown};
}

double BarGaugeBody::columnWidth(const ValueCells& room) const {
  return (room.leftOut > 0 ? width() - kLeftOutWidth : width()) / static_cast<double>(room.cells);
}

void BarGaugeBody::drawRows(QPainter& painter, const std::vector<DisplayValue>& values) const {
  const QFont font = Theme::font(TextRole::kSmall);
  const QFont strong = Theme::font(TextRole::kSmallStrong);
  const ValueCells room = cellsFor(values.size());
  const double high = rowHeight(height(), room.cells);
  const bool above = showsNames() && namesAbove(high);
  double nameWidth = 0;
  double valueWidth = 0;
  for (std::size_t i = 0; i < room.shown; ++i) {
    const DisplayValue& value = values[i];
    nameWidth = std::max(nameWidth, QFontMetricsF(font).horizontalAdvance(value.name));
    valueWidth = std::max(valueWidth,
                          QFontMetricsF(strong).horizontalAdvance(shownValue(value.field, value.number).text.text()));
  }
  nameWidth = showsNames() && !above ? std::min(nameWidth + 8, width() * 0.4) : 0;
  valueWidth = showsValues() ? std::min(valueWidth + 8, width() * 0.3) : 0;
  for (std::size_t i = 0; i < room.shown; ++i) {
    QRectF row(0, high * static_cast<double>(i), width(), high);
    painter.setFont(font);
    painter.setPen(tokens().muted);
    if (above) {
      drawElided(painter, QRectF(0, row.top(), width(), kNameAbove), Qt::AlignLeft | Qt::AlignBottom, values[i].name);
      row.setTop(row.top() + kNameAbove);
    } else if (nameWidth > 0) {
      drawElided(painter, QRectF(0, row.top(), nameWidth - 8, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                 values[i].name);
    }
    const double bar = std::min(row.height() - 4, row.height() * (above ? 0.86 : 0.72));
    drawBar(painter, QRectF(nameWidth, row.center().y() - bar / 2, width() - nameWidth - valueWidth, bar), values[i],
            static_cast<int>(i), false);
    if (!showsValues()) continue;
    painter.setFont(strong);
    painter.setPen(textColourOf(values[i], static_cast<int>(i)));
    painter.drawText(QRectF(width() - valueWidth, row.top(), valueWidth, row.height()),
                     Qt::AlignRight | Qt::AlignVCenter, shownValue(values[i].field, values[i].number).text.text());
  }
  if (room.leftOut > 0 && room.cells > room.shown) {
    drawLeftOut(painter, QRectF(0, high * static_cast<double>(room.shown), width(), high),
                Qt::AlignLeft | Qt::AlignVCenter, room.leftOut, tokens());
  }
}

void BarGaugeBody::drawColumns(QPainter& painter, const std::vector<DisplayValue>& values) const {
  constexpr double kText = 18;
  const double top = showsValues() ? kText : 2;
  const double bottom = showsNames() ? kText : 2;
  const ValueCells room = cellsFor(values.size());
  const double column = columnWidth(room);
  for (std::size_t i = 0; i < room.shown; ++i) {
    const double left = column * static_cast<double>(i);
    const double bar = std::clamp(column - 6, 2.0, 120.0);
    const QRectF track(left + (column - bar) / 2, top, bar, std::max(4.0, height() - top - bottom));
    drawBar(painter, track, values[i], static_cast<int>(i), true);
    // Narrower, and nothing would be left of a text.
    if (column < kNarrowestText) continue;
    if (showsValues()) {
      painter.setFont(Theme::font(TextRole::kSmallStrong));
      painter.setPen(textColourOf(values[i], static_cast<int>(i)));
      drawElided(painter, QRectF(left, 0, column, kText - 2), Qt::AlignCenter,
                 shownValue(values[i].field, values[i].number).text.text());
    }
    if (!showsNames()) continue;
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(tokens().muted);
    drawElided(painter, QRectF(left, height() - kText + 2, column, kText - 2), Qt::AlignCenter, values[i].name);
  }
  if (room.leftOut > 0) {
    drawLeftOut(painter, QRectF(width() - kLeftOutWidth, 0, kLeftOutWidth, height()), Qt::AlignCenter, room.leftOut,
                tokens());
  }
}

QBrush BarGaugeBody::gradientOf(const DisplayValue& value, int index, const QRectF& track, bool upright) const {
  const std::pair<double, double> range = dataRange();
  const double low = value.field.min.value_or(std::min(0.0, range.first));
  const double high = value.field.max.value_or(range.second);
  QLinearGradient gradient(upright ? track.bottomLeft() : track.topLeft(),
                           upright ? track.topLeft() : track.topRight());
  const std::vector<ColourStop> stops = colourStops(value.field, {low, high}, tokens());
  if (stops.size() < 2 || !(high > low)) {
    QColor faint = colourOf(value, index);
    gradient.setColorAt(1, faint);
    faint.setAlphaF(0.35F);
    gradient.setColorAt(0, faint);
    return gradient;
  }
  // The whole scale lies under the bar, which uncovers it as far as its value reaches.
  for (const ColourStop& stop : stops) {
    const double at = std::clamp((stop.value - low) / (high - low), 0.0, 1.0);
    gradient.setColorAt(at, areaColour(stop.colour, tokens()));
  }
  return gradient;
}

std::optional<DrawnBody::Linked> BarGaugeBody::linkedAt(const QPointF& at) const {
  const std::vector<DisplayValue>& all = values();
  if (all.empty()) return std::nullopt;
  const ValueCells room = cellsFor(all.size());
  const double share = liesDown() ? at.y() / rowHeight(height(), room.cells) : at.x() / columnWidth(room);
  if (share < 0 || share >= static_cast<double>(room.shown)) return std::nullopt;
  return linkedOf(all[static_cast<std::size_t>(share)]);
}

void BarGaugeBody::drawBar(QPainter& painter, const QRectF& track, const DisplayValue& value, int index,
                           bool upright) const {
  const ThemeTokens& t = tokens();
  const std::pair<double, double>& range = dataRange();
  const double low = std::min(0.0, range.first);
  const double share = value.number ? shareOf(value.field, *value.number, low, range.second) : 0;
  const QColor colour = colourOf(value, index);
  const QString mode = textOption("displayMode", "gradient");
  const auto part = [&](double from, double to) {
    return upright
               ? QRectF(track.left(), track.bottom() - track.height() * to, track.width(), track.height() * (to - from))
               : QRectF(track.left() + track.width() * from, track.top(), track.width() * (to - from), track.height());
  };
  painter.setPen(Qt::NoPen);
  if (mode == QLatin1String("lcd")) {
    const double length = upright ? track.height() : track.width();
    const int cells = std::max(1, static_cast<int>(length / kLcdCell));
    const double bottom = value.field.min.value_or(low);
    const double top = value.field.max.value_or(range.second);
    for (int cell = 0; cell < cells; ++cell) {
      const double at = static_cast<double>(cell) / cells;
      // Each cell has the colour of the value it stands for.
      QColor own = areaColour(valueColour(value.field, bottom + (top - bottom) * at, index, {bottom, top}, t), t);
      if (at >= share && !boolOption("showUnfilled", true)) break;
      if (at >= share) own.setAlphaF(0.14F);
      painter.fillRect(part(at, at + 0.8 / cells), own);
    }
    return;
  }
  if (boolOption("showUnfilled", true)) {
    painter.setBrush(t.grid);
    painter.drawRoundedRect(track, 3, 3);
  }
  if (share <= 0) return;
  painter.setBrush(mode == QLatin1String("gradient") ? gradientOf(value, index, track, upright) : QBrush(colour));
  painter.drawRoundedRect(part(0, share), 3, 3);
}

}  // namespace vigie::console
