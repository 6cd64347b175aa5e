#include "console/panels/stat_body.h"

#include "console/dashboard/decimate.h"
#include "console/dashboard/field_display.h"
#include "console/dashboard/reduce.h"
#include "console/dashboard/value_text.h"
#include "console/panels/chart_model.h"
#include "console/panels/grafana_colour.h"

#include <QJsonObject>
#include <QLinearGradient>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// The smallest cell in which a number can be read, and one in which its name can be read as well.
constexpr QSizeF kLeastNumber(44, 22);
constexpr QSizeF kLeastNamed(64, 36);
/// A number with its name: what stands in the middle of a coloured cell.
constexpr int kTextHeight = 56;

/// Less of a name says nothing.
constexpr int kLeastName = 48;

/// What the first and the last sample differ by.
QString changeOf(const DisplayValue& display) {
  if (!display.trend) return {};
  const auto first = reduce(display.trend->values, QStringLiteral("firstNotNull"));
  const auto last = reduce(display.trend->values, QStringLiteral("lastNotNull"));
  return first && last ? differenceText(*last, *first, UnitFormat(display.field.unit, display.field.decimals))
                       : QString();
}

}  // namespace

QString StatBody::spokenSummary() const {
  if (!before_) return spokenValues(values());
  QStringList parts;
  for (const Value& value : firstValues(values().size())) {
    const QString said = value.name.isEmpty() ? value.text.text() : tr("%1: %2").arg(value.name, value.text.text());
    parts.append(QStringLiteral("%1 (%2)").arg(said, value.change));
  }
  return spokenList(std::move(parts));
}

void StatBody::setGhost(const PanelDataPtr& answer, qint64 offsetMs) {
  Q_UNUSED(offsetMs)
  if (!answer && !before_) return;
  before_.reset();
  if (answer) {
    before_.emplace();
    for (const DisplayValue& value : displayValues(panel(), *answer)) {
      if (value.number) before_->insert(value.name, *value.number);
    }
  }
  describe();
  update();
}

std::vector<StatBody::Value> StatBody::firstValues(std::size_t most) const {
  std::vector<Value> result;
  const ThemeTokens& t = tokens();
  const QString colourMode = textOption("colorMode", "value");
  const bool trends = textOption("graphMode", "area") != QLatin1String("none");
  const bool changes = boolOption("showPercentChange", false);
  const std::pair<double, double> range = dataRange();
  for (const DisplayValue& display : values()) {
    if (result.size() == most) break;
    Value value;
    value.name = display.name;
    const ShownValue shown =
        display.isText ? shownText(display.field, display.text) : shownValue(display.field, display.number);
    value.text = shown.text;
    QColor colour = grafanaColour(shown.colour, t);
    if (!colour.isValid())
      colour = valueColour(display.field, display.number, static_cast<int>(result.size()), range, t);
    value.colour = colourMode == QLatin1String("none") ? t.text : colour;
    value.onBackground = colourMode.startsWith(QLatin1String("background"));
    if (trends) value.trend = display.trend;
    if (before_ && display.number) {
      const auto then = before_->constFind(display.name);
      value.change = then == before_->cend() ? tr("no value then")
                                             : differenceText(*display.number, *then,
                                                              UnitFormat(display.field.unit, display.field.decimals));
    } else if (changes) {
      value.change = changeOf(display);
    }
    result.push_back(value);
  }
  return result;
}

StatBody::Words StatBody::words(std::size_t count) const {
  const QString mode = textOption("textMode", "auto");
  if (mode == QLatin1String("none")) return {false, false};
  if (mode == QLatin1String("name")) return {true, false};
  if (mode == QLatin1String("value")) return {false, true};
  return {mode == QLatin1String("value_and_name") || count > 1, true};
}

ValueCells StatBody::cellsFor(std::size_t count) const {
  const Words written = words(count);
  return valueCells(count, readableCells(size(), written.name && written.value ? kLeastNamed : kLeastNumber,
                                         textOption("orientation")));
}

std::vector<QRect> StatBody::cells(int count) const {
  // Beside each other where there is room, and where one under the other would be too flat to read.
  constexpr int kReadableHeight = 36;
  const int mostRows = std::max(1, height() / kReadableHeight);
  const QString orientation = textOption("orientation", "auto");
  // Grafana's words: "horizontal" bars lie over one another, "vertical" ones stand beside each other.
  const int wanted = orientation == QLatin1String("horizontal") ? 1
                     : orientation == QLatin1String("vertical") ? count
                                                                : width() / 120;
  int columns = std::clamp(std::max(wanted, (count + mostRows - 1) / mostRows), 1, count);
  const int rows = (count + columns - 1) / columns;
  // As many in each row: none is left alone in the last.
  columns = (count + rows - 1) / rows;
  std::vector<QRect> cells;
  for (int i = 0; i < count; ++i) {
    // The last column ends where the others would have their gap: at the panel's edge.
    const int column = i % columns;
    const int left = column * (width() + space::kSmall) / columns;
    const int right = (column + 1) * (width() + space::kSmall) / columns - space::kSmall;
    const int top = i / columns * height() / rows;
    const int bottom = (i / columns + 1) * height() / rows - (rows > 1 ? space::kTiny : 0);
    cells.emplace_back(left, top, right - left, bottom - top);
  }
  return cells;
}

void StatBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  const std::vector<DisplayValue>& from = values();
  if (from.empty()) return;
  const ValueCells room = cellsFor(from.size());
  const std::vector<Value> all = firstValues(room.shown);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Words written = words(from.size());
  const std::vector<QRect> places = cells(static_cast<int>(room.cells));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Value& value = all[i];
    if (!value.onBackground) {
      drawValue(painter, places[i], value, written);
      continue;
    }
    const QColor fill = areaColour(value.colour, tokens());
    drawBackground(painter, places[i], fill);
    Value onColour = value;
    onColour.colour = readableOn(fill);
    QRect inside = places[i].adjusted(space::kSmall, space::kTiny, -space::kSmall, -space::kTiny);
    // Without a line below, the number stands in the middle of its colour.
    if (!value.trend && inside.height() > kTextHeight) inside.setTop(inside.center().y() - kTextHeight / 2);
    drawValue(painter, inside, onColour, written);
  }
  if (room.leftOut > 0 && room.cells > room.shown)
    drawLeftOut(painter, places.back(), Qt::AlignLeft | Qt::AlignVCenter, room.leftOut, tokens());
}

void StatBody::drawBackground(QPainter& painter, const QRect& cell, const QColor& colour) const {
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  if (textOption("colorMode") != QLatin1String("background_solid")) {
    // As faint as the text on it stays readable: the colour is a state, not a decoration.
    QLinearGradient gradient(cell.topLeft(), cell.bottomRight());
    gradient.setColorAt(0, blend(colour, Qt::white, tokens().dark ? 0.04 : 0.10));
    gradient.setColorAt(1, blend(colour, Qt::black, 0.06));
    painter.setBrush(gradient);
  }
  painter.drawRoundedRect(cell, radius::kControl, radius::kControl);
}

void StatBody::drawValue(QPainter& painter, const QRect& area, const Value& value, const Words& written) const {
  const ThemeTokens& t = tokens();
  const bool centred = textOption("justifyMode", "auto") == QLatin1String("center");
  const QColor side = value.onBackground ? value.colour : t.muted;
  const QJsonObject sizes = panel().options.value(QLatin1String("text")).toObject();
  int bottom = area.top();
  bool flat = false;
  if (written.value) {
    QFont big = Theme::font(TextRole::kStatValue);
    if (const int own = sizes.value(QLatin1String("valueSize")).toInt(0); own > 0)
      big.setPixelSize(std::clamp(own, 8, 200));
    // Long texts and small panels: smaller, never cut.
    const QFont sideFont = Theme::font(TextRole::kBody);
    const QFontMetrics sideMetrics(sideFont);
    const QString number = value.text.prefix + value.text.number;
    const auto sideWidth = [&](const QString& text, int gap) {
      return text.isEmpty() ? 0 : sideMetrics.horizontalAdvance(text) + gap;
    };
    const int unitWidth = sideWidth(value.text.unit, 4);
    const int besides = unitWidth + sideWidth(value.change, space::kSmall);
    const int wide = QFontMetrics(big).horizontalAdvance(number) + besides;
    if (wide > area.width()) big.setPixelSize(std::max(12, big.pixelSize() * area.width() / std::max(1, wide)));
    if (area.height() < 40) big.setPixelSize(std::min(big.pixelSize(), std::max(12, area.height() - 8)));
    const QFontMetrics metrics(big);
    const int used = metrics.horizontalAdvance(number) + besides;
    // Too low for two lines: the name at the left, the value at the right, as Grafana lays out wide ones.
    const QFontMetrics nameMetrics(Theme::font(TextRole::kSmall));
    flat = written.name && area.height() + 4 < metrics.ascent() + metrics.descent() + nameMetrics.height();
    const int spare = area.width() - used;
    const int left = flat ? area.right() + 1 - used : centred ? area.left() + std::max(0, spare / 2) : area.left();
    const int baseline = area.top() + metrics.ascent() - 1;
    painter.setFont(big);
    painter.setPen(value.colour);
    painter.drawText(left, baseline, number);
    painter.setFont(sideFont);
    painter.setPen(side);
    const int unitLeft = left + metrics.horizontalAdvance(number) + 4;
    painter.drawText(unitLeft, baseline, value.text.unit);
    if (!value.change.isEmpty()) painter.drawText(unitLeft + unitWidth + space::kTiny, baseline, value.change);
    bottom = baseline + metrics.descent();
    if (flat && spare > kLeastName) {
      painter.setFont(Theme::font(TextRole::kSmall));
      painter.drawText(area.left(), baseline,
                       nameMetrics.elidedText(value.name, Qt::ElideMiddle, spare - space::kSmall));
    }
  }
  const QFont small = Theme::font(written.value ? TextRole::kSmall : TextRole::kStrong);
  const QFontMetrics smallMetrics(small);
  if (written.name && !flat && bottom + smallMetrics.height() <= area.bottom() + 4) {
    painter.setFont(small);
    painter.setPen(written.value ? side : value.colour);
    painter.drawText(QRect(area.left(), bottom, area.width(), smallMetrics.height()),
                     centred ? Qt::AlignHCenter : Qt::AlignLeft,
                     smallMetrics.elidedText(value.name, Qt::ElideMiddle, area.width()));
    bottom += smallMetrics.height();
  }
  const QRectF trend(area.left(), bottom + 2, area.width(), area.bottom() - bottom - 4);
  if (value.trend && trend.height() >= 10) drawTrend(painter, trend, value);
}

std::optional<DrawnBody::Linked> StatBody::linkedAt(const QPointF& at) const {
  const std::vector<DisplayValue>& all = values();
  if (all.empty()) return std::nullopt;
  const ValueCells room = cellsFor(all.size());
  const std::vector<QRect> places = cells(static_cast<int>(room.cells));
  for (std::size_t i = 0; i < room.shown; ++i) {
    if (places[i].contains(at.toPoint())) return linkedOf(all[i]);
  }
  return std::nullopt;
}

void StatBody::drawTrend(QPainter& painter, const QRectF& area, const Value& value) const {
  const TimeWindow& window = data()->window;
  const auto columns = static_cast<int>(area.width() * devicePixelRatioF());
  const Polylines runs = decimate(value.trend->timesMs, value.trend->values,
                                  {window.fromMs, window.toMs, columns, data()->stepMs * 3 / 2});
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
