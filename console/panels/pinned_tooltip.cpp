#include "console/panels/pinned_tooltip.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/panels/link_menu.h"

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
constexpr int kPinLink = 22;
/// More would hide what they stand under.
constexpr std::size_t kMostPinnedLinks = 6;
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

void PinnedTooltip::showLinks(std::vector<ResolvedLink> links) {
  // Later: it may be one of them that was just pressed.
  for (QToolButton* old : links_) old->deleteLater();
  links_.clear();
  if (links.size() > kMostPinnedLinks) links.resize(kMostPinnedLinks);
  for (ResolvedLink& link : links) {
    auto* button = new QToolButton(this);
    const QString title = link.title;
    button->setText(QString(title).replace(QLatin1Char('&'), QLatin1String("&&")));
    button->setAccessibleName(title);
    button->setEnabled(link.refusal.isEmpty());
    button->setToolTip((link.refusal.isEmpty() ? link.url.toDisplayString() : link.refusal).toHtmlEscaped());
    button->setCursor(Qt::PointingHandCursor);
    connect(button, &QToolButton::clicked, this, [link = std::move(link)] { openLink(link); });
    links_.push_back(button);
    button->show();
  }
  restyle();
}

void PinnedTooltip::setContent(qint64 timeMs, TooltipContent all, std::vector<ResolvedLink> links) {
  timeMs_ = timeMs;
  all_ = std::move(all);
  shown_ = all_;
  showLinks(std::move(links));
  const int below = static_cast<int>(links_.size()) * kPinLink;
  fitTooltip(shown_, parentWidget()->height() - below);
  setAccessibleDescription(tooltipText(all_));
  // Room for the buttons behind the time.
  QSize wanted = tooltipSize(shown_, parentWidget()->width());
  const QFontMetrics small(Theme::font(TextRole::kSmall));
  wanted.setWidth(std::min(parentWidget()->width(), std::max(wanted.width(), small.horizontalAdvance(shown_.when) +
                                                                                 2 * kPinButton + 3 * space::kSmall)));
  resize(wanted.width(), wanted.height() + (below > 0 ? below + space::kTiny : 0));
  int top = wanted.height() - space::kTiny;
  for (QToolButton* button : links_) {
    button->setGeometry(space::kTiny, top, width() - 2 * space::kTiny, kPinLink);
    top += kPinLink;
  }
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
  for (QToolButton* link : links_) {
    link->setStyleSheet(QStringLiteral("QToolButton { border: none; padding: 1px 4px; min-height: 0; text-align: left; "
                                       "background: transparent; color: %1; } QToolButton:disabled { color: %2; }")
                            .arg(theme_.tokens().accent.name(), theme_.tokens().muted.name()));
    link->setFont(Theme::font(TextRole::kSmall));
  }
  update();
}

}  // namespace vigie::console
