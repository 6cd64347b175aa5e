#include "console/app/overlay.h"

#include "console/app/accessible_role.h"
#include "console/app/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace vigie::console {

Overlay::Overlay(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), focusedBefore_(parent->window()->focusWidget()) {
  setAccessibleRole(*this, QAccessible::Dialog);
  setAttribute(Qt::WA_DeleteOnClose);
  setGeometry(parent->rect());
  setFocusPolicy(Qt::StrongFocus);
  parent->installEventFilter(this);
}

void Overlay::closeEvent(QCloseEvent* event) {
  QWidget::closeEvent(event);
  // Now and not when it is deleted: what is run next may want the focus.
  if (focusedBefore_) focusedBefore_->setFocus();
}

void Overlay::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = theme_.tokens();
  QColor shade = t.background;
  shade.setAlphaF(0.72F);
  painter.fillRect(rect(), shade);
  painter.setPen(QPen(t.line, 1));
  painter.setBrush(t.raised);
  painter.drawRoundedRect(QRectF(cardRect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::kPanel, radius::kPanel);
}

void Overlay::keyPressEvent(QKeyEvent* event) {
  event->accept();
  if (event->key() == Qt::Key_Escape) close();
}

void Overlay::mousePressEvent(QMouseEvent* event) {
  if (!cardRect().contains(event->position().toPoint())) close();
}

bool Overlay::event(QEvent* event) {
  // Keys are the card's own while it is there: no shortcut of the window takes one.
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();
    return true;
  }
  if (event->type() == QEvent::Resize || event->type() == QEvent::Show) arrange();
  return QWidget::event(event);
}

bool Overlay::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

}  // namespace vigie::console
