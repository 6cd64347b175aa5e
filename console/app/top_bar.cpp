#include "console/app/top_bar.h"

#include "console/app/icon.h"
#include "console/app/page.h"
#include "console/app/theme.h"
#include "console/dashboard/time_range.h"

#include <QActionGroup>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <array>

namespace vigie::console {
namespace {

constexpr std::array kSpans = {std::chrono::seconds(15 * 60), std::chrono::seconds(3600),
                               std::chrono::seconds(6 * 3600), std::chrono::seconds(24 * 3600)};
constexpr std::array kPaces = {std::chrono::seconds(5), std::chrono::seconds(10), std::chrono::seconds(30),
                               std::chrono::seconds(60), std::chrono::seconds(0)};

QString spanText(std::chrono::seconds span) {
  switch (span.count()) {
    case 15 * 60:
      return TopBar::tr("Last 15 min");
    case 3600:
      return TopBar::tr("Last 1 hour");
    case 6 * 3600:
      return TopBar::tr("Last 6 hours");
    case 24 * 3600:
      return TopBar::tr("Last 24 hours");
    default:
      return TopBar::tr("Last %1 min").arg(span.count() / 60);
  }
}

QString paceText(std::chrono::seconds pace) {
  if (pace.count() == 0) return TopBar::tr("Off");
  return pace.count() < 60 ? TopBar::tr("%1 s").arg(pace.count()) : TopBar::tr("%1 min").arg(pace.count() / 60);
}

QToolButton* menuButton(QWidget* parent, const QString& accessibleName) {
  auto* button = new QToolButton(parent);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setAccessibleName(accessibleName);
  return button;
}

}  // namespace

TopBar::TopBar(Theme& theme, TimeRange& timeRange, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      timeRange_(timeRange),
      brand_(new QWidget(this)),
      brandIcon_(new QLabel(brand_)),
      brandWord_(new QLabel(QStringLiteral("Vigie"), brand_)),
      title_(new QLabel(this)),
      subtitle_(new QLabel(this)),
      toolsSlot_(new QHBoxLayout),
      range_(menuButton(this, tr("Time range"))),
      refreshNow_(new QToolButton(this)),
      refresh_(menuButton(this, tr("Refresh every"))),
      open_(new QToolButton(this)),
      themeButton_(new QToolButton(this)),
      help_(new QToolButton(this)) {
  setObjectName(QStringLiteral("topBar"));
  setAttribute(Qt::WA_StyledBackground);
  setFixedHeight(52);

  auto* brandLayout = new QHBoxLayout(brand_);
  brandLayout->setContentsMargins(space::kLarge, 0, 0, 0);
  brandLayout->setSpacing(space::kSmall);
  brandWord_->setFont(Theme::font(TextRole::kPageTitle));
  brandLayout->addWidget(brandIcon_);
  brandLayout->addWidget(brandWord_);
  brandLayout->addStretch();

  title_->setFont(Theme::font(TextRole::kPageTitle));
  title_->setTextFormat(Qt::PlainText);
  subtitle_->setProperty("role", QStringLiteral("muted"));
  subtitle_->setTextFormat(Qt::PlainText);

  refreshNow_->setToolTip(tr("Refresh now (d r)"));
  refreshNow_->setAccessibleName(tr("Refresh now"));
  connect(refreshNow_, &QToolButton::clicked, this, &TopBar::refreshRequested);
  open_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  open_->setLayoutDirection(Qt::RightToLeft);
  connect(open_, &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(link_); });
  themeButton_->setProperty("role", QStringLiteral("ghost"));
  themeButton_->setToolTip(tr("Light or dark (c t)"));
  themeButton_->setAccessibleName(tr("Switch between light and dark"));
  connect(themeButton_, &QToolButton::clicked, this, [this] { theme_.toggle(); });
  help_->setProperty("role", QStringLiteral("ghost"));
  help_->setToolTip(tr("Keyboard (?)"));
  help_->setAccessibleName(tr("Keyboard help"));
  connect(help_, &QToolButton::clicked, this, &TopBar::helpRequested);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, space::kMedium, 0);
  layout->setSpacing(space::kSmall);
  layout->addWidget(brand_);
  layout->addWidget(title_);
  layout->addWidget(subtitle_);
  layout->addStretch();
  toolsSlot_->setSpacing(space::kSmall);
  layout->addLayout(toolsSlot_);
  layout->addWidget(range_);
  layout->addWidget(refreshNow_);
  layout->addWidget(refresh_);
  layout->addWidget(open_);
  layout->addWidget(themeButton_);
  layout->addWidget(help_);

  buildRangeMenu();
  buildRefreshMenu();
  connect(&timeRange_, &TimeRange::rangeChanged, this, &TopBar::updateRange);
  connect(&timeRange_, &TimeRange::refreshEveryChanged, this, &TopBar::updateRefresh);
  connect(&theme_, &Theme::changed, this, &TopBar::restyle);
  updateRange();
  updateRefresh();
  restyle();
}

void TopBar::showPage(const Page& page, QWidget* tools) {
  title_->setText(page.title());
  subtitle_->setText(page.subtitle());
  if (tools != tools_) {
    if (tools_) {
      toolsSlot_->removeWidget(tools_);
      tools_->hide();
    }
    tools_ = tools;
    if (tools_) {
      toolsSlot_->addWidget(tools_);
      tools_->show();
    }
  }
  const bool timed = page.info().usesTimeRange;
  range_->setVisible(timed);
  refreshNow_->setVisible(timed);
  refresh_->setVisible(timed);
  link_ = page.externalLink();
  open_->setVisible(!link_.isEmpty());
  open_->setText(page.externalLinkText());
  open_->setAccessibleName(page.externalLinkText());
}

void TopBar::setBrandWidth(int width) {
  brand_->setFixedWidth(std::max(width, 52));
  brandWord_->setVisible(width > 100);
}

void TopBar::buildRangeMenu() {
  auto* menu = new QMenu(range_);
  auto* group = new QActionGroup(menu);
  for (const std::chrono::seconds span : kSpans) {
    QAction* action = menu->addAction(spanText(span));
    action->setCheckable(true);
    action->setData(static_cast<qlonglong>(span.count()));
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, span] { timeRange_.setSpan(span); });
  }
  connect(menu, &QMenu::aboutToShow, this, [this, group] {
    for (QAction* action : group->actions()) {
      action->setChecked(timeRange_.followsClock() && action->data().toLongLong() == timeRange_.span().count());
    }
  });
  range_->setMenu(menu);
}

void TopBar::buildRefreshMenu() {
  auto* menu = new QMenu(refresh_);
  auto* group = new QActionGroup(menu);
  for (const std::chrono::seconds pace : kPaces) {
    QAction* action = menu->addAction(paceText(pace));
    action->setCheckable(true);
    action->setData(static_cast<qlonglong>(pace.count()));
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, pace] { timeRange_.setRefreshEvery(pace); });
  }
  connect(menu, &QMenu::aboutToShow, this, [this, group] {
    for (QAction* action : group->actions()) {
      action->setChecked(action->data().toLongLong() == timeRange_.refreshEvery().count());
    }
  });
  refresh_->setMenu(menu);
}

void TopBar::updateRange() {
  const QString text = timeRange_.followsClock() ? spanText(timeRange_.span()) : tr("Chosen range");
  range_->setText(QLatin1Char(' ') + text);
  range_->setAccessibleDescription(text);
}

void TopBar::updateRefresh() {
  refresh_->setText(paceText(timeRange_.refreshEvery()));
  refresh_->setToolTip(tr("Refresh every"));
  refresh_->setAccessibleDescription(refresh_->text());
}

void TopBar::restyle() {
  const ThemeTokens& t = theme_.tokens();
  brandIcon_->setPixmap(iconPixmap(QStringLiteral("vigie"), t.accent, 20, devicePixelRatioF()));
  range_->setIcon(icon(QStringLiteral("clock"), t.muted, 16));
  refreshNow_->setIcon(icon(QStringLiteral("refresh"), t.muted, 16));
  refresh_->setIcon(icon(QStringLiteral("chevron-down"), t.muted, 16));
  refresh_->setLayoutDirection(Qt::RightToLeft);
  open_->setIcon(icon(QStringLiteral("open"), t.muted, 16));
  themeButton_->setIcon(icon(t.dark ? QStringLiteral("sun") : QStringLiteral("moon"), t.muted, 18));
  help_->setIcon(icon(QStringLiteral("help"), t.muted, 18));
}

}  // namespace vigie::console
