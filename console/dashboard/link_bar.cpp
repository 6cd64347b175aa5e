#include "console/dashboard/link_bar.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/panels/link_menu.h"

#include <QToolButton>

#include <algorithm>
#include <utility>

namespace vigie::console {

LinkBar::LinkBar(const Theme& theme, std::vector<BoardLink> links, std::function<LinkPlace()> place, QWidget* parent)
    : QWidget(parent), theme_(theme), links_(std::move(links)), place_(std::move(place)), all_(new QToolButton(this)) {
  const auto prepare = [](QToolButton& button, const QString& word) {
    // Room between the word and the icon; an ampersand is no mnemonic.
    button.setText(QString(word).replace(QLatin1Char('&'), QLatin1String("&&")) + QLatin1Char(' '));
    button.setAccessibleName(word);
    button.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button.setLayoutDirection(Qt::RightToLeft);
  };
  for (std::size_t i = 0; i < links_.size(); ++i) {
    auto* button = new QToolButton(this);
    const ResolvedLink link = resolveBoardLink(links_[i], place_());
    prepare(*button, link.title);
    button->setEnabled(link.refusal.isEmpty());
    const QString help = link.refusal.isEmpty() ? links_[i].tooltip : link.refusal;
    button->setToolTip(help.isEmpty() ? link.url.toDisplayString().toHtmlEscaped() : help.toHtmlEscaped());
    connect(button, &QToolButton::clicked, this, [this, i] { open(i); });
    buttons_.push_back(button);
  }
  prepare(*all_, tr("Links"));
  connect(all_, &QToolButton::clicked, this, [this] { openUnder(*all_); });
  connect(&theme_, &Theme::changed, this, &LinkBar::restyle);
  restyle();
}

int LinkBar::allWide() const {
  int wide = space::kLarge;
  for (const QToolButton* button : buttons_) wide += button->sizeHint().width() + space::kSmall;
  return wide;
}

int LinkBar::widthIn(int width) const {
  if (links_.empty()) return 0;
  const int wide = allWide();
  return wide <= width / 2 ? wide : all_->sizeHint().width() + space::kSmall + space::kLarge;
}

int LinkBar::wantedHeight() const { return links_.empty() ? 0 : space::kSmall + all_->sizeHint().height(); }

void LinkBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool fits = allWide() <= width();
  int x = width() - space::kLarge;
  for (auto button = buttons_.rbegin(); button != buttons_.rend(); ++button) {
    const QSize size = (*button)->sizeHint();
    x -= size.width();
    (*button)->setGeometry(x, space::kSmall, size.width(), size.height());
    x -= space::kSmall;
    (*button)->setVisible(fits);
  }
  const QSize size = all_->sizeHint();
  all_->setGeometry(width() - space::kLarge - size.width(), space::kSmall, size.width(), size.height());
  all_->setVisible(!fits);
}

void LinkBar::open(std::size_t link) { openLink(resolveBoardLink(links_[link], place_())); }

QString LinkBar::word() const { return buttons_.size() == 1 ? buttons_.front()->accessibleName() : tr("Links"); }

QString LinkBar::help() const { return buttons_.size() == 1 ? buttons_.front()->toolTip() : tr("Links"); }

void LinkBar::openUnder(QWidget& button) {
  std::vector<ResolvedLink> links;
  for (const BoardLink& link : links_) links.push_back(resolveBoardLink(link, place_()));
  offerLinks(button, links, button.mapToGlobal(QPoint(0, button.height())));
}

void LinkBar::restyle() {
  const QColor muted = theme_.tokens().muted;
  all_->setIcon(icon(QStringLiteral("chevron-down"), muted, 16));
  for (std::size_t i = 0; i < buttons_.size(); ++i) {
    buttons_[i]->setIcon(icon(links_[i].byTags ? QStringLiteral("dashboards") : QStringLiteral("open"), muted, 16));
  }
}

}  // namespace vigie::console
