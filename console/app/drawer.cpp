#include "console/app/drawer.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kLeastDrawerWidth = 520;
}  // namespace

Drawer::Drawer(const Theme& theme, const QString& heading, QWidget* host, double share)
    : QWidget(host),
      theme_(theme),
      share_(share),
      sheet_(new QFrame(this)),
      heading_(new QLabel),
      subtitle_(new QLabel),
      close_(new QToolButton),
      body_(new QVBoxLayout),
      footer_(new QHBoxLayout),
      before_(QApplication::focusWidget()) {
  setFocusPolicy(Qt::StrongFocus);
  sheet_->setObjectName(QStringLiteral("drawer"));
  heading_->setFont(Theme::font(TextRole::kPageTitle));
  heading_->setTextFormat(Qt::PlainText);
  subtitle_->setProperty("role", QStringLiteral("muted"));
  subtitle_->setTextFormat(Qt::PlainText);
  close_->setProperty("role", QStringLiteral("ghost"));
  close_->setAccessibleName(tr("Close"));
  close_->setToolTip(tr("Close (Esc)"));
  connect(close_, &QToolButton::clicked, this, &Drawer::dismiss);
  auto* top = new QHBoxLayout;
  top->setSpacing(space::kSmall);
  top->addWidget(heading_);
  top->addWidget(subtitle_, 1);
  top->addWidget(close_);
  body_->setSpacing(space::kSmall);
  footer_->setSpacing(space::kSmall);
  auto* layout = new QVBoxLayout(sheet_);
  layout->setContentsMargins(space::kHuge, space::kLarge, space::kLarge, space::kLarge);
  layout->setSpacing(space::kSmall);
  layout->addLayout(top);
  layout->addLayout(body_, 1);
  layout->addLayout(footer_);
  setHeading(heading);
  host->installEventFilter(this);
  connect(&theme_, &Theme::changed, this, &Drawer::restyle);
  restyle();
  place();
  show();
  raise();
  setFocus();
}

void Drawer::setHeading(const QString& heading, const QString& subtitle) {
  heading_->setText(heading);
  subtitle_->setText(subtitle);
  setAccessibleName(heading);
}

Drawer* Drawer::openOver(const QWidget* host) {
  const QList<Drawer*> all = host->findChildren<Drawer*>(QString(), Qt::FindDirectChildrenOnly);
  const auto open = std::find_if(all.begin(), all.end(), [](const Drawer* drawer) { return !drawer->isClosed_; });
  return open == all.end() ? nullptr : *open;
}

void Drawer::dismiss() {
  if (isClosed_ || !mayClose()) return;
  isClosed_ = true;
  hide();
  if (before_) before_->setFocus();
  Q_EMIT closed();
  // Still its host's: should that end before the next turn of the event loop, this ends with it.
  deleteLater();
}

void Drawer::restyle() {
  const ThemeTokens& t = theme_.tokens();
  sheet_->setStyleSheet(QStringLiteral("QFrame#drawer { background: %1; border: none; border-left: 1px solid %2; }")
                            .arg(t.surface.name(), t.line.name()));
  close_->setIcon(icon(QStringLiteral("close"), t.muted, 16));
  update();
}

void Drawer::place() {
  setGeometry(parentWidget()->rect());
  const int width = std::min(this->width(), std::max(kLeastDrawerWidth, static_cast<int>(this->width() * share_)));
  sheet_->setGeometry(this->width() - width, 0, width, height());
}

void Drawer::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QColor shade = theme_.tokens().background;
  shade.setAlphaF(0.55F);
  QPainter(this).fillRect(rect(), shade);
}

void Drawer::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return dismiss();
  QWidget::keyPressEvent(event);
}

void Drawer::mousePressEvent(QMouseEvent* event) {
  if (!sheet_->geometry().contains(event->pos())) dismiss();
}

bool Drawer::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == parentWidget()) place();
  return QWidget::eventFilter(watched, event);
}

void Drawer::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  place();
}

}  // namespace vigie::console
