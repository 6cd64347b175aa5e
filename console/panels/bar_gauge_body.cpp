#include "console/panels/bar_gauge_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/chart_tooltip.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/series_brush.h"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr double kMinRow = 18;
constexpr double kMaxRow = 96;
constexpr double kLcdCell = 8;
constexpr double kNarrowestText = 12;
constexpr double kRowWithNameAbove = 40;
constexpr double kNameAbove = 16;

/// As many rows as are readable; the last one says how many are left out.
struct RowLayout {
  std::size_t shown = 0;
  double height = 0;
};

RowLayout rowLayout(int height, std::size_t count) {
  const auto fits = static_cast<std::size_t>(std::max(1.0, height / kMinRow));
  const bool cut = count > fits;
  const std::size_t shown = cut ? fits - 1 : count;
  const std::size_t rows = std::max<std::size_t>(1, shown + (cut ? 1 : 0));
  return {shown, std::clamp(static_cast<double>(height) / static_cast<double>(rows), kMinRow, kMaxRow)};
}
}  // namespace

QString BarGaugeBody::spokenSummary() const {
  if (!data()) return {};
  QStringList parts;
  for (const DisplayValue& value : displayValues(panel(), *data())) {
    parts.append(tr("%1: %2").arg(value.name, shownValue(value.field, value.number).text.text()));
  }
  return parts.join(QStringLiteral(", "));
}

QColor BarGaugeBody::textColourOf(const DisplayValue& value, int index) const {
  if (textOption("valueMode", "color") == QLatin1String("text")) return tokens().text;
  const QColor mapped = grafanaColour(shownValue(value.field, value.number).colour, tokens());
  return mapped.isValid() ? mapped : valueColour(value.field, value.number, index, valueRange(*data()), tokens());
}

QColor BarGaugeBody::colourOf(const DisplayValue& value, int index) const {
  const QColor mapped = grafanaColour(shownValue(value.field, value.number).colour, tokens());
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
  if (!data()) return;
  const std::vector<DisplayValue> values = displayValues(panel(), *data());
  if (values.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (liesDown()) {
    drawRows(painter, values);
  } else {
    drawColumns(painter, values);
  }
}

void BarGaugeBody::drawRows(QPainter& painter, const std::vector<DisplayValue>& values) const {
  const QFont font = Theme::font(TextRole::kSmall);
  const QFont strong = Theme::font(TextRole::kSmallStrong);
  const RowLayout rows = rowLayout(height(), values.size());
  const bool above = showsNames() && namesAbove(rows.height);
  double nameWidth = 0;
  double valueWidth = 0;
  for (const DisplayValue& value : values) {
    nameWidth = std::max(nameWidth, QFontMetricsF(font).horizontalAdvance(value.name));
    valueWidth = std::max(valueWidth,
                          QFontMetricsF(strong).horizontalAdvance(shownValue(value.field, value.number).text.text()));
  }
  nameWidth = showsNames() && !above ? std::min(nameWidth + 8, width() * 0.4) : 0;
  valueWidth = showsValues() ? std::min(valueWidth + 8, width() * 0.3) : 0;
  for (std::size_t i = 0; i < rows.shown; ++i) {
    QRectF row(0, rows.height * static_cast<double>(i), width(), rows.height);
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
  if (rows.shown < values.size()) {
    painter.setFont(font);
    painter.setPen(tokens().muted);
    painter.drawText(QRectF(0, rows.height * static_cast<double>(rows.shown), width(), rows.height),
                     Qt::AlignLeft | Qt::AlignVCenter, moreText(static_cast<int>(values.size() - rows.shown)));
  }
}

void BarGaugeBody::drawColumns(QPainter& painter, const std::vector<DisplayValue>& values) const {
  constexpr double kText = 18;
  const double top = showsValues() ? kText : 2;
  const double bottom = showsNames() ? kText : 2;
  const double column = static_cast<double>(width()) / static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
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
}

QBrush BarGaugeBody::gradientOf(const DisplayValue& value, int index, const QRectF& track, bool upright) const {
  const std::pair<double, double> range = valueRange(*data());
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
  if (!data()) return std::nullopt;
  const std::vector<DisplayValue> values = displayValues(panel(), *data());
  if (values.empty()) return std::nullopt;
  const RowLayout rows = rowLayout(height(), values.size());
  const double share = liesDown() ? at.y() / rows.height : at.x() * static_cast<double>(values.size()) / width();
  const std::size_t last = liesDown() ? rows.shown : values.size();
  if (share < 0 || share >= static_cast<double>(last)) return std::nullopt;
  return linkedOf(values[static_cast<std::size_t>(share)]);
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
