#include "console/panels/panel_header.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace vigie::console {

PanelHeader::PanelHeader(const Theme& theme, const QString& title, const QString& subtitle, QWidget* parent)
    : QAbstractButton(parent), theme_(theme), subtitle_(subtitle) {
  setText(title);
  setAccessibleName(tr("%1: panel menu").arg(title));
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
}

void PanelHeader::setTitle(const QString& title) {
  if (title == text()) return;
  setText(title);
  updateGeometry();
  update();
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
  const QFont titleFont = Theme::font(TextRole::kPanelTitle);
  const QFont smallFont = Theme::font(TextRole::kSmall);
  const QFont ageFont = Theme::font(alarming_ ? TextRole::kSmallStrong : TextRole::kSmall);
  const QFontMetrics titleMetrics(titleFont);
  const QFontMetrics smallMetrics(smallFont);
  // One baseline for three sizes.
  const int baseline = (height() + titleMetrics.ascent() - titleMetrics.descent()) / 2;

  const int ageWidth = age_.isEmpty() ? 0 : QFontMetrics(ageFont).horizontalAdvance(age_);
  painter.setFont(ageFont);
  painter.setPen(alarming_ ? t.warning : t.muted);
  painter.drawText(width() - ageWidth, baseline, age_);

  const int room = width() - ageWidth - (ageWidth > 0 ? space::kMedium : 0);
  const QString title = titleMetrics.elidedText(text(), Qt::ElideRight, room);
  painter.setFont(titleFont);
  painter.setPen(dimmed_ ? t.muted : t.text);
  painter.drawText(0, baseline, title);

  int x = titleMetrics.horizontalAdvance(title) + 6;
  if (underMouse() || hasFocus()) {
    painter.drawPixmap(
        x - 4, (height() - 16) / 2,
        iconPixmap(QStringLiteral("chevron-down"), hasFocus() ? t.accent : t.muted, 16, devicePixelRatioF()));
    x += 14;
  } else {
    x += 2;
  }
  const QString subtitle = smallMetrics.elidedText(subtitle_, Qt::ElideRight, room - x);
  if (room - x > 24) {
    painter.setFont(smallFont);
    painter.setPen(t.muted);
    painter.drawText(x, baseline, subtitle);
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
  QAbstractButton::keyPressEvent(event);
}

}  // namespace vigie::console
