#include "console/dashboard/dashboard_page.h"

#include "console/app/context.h"
#include "console/app/icon.h"
#include "console/app/notice_bar.h"
#include "console/app/theme.h"
#include "console/app/toast.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_tools.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/dashboard_files.h"
#include "console/dashboard/edit/grid_editor.h"
#include "console/dashboard/edit/import_drawer.h"
#include "console/dashboard/link_bar.h"
#include "console/dashboard/links.h"
#include "console/dashboard/offline_bar.h"
#include "console/dashboard/time_range.h"
#include "console/i18n/board_words.h"
#include "console/inspect/inspect_drawer.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QDesktopServices>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

QWidget* noticeView(const QString& heading, const QString& text) {
  auto* view = new QWidget;
  auto* layout = new QVBoxLayout(view);
  layout->setContentsMargins(space::kHuge, space::kHuge, space::kHuge, space::kHuge);
  auto* headingLabel = new QLabel(heading);
  headingLabel->setFont(Theme::font(TextRole::kPageTitle));
  auto* textLabel = new QLabel(text);
  textLabel->setWordWrap(true);
  textLabel->setTextFormat(Qt::PlainText);
  textLabel->setProperty("role", QStringLiteral("muted"));
  textLabel->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(headingLabel);
  layout->addWidget(textLabel);
  layout->addStretch();
  return view;
}

}  // namespace

DashboardPage::DashboardPage(const ConsoleContext& context, QWidget* parent)
    : Page({QStringLiteral("dashboards"), tr("Dashboards"), QStringLiteral("dashboards"), QLatin1Char('d'), true},
           parent),
      context_(context),
      // Pictures are of what everybody has.
      entries_(readCatalogue(context.options.dashboardFiles, context.options.dashboardsDir,
                             context.options.screenshotDir.isEmpty() ? ownDashboardsFolder() : QString())),
      views_(entries_.size(), nullptr),
      stack_(new QStackedLayout),
      offline_(new OfflineBar(context.theme, context.prometheus, [this] { return showsData(); })),
      notice_(new NoticeBar(context.theme)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(offline_);
  layout->addWidget(notice_);
  layout->addLayout(stack_, 1);
  setAcceptDrops(true);
  QDesktopServices::setUrlHandler(QLatin1String(kOwnScheme), this, "openOwn");
  // Before any view's own: the step is noted, and what the view makes of it amends it.
  connect(&context_.timeRange, &TimeRange::rangeChanged, this, [this] { noteState(false); });
  if (entries_.empty()) {
    stack_->addWidget(noticeView(tr("No dashboards"), tr("The folder holds no *.json file. Export a dashboard from "
                                                         "Grafana as classic JSON and put it there.")));
  } else {
    openIndex(0);
  }
  connect(&context_.endpoints, &Endpoints::changed, this, &Page::headingChanged);
  connect(&context_.timeRange, &TimeRange::rangeChanged, this, &Page::headingChanged);
  connect(&context_.theme, &Theme::changed, this, &DashboardPage::restyle);
}

DashboardPage::~DashboardPage() { QDesktopServices::unsetUrlHandler(QLatin1String(kOwnScheme)); }

bool DashboardPage::showsData() const {
  const DashboardView* view = currentView();
  return view && view->showsData();
}

QString DashboardPage::title() const {
  if (const DashboardPane* pane = currentPane()) return pane->title();
  return index_ < 0 ? info().word : entries_[static_cast<std::size_t>(index_)].title;
}

QString DashboardPage::subtitle() const {
  DashboardPane* pane = currentPane();
  if (!pane || !pane->session().isDirty()) return context_.endpoints.name();
  return tr("%1 · not saved").arg(context_.endpoints.name());
}

QWidget* DashboardPage::createTools() {
  tools_ = new DashboardTools(context_.theme, context_.timeRange);
  edit_ = new QToolButton;
  edit_->setToolTip(tr("Edit: change, move and resize panels"));
  edit_->setAccessibleName(tr("Edit the dashboard"));
  edit_->setCheckable(true);
  connect(edit_, &QToolButton::clicked, this, [this](bool checked) {
    if (DashboardPane* pane = currentPane()) pane->setEditing(checked);
    edit_->setChecked(currentPane() && currentPane()->isEditing());
  });
  connect(this, &Page::headingChanged, edit_, [this] {
    edit_->setEnabled(currentPane() != nullptr);
    edit_->setChecked(currentPane() && currentPane()->isEditing());
    fillTools();
  });
  picker_ = new QToolButton;
  picker_->setPopupMode(QToolButton::InstantPopup);
  picker_->setText(tr("Switch dashboard"));
  picker_->setToolTip(picker_->text());
  picker_->setAccessibleName(tr("Switch dashboard"));
  auto* menu = new QMenu(picker_);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillPicker(*menu); });
  picker_->setMenu(menu);
  tools_->addFirst(picker_);
  tools_->addFirst(edit_);
  fillTools();
  restyle();
  return tools_;
}

QUrl DashboardPage::externalLink() const {
  if (index_ < 0) return {};
  const QUrl& grafana = context_.endpoints.grafana();
  const QString& uid = entries_[static_cast<std::size_t>(index_)].dashboard.uid;
  if (grafana.isEmpty() || uid.isEmpty()) return context_.endpoints.prometheus();
  if (!currentView()) return grafanaDashboardUrl(grafana, uid, 0, {});
  return grafanaDashboardUrl(grafana, uid, 0, currentView()->linkTime(), currentView()->variables().urlState());
}

QString DashboardPage::externalLinkText() const {
  return context_.endpoints.grafana().isEmpty() ? tr("Open in Prometheus") : tr("Open in Grafana");
}

void DashboardPage::refresh() {
  context_.prometheus.retryNow();
  if (DashboardView* view = currentView()) view->refreshNow();
}

bool DashboardPage::goBack() { return currentView() && currentView()->goBack(); }

const DashboardTime* DashboardPage::timeOptions() const {
  return currentView() ? &currentView()->dashboard().time : nullptr;
}

void DashboardPage::takeOwnTime() {
  if (!currentView()) return;
  const DashboardTime& own = currentView()->dashboard().time;
  context_.timeRange.forgetChoice();
  context_.timeRange.followPace(own.refresh);
  context_.timeRange.follow(own.range, own.rules, own.nowDelay);
}

bool DashboardPage::isReady() const { return !currentView() || currentView()->isReady(); }

QStringList DashboardPage::scenes() const {
  QStringList ids;
  for (const CatalogueEntry& entry : entries_) ids.append(entry.id);
  if (!entries_.empty()) {
    ids << QStringLiteral("inspect-data") << QStringLiteral("inspect-query") << QStringLiteral("inspect-stats")
        << QStringLiteral("inspect-json") << QStringLiteral("edit") << QStringLiteral("edit-panel")
        << QStringLiteral("import");
  }
  return ids;
}

void DashboardPage::showScene(const QString& scene) {
  delete Drawer::openOver(this);
  if (open(scene)) return;
  openIndex(0);
  DashboardPane* pane = currentPane();
  if (!pane) return;
  // A graph says more than a number.
  const auto& panels = pane->view().panels();
  const auto graph = std::find_if(panels.begin(), panels.end(), [](const PanelWidget* panel) {
    return panel->model().type == QLatin1String("timeseries");
  });
  PanelWidget* panel = graph == panels.end() ? panels.front() : *graph;
  if (scene.startsWith(QLatin1String("inspect"))) {
    pane->inspect(*panel);
    auto* drawer = static_cast<InspectDrawer*>(Drawer::openOver(this));
    if (scene == QLatin1String("inspect-query")) drawer->showTab(InspectDrawer::kQuery);
    if (scene == QLatin1String("inspect-stats")) drawer->showTab(InspectDrawer::kStats);
    if (scene == QLatin1String("inspect-json")) drawer->showTab(InspectDrawer::kJson);
  } else if (scene == QLatin1String("import")) {
    openImport()->take(QString::fromUtf8(pane->session().document().text()));
  } else {
    pane->setEditing(true);
    pane->grid()->choose(panel->model().id);
    if (scene == QLatin1String("edit-panel")) pane->changePanel(panel->model().id);
  }
}

bool DashboardPage::open(const QString& id) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].id != id) continue;
    openIndex(static_cast<int>(i));
    return true;
  }
  return false;
}

QString DashboardPage::current() const {
  return index_ < 0 ? QString() : entries_[static_cast<std::size_t>(index_)].id;
}

DashboardPane* DashboardPage::currentPane() const { return qobject_cast<DashboardPane*>(stack_->currentWidget()); }

DashboardView* DashboardPage::currentView() const {
  const DashboardPane* pane = currentPane();
  return pane ? &pane->view() : nullptr;
}

void DashboardPage::openIndex(int index) {
  const auto at = static_cast<std::size_t>(index);
  const CatalogueEntry& entry = entries_[at];
  if (!views_[at]) {
    if (!entry.problem.isEmpty()) {
      views_[at] = noticeView(tr("“%1” cannot be shown").arg(entry.title), entry.problem);
    } else {
      auto* pane = new DashboardPane(context_, entry, this);
      connectPane(*pane);
      views_[at] = pane;
    }
    stack_->addWidget(views_[at]);
  }
  // What was said of another one.
  if (index != index_) notice_->clear();
  index_ = index;
  // Before it is shown, so that it asks once. What was chosen by hand is what one is looking at: it goes along.
  const bool wasRestoring = std::exchange(restoring_, true);
  if (auto* next = qobject_cast<DashboardPane*>(views_[at])) {
    const DashboardTime& own = next->view().dashboard().time;
    context_.timeRange.followPace(own.refresh);
    if (!context_.timeRange.isChosen()) context_.timeRange.follow(own.range, own.rules, own.nowDelay);
  }
  stack_->setCurrentWidget(views_[at]);
  fillTools();
  offline_->follow();
  restoring_ = wasRestoring;
  noteState(false);
  Q_EMIT headingChanged();
}

void DashboardPage::say(const QString& text) { Toast::say(context_.theme, *this, text); }

void DashboardPage::connectPane(DashboardPane& pane) {
  connect(&pane, &DashboardPane::readinessChanged, this, [this] {
    offline_->follow();
    Q_EMIT readinessChanged();
  });
  connect(&pane, &DashboardPane::headingChanged, this, &Page::headingChanged);
  connect(&pane, &DashboardPane::exploreRequested, this, &DashboardPage::exploreRequested);
  connect(&pane, &DashboardPane::linkRequested, this, &DashboardPage::copyLink);
  connect(&pane, &DashboardPane::copied, this, &DashboardPage::say);
  connect(&pane, &DashboardPane::stateChosen, this, [this, &pane] {
    if (&pane == currentPane()) noteState(false);
  });
  connect(&pane, &DashboardPane::stateSettled, this, [this, &pane] {
    if (&pane == currentPane()) noteState(true);
  });
  connect(&pane, &DashboardPane::savedAs, this, [this, &pane] { followSaved(pane); });
}

void DashboardPage::fillTools() {
  if (!tools_) return;
  DashboardView* const view = currentView();
  if (view) view->setLinksElsewhere(true);
  tools_->setAnnotations(view ? &view->annotations() : nullptr);
  LinkBar* const links = view ? view->linksWithoutPlace() : nullptr;
  const QString help = links ? links->help() : QString();
  tools_->setLinks(links, links && isBuiltIn(currentPane()->session().path()) ? boardWords(help) : help);
}

void DashboardPage::restyle() {
  if (!edit_) return;
  edit_->setIcon(icon(QStringLiteral("edit"), context_.theme.tokens().muted, 16));
  picker_->setIcon(icon(QStringLiteral("dashboards"), context_.theme.tokens().muted, 16));
}

}  // namespace vigie::console
