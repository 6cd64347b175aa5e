#include "console/app/navigation.h"

#include "console/app/accessible_role.h"
#include "console/app/icon.h"
#include "console/app/page.h"
#include "console/app/theme.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {
// The longest word of the languages we speak ("Tableaux de bord"), semibold.
constexpr int kWidth = 188;
constexpr int kCollapsedWidth = 52;
}  // namespace

Navigation::Navigation(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), entries_(new QVBoxLayout), collapse_(new QToolButton(this)) {
  setAccessibleRole(*this, QAccessible::PageTabList);
  setObjectName(QStringLiteral("navigation"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Pages"));

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kSmall, space::kMedium, space::kSmall, space::kSmall);
  layout->setSpacing(space::kTiny);
  entries_->setSpacing(2);
  layout->addLayout(entries_);
  layout->addStretch();
  collapse_->setProperty("role", QStringLiteral("nav"));
  collapse_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(collapse_, &QToolButton::clicked, this, [this] { setCollapsed(!collapsed_); });
  layout->addWidget(collapse_);

  connect(&theme_, &Theme::changed, this, &Navigation::restyle);
  restyle();
}

QWidget* Navigation::lastInTabOrder() const { return collapse_; }

void Navigation::addEntry(const PageInfo& page) {
  auto* button = new QToolButton(this);
  setAccessibleRole(*button, QAccessible::PageTab);
  button->setProperty("role", QStringLiteral("nav"));
  button->setText(QStringLiteral("  ") + page.word);
  button->setAccessibleName(page.word);
  button->setCheckable(true);
  button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  button->setIconSize(QSize(18, 18));
  button->setToolTip(tr("%1 (g %2)").arg(page.word, QString(page.key)));
  // Its word is its name already.
  button->setAccessibleDescription(QStringLiteral("g %1").arg(page.key));
  const int index = static_cast<int>(buttons_.size());
  connect(button, &QToolButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
  entries_->addWidget(button);
  if (!buttons_.isEmpty()) setTabOrder(buttons_.last(), button);
  setTabOrder(button, collapse_);
  buttons_.append(button);
  icons_.append(page.icon);
  auto* badge = new QLabel(button);
  badge->setFont(Theme::font(TextRole::kSmallStrong));
  badge->setAlignment(Qt::AlignCenter);
  badge->setAttribute(Qt::WA_TransparentForMouseEvents);
  badge->hide();
  badges_.append(badge);
  button->installEventFilter(this);
  restyle();
}

void Navigation::setCurrent(int index) {
  for (int i = 0; i < buttons_.size(); ++i) {
    if (buttons_[i]->isChecked() == (i == index)) continue;
    buttons_[i]->setChecked(i == index);
    QAccessibleEvent told(buttons_[i], i == index ? QAccessible::SelectionAdd : QAccessible::SelectionRemove);
    QAccessible::updateAccessibility(&told);
  }
  restyle();
}

void Navigation::setBadge(int index, const PageBadge& badge) {
  QLabel* label = badges_[index];
  const QString text = badge.count > 99 ? QStringLiteral("99+") : QString::number(badge.count);
  const bool same = label->text() == text && label->property("critical").toBool() == badge.critical;
  label->setVisible(badge.count > 0);
  if (same) return;
  label->setText(text);
  label->setProperty("critical", badge.critical);
  const QString word = buttons_[index]->text().trimmed();
  buttons_[index]->setAccessibleName(badge.count > 0 ? tr("%1, %2 to look at").arg(word, text) : word);
  restyle();
}

void Navigation::placeBadge(int index) {
  QLabel* label = badges_[index];
  const QToolButton* button = buttons_[index];
  const int height = collapsed_ ? 15 : 18;
  const int width = std::max(height, label->fontMetrics().horizontalAdvance(label->text()) + 10);
  const int right = button->width() - (collapsed_ ? 1 : space::kSmall);
  label->setGeometry(right - width, collapsed_ ? 1 : (button->height() - height) / 2, width, height);
}

bool Navigation::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) {
    for (int i = 0; i < buttons_.size(); ++i) {
      if (buttons_[i] == watched) placeBadge(i);
    }
  }
  return QWidget::eventFilter(watched, event);
}

void Navigation::setCollapsed(bool collapsed) {
  if (collapsed == collapsed_) return;
  collapsed_ = collapsed;
  restyle();
  Q_EMIT collapsedChanged(collapsed);
}

void Navigation::restyle() {
  const ThemeTokens& t = theme_.tokens();
  setFixedWidth(collapsed_ ? kCollapsedWidth : kWidth);
  for (int i = 0; i < buttons_.size(); ++i) {
    QToolButton* button = buttons_[i];
    button->setToolButtonStyle(collapsed_ ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(icons_[i], button->isChecked() ? t.text : t.muted, 18));
    button->setFont(Theme::font(button->isChecked() ? TextRole::kStrong : TextRole::kBody));
    const bool critical = badges_[i]->property("critical").toBool();
    badges_[i]->setStyleSheet(QStringLiteral("QLabel { background: %1; color: %2; border-radius: %3px; }")
                                  .arg((critical ? t.critical : t.warning).name(), t.background.name())
                                  .arg(collapsed_ ? 7 : 9));
    placeBadge(i);
  }
  collapse_->setToolButtonStyle(collapsed_ ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
  collapse_->setText(QStringLiteral("  ") + tr("Collapse"));
  collapse_->setToolTip(collapsed_ ? tr("Show the words") : tr("Show icons only"));
  collapse_->setAccessibleName(collapse_->toolTip());
  collapse_->setIconSize(QSize(18, 18));
  collapse_->setIcon(icon(collapsed_ ? QStringLiteral("expand") : QStringLiteral("collapse"), t.muted, 18));
}

}  // namespace vigie::console
