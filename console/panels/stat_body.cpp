#include "console/panels/stat_body.h"

#include "console/dashboard/decimate.h"
#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"

#include <QPainter>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr std::size_t kMaxValues = 24;

QString option(const PanelModel& panel, const char* key, const char* fallback) {
  return panel.options.value(QLatin1String(key)).toString(QLatin1String(fallback));
}

}  // namespace

StatBody::StatBody(const Theme& theme, PanelModel panel, QWidget* parent)
    : PanelBody(parent), theme_(theme), panel_(std::move(panel)) {
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatBody::setData(const PanelDataPtr& answer) {
  data_ = answer;
  setAccessibleDescription(spokenSummary());
  update();
}

QString StatBody::spokenSummary() const {
  QStringList parts;
  const std::vector<Value> all = values();
  for (const Value& value : all) {
    parts.append(all.size() > 1 ? tr("%1: %2").arg(value.name, value.text.text()) : value.text.text());
  }
  return parts.join(QStringLiteral(", "));
}

std::vector<StatBody::Value> StatBody::values() const {
  std::vector<Value> result;
  if (!data_) return result;
  const ThemeTokens& t = theme_.tokens();
  const QString colourMode = option(panel_, "colorMode", "value");
  std::optional<std::pair<double, double>> range;
  const bool trends = option(panel_, "graphMode", "area") != QLatin1String("none");
  for (const DisplayValue& display : displayValues(panel_, *data_)) {
    if (result.size() == kMaxValues) break;
    Value value;
    value.name = display.name;
    const ShownValue shown =
        display.isText ? shownText(display.field, display.text) : shownValue(display.field, display.number);
    value.text = shown.text;
    QColor colour = grafanaColour(shown.colour, t);
    if (!colour.isValid()) {
      if (!range) range = valueRange(*data_);
      colour = valueColour(display.field, display.number, static_cast<int>(result.size()), *range, t);
    }
    value.colour = colourMode == QLatin1String("none") ? t.text : colour;
    value.onBackground = colourMode.startsWith(QLatin1String("background"));
    if (trends) value.trend = display.trend;
    result.push_back(value);
  }
  return result;
}

void StatBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  const std::vector<Value> all = values();
  if (all.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto count = static_cast<int>(all.size());
  // Beside each other where there is room, and where one under the other would be too flat to read.
  constexpr int kReadableHeight = 36;
  const int mostRows = std::max(1, height() / kReadableHeight);
  const int columns = std::clamp(std::max(width() / 120, (count + mostRows - 1) / mostRows), 1, count);
  const int rows = (count + columns - 1) / columns;
  const QString textMode = option(panel_, "textMode", "auto");
  const bool named = textMode == QLatin1String("value_and_name") || textMode == QLatin1String("name") ||
                     (count > 1 && textMode == QLatin1String("auto"));
  for (int i = 0; i < count; ++i) {
    const QRect cell(i % columns * width() / columns, i / columns * height() / rows, width() / columns - space::kSmall,
                     height() / rows);
    const Value& value = all[static_cast<std::size_t>(i)];
    if (!value.onBackground) {
      drawValue(painter, cell, value, named);
      continue;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(areaColour(value.colour, theme_.tokens()));
    painter.drawRoundedRect(cell, radius::kControl, radius::kControl);
    Value onColour = value;
    onColour.colour = readableOn(areaColour(value.colour, theme_.tokens()));
    QRect inside = cell.adjusted(space::kSmall, space::kTiny, -space::kSmall, -space::kTiny);
    // Without a line below, the number stands in the middle of its colour.
    constexpr int kTextHeight = 56;
    if (!value.trend && inside.height() > kTextHeight) inside.setTop(inside.center().y() - kTextHeight / 2);
    drawValue(painter, inside, onColour, named);
  }
}

void StatBody::drawValue(QPainter& painter, const QRect& area, const Value& value, bool named) const {
  const ThemeTokens& t = theme_.tokens();
  QFont big = Theme::font(TextRole::kStatValue);
  // Long texts and small panels: smaller, never cut.
  const QFont unitFont = Theme::font(TextRole::kBody);
  const QFontMetrics unitMetrics(unitFont);
  const int unitWidth = value.text.unit.isEmpty() ? 0 : unitMetrics.horizontalAdvance(value.text.unit) + 4;
  const QString number = value.text.prefix + value.text.number;
  const int wide = QFontMetrics(big).horizontalAdvance(number) + unitWidth;
  if (wide > area.width()) big.setPixelSize(std::max(12, big.pixelSize() * area.width() / std::max(1, wide)));
  if (area.height() < 40) big.setPixelSize(std::min(big.pixelSize(), std::max(12, area.height() - 8)));
  const QFontMetrics metrics(big);

  const int baseline = area.top() + metrics.ascent() - 1;
  painter.setFont(big);
  painter.setPen(value.colour);
  painter.drawText(area.left(), baseline, number);
  if (!value.text.unit.isEmpty()) {
    painter.setFont(unitFont);
    painter.setPen(value.onBackground ? value.colour : t.muted);
    painter.drawText(area.left() + metrics.horizontalAdvance(number) + 4, baseline, value.text.unit);
  }
  int bottom = baseline + metrics.descent();
  if (named && bottom + 14 <= area.bottom() + 2) {
    const QFont small = Theme::font(TextRole::kSmall);
    painter.setFont(small);
    painter.setPen(value.onBackground ? value.colour : t.muted);
    const QFontMetrics smallMetrics(small);
    painter.drawText(QRect(area.left(), bottom, area.width(), smallMetrics.height()), Qt::AlignLeft,
                     smallMetrics.elidedText(value.name, Qt::ElideMiddle, area.width()));
    bottom += smallMetrics.height();
  }
  const QRectF trend(area.left(), bottom + 2, area.width(), area.bottom() - bottom - 4);
  if (value.trend && trend.height() >= 10) drawTrend(painter, trend, value);
}

void StatBody::drawTrend(QPainter& painter, const QRectF& area, const Value& value) const {
  const TimeWindow& window = data_->window;
  const auto columns = static_cast<int>(area.width() * devicePixelRatioF());
  const Polylines runs =
      decimate(value.trend->timesMs, value.trend->values, {window.fromMs, window.toMs, columns, data_->stepMs * 3 / 2});
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& run : runs) {
    for (const Sample& sample : run) {
      low = std::min(low, sample.value);
      high = std::max(high, sample.value);
    }
  }
  if (low > high || window.lengthMs() <= 0) return;
  const bool flat = high / 2 - low / 2 <= 1e-12 * std::max(std::abs(high), 1e-300);
  const auto point = [&](const Sample& sample) {
    const double x = static_cast<double>(sample.timeMs - window.fromMs) / static_cast<double>(window.lengthMs());
    // Halves: the difference of the two largest numbers is none.
    const double y = flat ? 0.5 : (sample.value / 2 - low / 2) / (high / 2 - low / 2);
    return QPointF(area.left() + x * area.width(), area.bottom() - 1 - y * (area.height() - 2));
  };
  QColor fill = value.colour;
  fill.setAlphaF(0.10F);
  for (const auto& run : runs) {
    QPolygonF line;
    for (const Sample& sample : run) line.append(point(sample));
    if (line.size() < 2) continue;
    QPolygonF shape = line;
    shape.append({line.last().x(), area.bottom()});
    shape.append({line.first().x(), area.bottom()});
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(shape);
    QPen pen(value.colour, 1.25);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
  }
}

}  // namespace vigie::console
