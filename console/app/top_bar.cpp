#include "console/app/top_bar.h"

#include "console/app/accessible_role.h"
#include "console/app/elided_label.h"
#include "console/app/icon.h"
#include "console/app/page.h"
#include "console/app/range_picker.h"
#include "console/app/theme.h"
#include "console/dashboard/dashboard_time.h"
#include "console/dashboard/time_range.h"
#include "console/dashboard/time_words.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>

namespace vigie::console {
namespace {

/// What gives way, in this order, until all else has its room.
enum Given {
  kNothingGiven,
  kToolNames,
  kLinkWords,
  kSubtitle,
  kPalette,
  kToolWords,
  kArrows,
  kTheme,
  kRefreshNow,
  kMostGiven
};

/// A title that is longer takes no button's place.
constexpr int kWidestTitle = 320;
/// Between the title and the tools: they are two things.
constexpr int kTitleGap = 24;

QToolButton* topMenuButton(QWidget* parent, const QString& accessibleName) {
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
      title_(new ElidedLabel),
      subtitle_(new QLabel(this)),
      toolsSlot_(new QHBoxLayout),
      earlier_(new QToolButton(this)),
      range_(new QToolButton(this)),
      later_(new QToolButton(this)),
      zoomOut_(new QToolButton(this)),
      refreshNow_(new QToolButton(this)),
      refresh_(topMenuButton(this, tr("Refresh every"))),
      palette_(new QToolButton(this)),
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
  // It gives way to the buttons.
  title_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  title_->setMinimumWidth(60);
  subtitle_->setProperty("role", QStringLiteral("muted"));
  subtitle_->setTextFormat(Qt::PlainText);

  refreshNow_->setToolTip(tr("Refresh now (d r)"));
  refreshNow_->setAccessibleName(tr("Refresh now"));
  connect(refreshNow_, &QToolButton::clicked, this, &TopBar::refreshRequested);
  palette_->setText(QStringLiteral("Ctrl+K"));
  palette_->setProperty("role", QStringLiteral("keys"));
  palette_->setToolTip(tr("Go to or do anything (Ctrl+K)"));
  palette_->setAccessibleName(tr("Command palette"));
  connect(palette_, &QToolButton::clicked, this, &TopBar::paletteRequested);
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
  auto* time = new QHBoxLayout;
  time->setSpacing(0);
  // Its text grows and shrinks to the left: the arrows stay under the pointer that clicks them again and again.
  for (QToolButton* button : {range_, earlier_, later_, zoomOut_}) time->addWidget(button);
  layout->addLayout(time);
  layout->addWidget(refreshNow_);
  layout->addWidget(refresh_);
  layout->addWidget(open_);
  layout->addWidget(palette_);
  layout->addWidget(themeButton_);
  layout->addWidget(help_);

  buildRange();
  buildRefreshMenu();
  connect(&timeRange_, &TimeRange::rangeChanged, this, &TopBar::updateRange);
  connect(&timeRange_, &TimeRange::refreshEveryChanged, this, &TopBar::updateRefresh);
  // The page's tools say what is compared with; they are asked when they have heard of it.
  connect(&timeRange_, &TimeRange::compareChanged, this, &TopBar::updateRoom, Qt::QueuedConnection);
  connect(&theme_, &Theme::changed, this, &TopBar::restyle);
  updateRange();
  updateRefresh();
  restyle();
}

void TopBar::showPage(const Page& page, QWidget* tools) {
  page_ = &page;
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
  const DashboardTime* own = page.timeOptions();
  range_->setVisible(timed && !(own && own->pickerHidden));
  refreshNow_->setVisible(timed);
  refresh_->setVisible(timed);
  link_ = page.externalLink();
  open_->setVisible(!link_.isEmpty());
  open_->setText(page.externalLinkText());
  open_->setAccessibleName(page.externalLinkText());
  open_->setToolTip(page.externalLinkText());
  open_->setToolButtonStyle(Qt::ToolButtonIconOnly);
  openAlone_ = open_->sizeHint().width();
  open_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  openWithWords_ = open_->sizeHint().width();
  updateRoom();
  orderTabs();
}

void TopBar::orderTabs() {
  // As they stand, from the left: a page's tools were made after everything else in the window.
  QWidget* before = parentWidget();
  const auto put = [&before](QWidget* next) {
    if (before) setTabOrder(before, next);
    before = next;
  };
  const QLayout* row = tools_ ? tools_->layout() : nullptr;
  for (int i = 0; row && i < row->count(); ++i) {
    if (QWidget* tool = row->itemAt(i)->widget()) put(tool);
  }
  for (QWidget* button :
       {range_, earlier_, later_, zoomOut_, refreshNow_, refresh_, open_, palette_, themeButton_, help_}) {
    put(button);
  }
}

void TopBar::setBrandWidth(int width) {
  brand_->setFixedWidth(std::max(width, 52));
  brandWord_->setVisible(width > 100);
  updateRoom();
}

void TopBar::buildRange() {
  // Its popup is told as its child.
  setAccessibleRole(*range_, QAccessible::PushButton);
  range_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  range_->setAccessibleName(tr("Time range"));
  connect(range_, &QToolButton::clicked, this, &TopBar::openRangePicker);
  const auto arrow = [](QToolButton* button, const QString& word, const QString& keys) {
    button->setProperty("role", QStringLiteral("ghost"));
    button->setAccessibleName(word);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(word, keys));
  };
  arrow(earlier_, tr("Earlier by half the range"), QStringLiteral("t ←"));
  arrow(later_, tr("Later by half the range"), QStringLiteral("t →"));
  arrow(zoomOut_, tr("Zoom out"), QStringLiteral("t z"));
  connect(earlier_, &QToolButton::clicked, this, [this] { timeRange_.shift(-1); });
  connect(later_, &QToolButton::clicked, this, [this] { timeRange_.shift(1); });
  connect(zoomOut_, &QToolButton::clicked, this, [this] { timeRange_.zoomOut(); });
}

void TopBar::openRangePicker() {
  if (!range_->isVisible()) return;
  if (!picker_) {
    picker_ = new RangePicker(theme_, timeRange_, this);
    connect(picker_, &RangePicker::ownRangeRequested, this, &TopBar::ownTimeRequested);
  }
  const DashboardTime* own = page_ ? page_->timeOptions() : nullptr;
  picker_->openBelow(*range_, own ? own->quickRanges : std::vector<NamedRange>());
}

void TopBar::complain(const QString& problem) {
  QToolTip::showText(range_->mapToGlobal(QPoint(0, range_->height())), problem.toHtmlEscaped(), range_);
}

void TopBar::buildRefreshMenu() {
  auto* menu = new QMenu(refresh_);
  // The button has its sign at the right by being turned round; its menu is read as the console is.
  menu->setLayoutDirection(QGuiApplication::layoutDirection());
  connect(menu, &QMenu::aboutToShow, this, &TopBar::fillRefreshMenu);
  refresh_->setMenu(menu);
}

void TopBar::fillRefreshMenu() {
  QMenu* menu = refresh_->menu();
  menu->clear();
  const DashboardTime* own = page_ ? page_->timeOptions() : nullptr;
  std::vector<RefreshPace> paces = own && !own->paces.empty() ? own->paces : usualPaces();
  if (std::find(paces.begin(), paces.end(), timeRange_.pace()) == paces.end()) paces.push_back(timeRange_.pace());
  for (const RefreshPace& pace : paces) {
    QAction* action = menu->addAction(paceWords(pace));
    action->setCheckable(true);
    action->setChecked(pace == timeRange_.pace());
    connect(action, &QAction::triggered, this, [this, pace] { timeRange_.setPace(pace); });
  }
  menu->addSeparator();
  QAction* pause = menu->addAction(tr("Paused") + QStringLiteral("\td p"));
  pause->setCheckable(true);
  pause->setChecked(timeRange_.isPaused());
  connect(pause, &QAction::triggered, this, [this](bool paused) { timeRange_.setPaused(paused); });
}

void TopBar::updateRange() {
  const TimeWindow window = timeRange_.windowAt(QDateTime::currentMSecsSinceEpoch());
  const QString text = rangeWords(timeRange_.raw(), window);
  // In a zone that is not the system's, the range says so.
  const QDateTime end = QDateTime::fromMSecsSinceEpoch(window.toMs);
  const bool foreign = timeRange_.rules().zone.offsetFromUtc(end) != end.offsetFromUtc();
  const QString zone = foreign ? QStringLiteral(" · ") + zoneWords(window.toMs) : QString();
  // Half a range away it is written in full: whatever gives way for that has given way before, so that the first click
  // on an arrow moves nothing.
  range_->setText(QLatin1Char(' ') + windowWords(window) + zone);
  rangeRoom_ = range_->sizeHint().width();
  range_->setText(QLatin1Char(' ') + text + zone);
  range_->setToolTip(tr("%1 %2 (t o)").arg(windowWords(window), zoneWords(window.toMs)));
  range_->setAccessibleDescription(text + zone);
  updateRoom();
}

void TopBar::updateRefresh() {
  const bool paused = timeRange_.isPaused();
  refresh_->setText(paused ? tr("Paused") : paceWords(timeRange_.pace()));
  refresh_->setToolTip(paused ? tr("Nothing is asked anew until it goes on (d p)") : tr("Refresh every"));
  refresh_->setAccessibleDescription(refresh_->text());
  updateRoom();
}

int TopBar::neededWidth(int given) const {
  // Not by showing and hiding: what has the focus would lose it.
  const bool timed = page_ && page_->info().usesTimeRange;
  int width = layout()->contentsMargins().right() + brand_->width() + kTitleGap;
  const auto add = [&width](const QWidget* widget, bool wanted) {
    if (wanted) width += widget->sizeHint().width() + space::kSmall;
  };
  width += std::min(title_->sizeHint().width(), kWidestTitle) + space::kSmall;
  add(subtitle_, given < kSubtitle && !subtitle_->text().isEmpty());
  if (tools_) add(tools_, true);
  if (timed) {
    if (range_->isVisibleTo(this)) width += std::max(rangeRoom_, range_->sizeHint().width()) + space::kSmall;
    for (const QToolButton* button : {earlier_, later_, zoomOut_})
      width += given < kArrows && range_->isVisibleTo(this) ? button->sizeHint().width() : 0;
  }
  add(refreshNow_, timed && given < kRefreshNow);
  add(refresh_, timed);
  if (!link_.isEmpty()) width += (given < kLinkWords ? openWithWords_ : openAlone_) + space::kSmall;
  add(palette_, given < kPalette);
  add(themeButton_, given < kTheme);
  add(help_, true);
  return width;
}

void TopBar::updateRoom() {
  // The page's own tools know what they can do without; how much that is only they know.
  const auto make = [this](const char* what, bool holds) {
    if (tools_ && tools_->property(what).toBool() != holds) tools_->setProperty(what, holds);
  };
  make("brief", false);
  make("compact", false);
  int given = kNothingGiven;
  while (given < kMostGiven && neededWidth(given) > width()) {
    ++given;
    if (given == kToolNames) make("brief", true);
    if (given == kToolWords) make("compact", true);
  }
  const bool timed = page_ && page_->info().usesTimeRange;
  for (QToolButton* button : {earlier_, later_, zoomOut_})
    button->setVisible(timed && range_->isVisibleTo(this) && given < kArrows);
  palette_->setVisible(given < kPalette);
  refreshNow_->setVisible(timed && given < kRefreshNow);
  themeButton_->setVisible(given < kTheme);
  open_->setToolButtonStyle(given < kLinkWords ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
  subtitle_->setVisible(given < kSubtitle);
}

void TopBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  updateRoom();
}

void TopBar::restyle() {
  const ThemeTokens& t = theme_.tokens();
  brandIcon_->setPixmap(iconPixmap(QStringLiteral("vigie"), t.accent, 20, devicePixelRatioF()));
  earlier_->setIcon(icon(QStringLiteral("chevron-left"), t.muted, 16));
  range_->setIcon(icon(QStringLiteral("clock"), t.muted, 16));
  later_->setIcon(icon(QStringLiteral("chevron-right"), t.muted, 16));
  zoomOut_->setIcon(icon(QStringLiteral("zoom-out"), t.muted, 16));
  refreshNow_->setIcon(icon(QStringLiteral("refresh"), t.muted, 16));
  refresh_->setIcon(icon(QStringLiteral("chevron-down"), t.muted, 16));
  refresh_->setLayoutDirection(Qt::RightToLeft);
  open_->setIcon(icon(QStringLiteral("open"), t.muted, 16));
  themeButton_->setIcon(icon(t.dark ? QStringLiteral("sun") : QStringLiteral("moon"), t.muted, 18));
  help_->setIcon(icon(QStringLiteral("help"), t.muted, 18));
}

}  // namespace vigie::console
