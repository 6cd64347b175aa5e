#include "console/panels/notice_mark.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QWidgetAction>

namespace vigie::console {

NoticeMark::NoticeMark(const Theme& theme, QWidget* parent) : QAbstractButton(parent), theme_(theme) {
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  connect(this, &QAbstractButton::clicked, this, &NoticeMark::showAll);
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
  hide();
}

bool NoticeMark::setNotices(const QStringList& notices) {
  if (notices == notices_) return false;
  const bool cameOrWent = notices.isEmpty() != notices_.isEmpty();
  notices_ = notices;
  setVisible(!notices_.isEmpty());
  const QString all = notices_.join(QLatin1Char('\n'));
  setToolTip(all.toHtmlEscaped());
  setAccessibleName(tr("%n notice(s) about this panel's data", nullptr, static_cast<int>(notices_.size())));
  setAccessibleDescription(all);
  return cameOrWent;
}

void NoticeMark::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  if (hasFocus() || underMouse()) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.selection);
    painter.drawRoundedRect(rect(), space::kTiny, space::kTiny);
  }
  painter.drawPixmap(1, 1, iconPixmap(QStringLiteral("warning"), t.warning, kSide - 2, devicePixelRatioF()));
}

void NoticeMark::showAll() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* text = new QLabel(notices_.join(QStringLiteral("\n\n")));
  text->setTextFormat(Qt::PlainText);
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text->setMinimumWidth(320);
  text->setMaximumWidth(480);
  text->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
  auto* action = new QWidgetAction(menu);
  action->setDefaultWidget(text);
  menu->addAction(action);
  menu->popup(mapToGlobal(QPoint(width() - 320, height() + 2)));
}

}  // namespace vigie::console
