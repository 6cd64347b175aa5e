#include "console/panels/drawn_body.h"

#include "console/app/accessible_role.h"
#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/axis_ticks.h"
#include "console/panels/link_menu.h"
#include "console/panels/text_width.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace vigie::console {

DrawnBody::DrawnBody(const Theme& theme, PanelModel panel, QWidget* parent)
    : PanelBody(parent), theme_(theme), panel_(std::move(panel)) {
  setMouseTracking(true);
  setAccessibleRole(*this, QAccessible::Chart);
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DrawnBody::setData(const PanelDataPtr& answer) {
  data_ = answer;
  range_.reset();
  values_.reset();
  prepare();
  describe();
  update();
}

void DrawnBody::describe() {
  if (const QString words = spokenSummary(); words != accessibleDescription()) setAccessibleDescription(words);
}

const std::pair<double, double>& DrawnBody::dataRange() const {
  if (!range_) range_ = valueRange(*data_);
  return *range_;
}

const std::vector<DisplayValue>& DrawnBody::values() const {
  if (!values_) values_ = data_ ? displayValues(panel_, *data_) : std::vector<DisplayValue>();
  return *values_;
}

DrawnBody::Linked DrawnBody::linkedOf(const DisplayValue& value) {
  LinkSubject subject;
  subject.name = value.name;
  subject.labels = value.labels;
  subject.number = value.number;
  subject.text =
      value.isText ? shownText(value.field, value.text).text.text() : shownValue(value.field, value.number).text.text();
  if (value.trend && !value.trend->timesMs.empty()) subject.timeMs = value.trend->timesMs.back();
  return {value.field.links, std::move(subject)};
}

void DrawnBody::mouseMoveEvent(QMouseEvent* event) {
  const std::optional<Linked> linked = linkedAt(event->position());
  setCursor(linked && !linked->links.empty() ? Qt::PointingHandCursor : Qt::ArrowCursor);
  PanelBody::mouseMoveEvent(event);
}

void DrawnBody::mousePressEvent(QMouseEvent* event) {
  const std::optional<Linked> linked = linkedAt(event->position());
  pressedLink_ = event->button() == Qt::LeftButton && linked && !linked->links.empty();
  if (!pressedLink_) event->ignore();
}

void DrawnBody::mouseReleaseEvent(QMouseEvent* event) {
  if (!std::exchange(pressedLink_, false)) return event->ignore();
  const std::optional<Linked> linked = linkedAt(event->position());
  if (linked) offerLinks(*this, linksOf(linked->links, linked->subject), event->globalPosition().toPoint());
}

QString DrawnBody::textOption(const char* key, const char* fallback) const {
  return panel_.options.value(QLatin1String(key)).toString(QLatin1String(fallback));
}

bool DrawnBody::boolOption(const char* key, bool fallback) const {
  return panel_.options.value(QLatin1String(key)).toBool(fallback);
}

double DrawnBody::numberOption(const char* key, double fallback) const {
  return panel_.options.value(QLatin1String(key)).toDouble(fallback);
}

ValueAxis drawValueAxis(QPainter& painter, const QRectF& area, double low, double high, const UnitFormat& format,
                        const ThemeTokens& tokens) {
  const QFont font = Theme::font(TextRole::kSmall);
  const QFontMetrics metrics(font);
  const ValueTicks ticks =
      valueTicks(low, high, std::clamp(static_cast<int>(area.height()) / 44, 2, 8), format.isBinary(), false, false);
  const QStringList labels = format.ticks(ticks.at);
  int widest = 20;
  for (const QString& label : labels) widest = std::max(widest, metrics.horizontalAdvance(label));
  ValueAxis axis{ticks.low, ticks.high, area.adjusted(widest + 8, 6, -2, 0)};
  painter.setFont(font);
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    const double y = std::floor(axis.y(ticks.at[i])) + 0.5;
    painter.setPen(QPen(tokens.grid, 1));
    painter.drawLine(QPointF(axis.plot.left(), y), QPointF(axis.plot.right(), y));
    painter.setPen(tokens.muted);
    painter.drawText(QRectF(area.left(), y - 9, widest, 18), Qt::AlignRight | Qt::AlignVCenter,
                     labels[static_cast<qsizetype>(i)]);
  }
  return axis;
}

void drawColumnLabels(QPainter& painter, const QRectF& plot, const QStringList& labels, const ThemeTokens& tokens) {
  if (labels.isEmpty()) return;
  int widest = 1;
  for (const QString& label : labels) widest = std::max(widest, textWidth(TextRole::kSmall, label));
  const double column = plot.width() / static_cast<double>(labels.size());
  // Of a longer one its beginning and its end tell it apart.
  const double wanted = std::min(widest + 10, 64);
  const auto every = std::max<qsizetype>(1, static_cast<qsizetype>(std::ceil(wanted / std::max(1.0, column))));
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens.muted);
  for (qsizetype i = 0; i < labels.size(); i += every) {
    const double middle = plot.left() + column * (static_cast<double>(i) + 0.5);
    const double room = column * static_cast<double>(every);
    // The last one stays inside.
    const double wide = std::min(room, textWidth(TextRole::kSmall, labels[i]) + 2.0);
    const double left = std::min(middle - wide / 2, plot.right() - wide);
    drawElided(painter, QRectF(left, plot.bottom() + 3, wide, kColumnLabelHeight - 3),
               Qt::AlignHCenter | Qt::AlignVCenter, labels[i]);
  }
}

void drawTimeLabels(QPainter& painter, const QRectF& plot, const TimeWindow& window, const ThemeTokens& tokens) {
  if (window.lengthMs() <= 0) return;
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens.muted);
  for (const TimeTick& tick : timeTicks(window, std::max(2, static_cast<int>(plot.width()) / 96))) {
    const double x = plot.left() + plot.width() * static_cast<double>(tick.timeMs - window.fromMs) /
                                       static_cast<double>(window.lengthMs());
    // The first and the last stay inside.
    const QRectF room(std::clamp(x - 40, plot.left() - 20, plot.right() - 60), plot.bottom() + 3, 80, 16);
    painter.drawText(room, Qt::AlignHCenter | Qt::AlignVCenter, tick.label);
  }
}

void drawElided(QPainter& painter, const QRectF& area, int alignment, const QString& text) {
  painter.drawText(area, alignment, QFontMetricsF(painter.font()).elidedText(text, Qt::ElideMiddle, area.width()));
}

}  // namespace vigie::console
