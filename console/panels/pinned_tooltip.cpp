#include "console/panels/pinned_tooltip.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kPinButton = 20;
constexpr int kPinBeside = 12;
}  // namespace

PinnedTooltip::PinnedTooltip(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), copy_(new QToolButton(this)), close_(new QToolButton(this)) {
  setAccessibleName(tr("Pinned values"));
  setCursor(Qt::ArrowCursor);
  const auto prepare = [](QToolButton* button, const QString& word) {
    button->setAccessibleName(word);
    button->setToolTip(word);
    button->setCursor(Qt::PointingHandCursor);
    // The general button's padding would leave no room for the icon.
    button->setStyleSheet(
        QStringLiteral("QToolButton { border: none; padding: 1px; min-height: 0; background: transparent; }"));
    button->setFixedSize(kPinButton, kPinButton);
  };
  prepare(copy_, tr("Copy values"));
  prepare(close_, tr("Close"));
  connect(copy_, &QToolButton::clicked, this, &PinnedTooltip::copy);
  connect(close_, &QToolButton::clicked, this, &PinnedTooltip::closed);
  connect(&theme_, &Theme::changed, this, &PinnedTooltip::restyle);
  restyle();
}

void PinnedTooltip::setContent(qint64 timeMs, TooltipContent all) {
  timeMs_ = timeMs;
  all_ = std::move(all);
  shown_ = all_;
  fitTooltip(shown_, parentWidget()->height());
  setAccessibleDescription(tooltipText(all_));
  // Room for the buttons behind the time.
  QSize wanted = tooltipSize(shown_, parentWidget()->width());
  const QFontMetrics small(Theme::font(TextRole::kSmall));
  wanted.setWidth(std::min(parentWidget()->width(), std::max(wanted.width(), small.horizontalAdvance(shown_.when) +
                                                                                 2 * kPinButton + 3 * space::kSmall)));
  resize(wanted);
  update();
}

void PinnedTooltip::placeBeside(int x, int top) {
  const int room = parentWidget()->width();
  int left = x + kPinBeside;
  if (left + width() > room) left = x - kPinBeside - width();
  move(std::clamp(left, 0, std::max(0, room - width())),
       std::clamp(top, 0, std::max(0, parentWidget()->height() - height())));
}

void PinnedTooltip::copy() const { QGuiApplication::clipboard()->setText(tooltipText(all_)); }

void PinnedTooltip::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawTooltip(painter, rect(), shown_, theme_.tokens());
}

void PinnedTooltip::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  close_->move(width() - kPinButton - 4, 4);
  copy_->move(width() - 2 * kPinButton - 6, 4);
}

void PinnedTooltip::mousePressEvent(QMouseEvent* event) { event->accept(); }
void PinnedTooltip::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }
void PinnedTooltip::mouseMoveEvent(QMouseEvent* event) { event->accept(); }
void PinnedTooltip::mouseDoubleClickEvent(QMouseEvent* event) { event->accept(); }

void PinnedTooltip::restyle() {
  copy_->setIcon(icon(QStringLiteral("copy"), theme_.tokens().muted, 14));
  close_->setIcon(icon(QStringLiteral("close"), theme_.tokens().muted, 14));
  update();
}

}  // namespace vigie::console
