#include "console/dashboard/row_heading.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QPainter>

namespace vigie::console {

RowHeading::RowHeading(const Theme& theme, const QString& title, bool collapsed, QWidget* parent)
    : QAbstractButton(parent), theme_(theme), collapsed_(!collapsed) {
  setText(title);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setCollapsed(collapsed);
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RowHeading::setCollapsed(bool collapsed) {
  if (collapsed == collapsed_) return;
  collapsed_ = collapsed;
  setAccessibleName(collapsed ? tr("%1: show the panels").arg(text()) : tr("%1: fold the panels away").arg(text()));
  update();
}

void RowHeading::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  painter.drawPixmap(0, (height() - 16) / 2,
                     iconPixmap(collapsed_ ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"),
                                hasFocus() ? t.accent : t.muted, 16, devicePixelRatioF()));
  painter.setFont(Theme::font(TextRole::kStrong));
  painter.setPen(t.text);
  const QFontMetrics metrics(painter.font());
  painter.drawText(rect().adjusted(22, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                   metrics.elidedText(text(), Qt::ElideRight, width() - 22));
}

}  // namespace vigie::console
