#include "console/panels/bar_gauge_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr double kMinRow = 18;
constexpr double kMaxRow = 96;
constexpr double kLcdCell = 8;
constexpr double kNarrowestText = 12;
}  // namespace

QString BarGaugeBody::spokenSummary() const {
  if (!data()) return {};
  QStringList parts;
  for (const DisplayValue& value : displayValues(panel(), *data())) {
    parts.append(tr("%1: %2").arg(value.name, shownValue(value.field, value.number).text.text()));
  }
  return parts.join(QStringLiteral(", "));
}

QColor BarGaugeBody::colourOf(const DisplayValue& value, int index) const {
  const QColor mapped = grafanaColour(shownValue(value.field, value.number).colour, tokens());
  return areaColour(mapped.isValid() ? mapped : valueColour(value.field, value.number, index, dataRange(), tokens()),
                    tokens());
}

void BarGaugeBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!data()) return;
  const std::vector<DisplayValue> values = displayValues(panel(), *data());
  if (values.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QString orientation = textOption("orientation", "auto");
  // "auto" is Grafana's: columns in a wide panel, rows in a tall one.
  const bool rows = orientation == QLatin1String("horizontal") ||
                    (orientation != QLatin1String("vertical") && width() <= height() * 1.5);
  if (rows) {
    drawRows(painter, values);
  } else {
    drawColumns(painter, values);
  }
}

void BarGaugeBody::drawRows(QPainter& painter, const std::vector<DisplayValue>& values) const {
  const QFont font = Theme::font(TextRole::kSmall);
  const QFont strong = Theme::font(TextRole::kSmallStrong);
  const QFontMetricsF metrics(font);
  double nameWidth = 0;
  double valueWidth = 0;
  for (const DisplayValue& value : values) {
    nameWidth = std::max(nameWidth, metrics.horizontalAdvance(value.name));
    valueWidth = std::max(valueWidth,
                          QFontMetricsF(strong).horizontalAdvance(shownValue(value.field, value.number).text.text()));
  }
  nameWidth = std::min(nameWidth + 8, width() * 0.4);
  valueWidth = std::min(valueWidth + 8, width() * 0.3);
  const auto fits = static_cast<std::size_t>(std::max(1.0, height() / kMinRow));
  const bool cut = values.size() > fits;
  const std::size_t shown = cut ? fits - 1 : values.size();
  const double row =
      std::clamp(static_cast<double>(height()) / static_cast<double>(std::max<std::size_t>(1, shown + (cut ? 1 : 0))),
                 kMinRow, kMaxRow);
  for (std::size_t i = 0; i < shown; ++i) {
    const double top = row * static_cast<double>(i);
    painter.setFont(font);
    painter.setPen(tokens().muted);
    drawElided(painter, QRectF(0, top, nameWidth - 8, row), Qt::AlignLeft | Qt::AlignVCenter, values[i].name);
    const double bar = std::min(row - 4, row * 0.72);
    drawBar(painter, QRectF(nameWidth, top + (row - bar) / 2, width() - nameWidth - valueWidth, bar), values[i],
            static_cast<int>(i), false);
    painter.setFont(strong);
    painter.setPen(tokens().text);
    painter.drawText(QRectF(width() - valueWidth, top, valueWidth, row), Qt::AlignRight | Qt::AlignVCenter,
                     shownValue(values[i].field, values[i].number).text.text());
  }
  if (cut) {
    painter.setFont(font);
    painter.setPen(tokens().muted);
    painter.drawText(QRectF(0, row * static_cast<double>(shown), width(), row), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("+ %1 more").arg(values.size() - shown));
  }
}

void BarGaugeBody::drawColumns(QPainter& painter, const std::vector<DisplayValue>& values) const {
  constexpr double kText = 18;
  const double column = static_cast<double>(width()) / static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double left = column * static_cast<double>(i);
    const double bar = std::clamp(column - 6, 2.0, 120.0);
    const QRectF track(left + (column - bar) / 2, kText, bar, std::max(4.0, height() - 2 * kText));
    drawBar(painter, track, values[i], static_cast<int>(i), true);
    // Narrower, and nothing would be left of a text.
    if (column < kNarrowestText) continue;
    painter.setFont(Theme::font(TextRole::kSmallStrong));
    painter.setPen(tokens().text);
    drawElided(painter, QRectF(left, 0, column, kText - 2), Qt::AlignCenter,
               shownValue(values[i].field, values[i].number).text.text());
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(tokens().muted);
    drawElided(painter, QRectF(left, height() - kText + 2, column, kText - 2), Qt::AlignCenter, values[i].name);
  }
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
      if (at >= share) own.setAlphaF(0.14F);
      painter.fillRect(part(at, at + 0.8 / cells), own);
    }
    return;
  }
  painter.setBrush(t.grid);
  painter.drawRoundedRect(track, 3, 3);
  if (share <= 0) return;
  const QRectF bar = part(0, share);
  if (mode == QLatin1String("gradient")) {
    QLinearGradient gradient(upright ? bar.bottomLeft() : bar.topLeft(), upright ? bar.topLeft() : bar.topRight());
    QColor faint = colour;
    faint.setAlphaF(0.35F);
    gradient.setColorAt(0, faint);
    gradient.setColorAt(1, colour);
    painter.setBrush(gradient);
  } else {
    painter.setBrush(colour);
  }
  painter.drawRoundedRect(bar, 3, 3);
}

}  // namespace vigie::console
