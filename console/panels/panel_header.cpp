#include "console/panels/panel_header.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/panels/shaped_text.h"
#include "console/panels/text_width.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace vigie::console {

PanelHeader::PanelHeader(const Theme& theme, const QString& title, const QString& subtitle, QWidget* parent)
    : QAbstractButton(parent), theme_(theme), subtitle_(subtitle) {
  setText(title);
  setSpoken({});
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  // Nothing under it is painted for another age.
  setAttribute(Qt::WA_OpaquePaintEvent);
}

void PanelHeader::setTitle(const QString& title) {
  if (title == text()) return;
  setText(title);
  setSpoken({});
  updateGeometry();
  update();
}

void PanelHeader::setSpoken(const QString& words) {
  const QString name = words.isEmpty() ? tr("%1: panel menu").arg(text()) : words;
  // Qt tells every screen reader again, also of the same name.
  if (name != accessibleName()) setAccessibleName(name);
}

void PanelHeader::setAge(const QString& age, bool alarming) {
  if (age == age_ && alarming == alarming_) return;
  age_ = age;
  alarming_ = alarming;
  update();
}

void PanelHeader::setDimmed(bool dimmed) {
  if (dimmed == dimmed_) return;
  dimmed_ = dimmed;
  update();
}

QSize PanelHeader::sizeHint() const { return {120, 22}; }

void PanelHeader::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  painter.fillRect(rect(), t.surface);
  const TextRole ageRole = alarming_ ? TextRole::kSmallStrong : TextRole::kSmall;
  const QFontMetrics titleMetrics(Theme::font(TextRole::kPanelTitle));
  // One baseline for three sizes.
  const int baseline = (height() + titleMetrics.ascent() - titleMetrics.descent()) / 2;

  // In a narrow panel the title has the room, and of "offline · data of 14:32" the state alone is said.
  const int titleRoom = width() - textWidth(TextRole::kPanelTitle, text()) - space::kMedium;
  const QString age = textWidth(ageRole, age_) <= titleRoom ? age_ : age_.section(QStringLiteral(" · "), 0, 0);
  const int ageWidth = age.isEmpty() ? 0 : textWidth(ageRole, age);
  painter.setPen(alarming_ ? t.warning : t.muted);
  drawShaped(painter, QPointF(width() - ageWidth, baseline), ageRole, age);

  const int room = width() - ageWidth - (ageWidth > 0 ? space::kMedium : 0);
  const QString title = elidedTo(room, Qt::ElideRight, TextRole::kPanelTitle, text());
  painter.setPen(dimmed_ ? t.muted : t.text);
  drawShaped(painter, QPointF(0, baseline), TextRole::kPanelTitle, title);

  int x = textWidth(TextRole::kPanelTitle, title) + 6;
  if (underMouse() || hasFocus()) {
    painter.drawPixmap(
        x - 4, (height() - 16) / 2,
        iconPixmap(QStringLiteral("chevron-down"), hasFocus() ? t.accent : t.muted, 16, devicePixelRatioF()));
    x += 14;
  } else {
    x += 2;
  }
  if (room - x > 24) {
    painter.setPen(t.muted);
    drawShaped(painter, QPointF(x, baseline), TextRole::kSmall,
               elidedTo(room - x, Qt::ElideRight, TextRole::kSmall, subtitle_));
  }
}

void PanelHeader::enterEvent(QEnterEvent* event) {
  QAbstractButton::enterEvent(event);
  update();
}

void PanelHeader::leaveEvent(QEvent* event) {
  QAbstractButton::leaveEvent(event);
  update();
}

void PanelHeader::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Menu) {
    click();
    return;
  }
  // A button would hand the focus to the next one for an arrow, and click for Space: they are the panel's.
  event->ignore();
}

void PanelHeader::focusInEvent(QFocusEvent* event) {
  QAbstractButton::focusInEvent(event);
  Q_EMIT entered();
}

void PanelHeader::focusOutEvent(QFocusEvent* event) {
  QAbstractButton::focusOutEvent(event);
  Q_EMIT left();
}

}  // namespace vigie::console
