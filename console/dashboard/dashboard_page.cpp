#include "console/dashboard/dashboard_page.h"

#include "console/app/context.h"
#include "console/app/icon.h"
#include "console/app/notice_bar.h"
#include "console/app/theme.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_tools.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/dashboard_files.h"
#include "console/dashboard/edit/grid_editor.h"
#include "console/dashboard/edit/import_drawer.h"
#include "console/dashboard/links.h"
#include "console/dashboard/time_range.h"
#include "console/inspect/inspect_drawer.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QActionGroup>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QUuid>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

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

/// What stands over the panels while Prometheus is away.
class DashboardPage::OfflineBar : public QFrame {
 public:
  /// `showsData` says whether anything known is drawn; update() asks it again.
  OfflineBar(Theme& theme, PrometheusClient& prometheus, std::function<bool()> showsData)
      : theme_(theme), prometheus_(prometheus), showsData_(std::move(showsData)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kTiny, space::kLarge, space::kTiny);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    layout->addWidget(icon_);
    layout->addWidget(text_, 1);
    auto* retry = new QPushButton(DashboardPage::tr("Try now"));
    connect(retry, &QPushButton::clicked, this, [&prometheus] { prometheus.retryNow(); });
    layout->addWidget(retry);
    connect(&prometheus, &PrometheusClient::reachableChanged, this, [this] { follow(); });
    connect(&theme_, &Theme::changed, this, [this] { restyle(); });
    restyle();
    follow();
  }

  void follow() {
    setVisible(!prometheus_.isReachable());
    const QString& reason = prometheus_.unreachableReason();
    // Nothing is claimed to be known that never was.
    text_->setText(showsData_()
                       ? DashboardPage::tr("%1 What is drawn is the last that was known; the console keeps "
                                           "trying.")
                             .arg(reason)
                       : DashboardPage::tr("%1 Nothing is known from before; the console keeps trying.").arg(reason));
  }

 private:
  void restyle() {
    const ThemeTokens& t = theme_.tokens();
    setStyleSheet(
        QStringLiteral("QFrame { background: %1; border: none; }").arg(blend(t.surface, t.warning, 0.14).name()));
    icon_->setPixmap(iconPixmap(QStringLiteral("warning"), t.warning, 18, devicePixelRatioF()));
  }

  Theme& theme_;
  PrometheusClient& prometheus_;
  std::function<bool()> showsData_;
  QLabel* icon_ = new QLabel;
  QLabel* text_ = new QLabel;
};

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
  tools_->setAnnotations(currentView() ? &currentView()->annotations() : nullptr);
  edit_ = new QToolButton;
  edit_->setText(QLatin1Char(' ') + tr("Edit"));
  edit_->setToolTip(tr("Change, move and resize panels"));
  edit_->setAccessibleName(tr("Edit the dashboard"));
  edit_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  edit_->setCheckable(true);
  connect(edit_, &QToolButton::clicked, this, [this](bool checked) {
    if (DashboardPane* pane = currentPane()) pane->setEditing(checked);
    edit_->setChecked(currentPane() && currentPane()->isEditing());
  });
  connect(this, &Page::headingChanged, edit_, [this] {
    edit_->setEnabled(currentPane() != nullptr);
    edit_->setChecked(currentPane() && currentPane()->isEditing());
    tools_->setAnnotations(currentView() ? &currentView()->annotations() : nullptr);
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
  restyle();
  return tools_;
}

void DashboardPage::fillPicker(QMenu& menu) {
  menu.clear();
  auto* group = new QActionGroup(&menu);
  const auto add = [&](bool own) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if ((entries_[i].origin == DashboardOrigin::kOwn) != own) continue;
      QAction* action = menu.addAction(entries_[i].title);
      action->setCheckable(true);
      action->setChecked(static_cast<int>(i) == index_);
      group->addAction(action);
      connect(action, &QAction::triggered, this, [this, i] { openIndex(static_cast<int>(i)); });
    }
  };
  add(false);
  const bool anyOwn = std::any_of(entries_.begin(), entries_.end(),
                                  [](const CatalogueEntry& entry) { return entry.origin == DashboardOrigin::kOwn; });
  if (anyOwn) menu.addSeparator();
  add(true);
  menu.addSeparator();
  menu.addAction(tr("New dashboard"), this, [this] {
    addFresh(DashboardDocument::empty(QUuid::createUuid().toString(QUuid::Id128).left(14), tr("New dashboard")), false);
  });
  menu.addAction(tr("Import…"), this, &DashboardPage::openImport);
  const bool own = index_ >= 0 && entries_[static_cast<std::size_t>(index_)].origin == DashboardOrigin::kOwn;
  QAction* forget = menu.addAction(tr("Move this one to the trash"), this, &DashboardPage::forgetCurrent);
  forget->setEnabled(own);
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
    ids << QStringLiteral("inspect-data") << QStringLiteral("inspect-query") << QStringLiteral("edit")
        << QStringLiteral("edit-panel") << QStringLiteral("import");
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
    if (scene == QLatin1String("inspect-query")) {
      static_cast<InspectDrawer*>(Drawer::openOver(this))->showTab(InspectDrawer::kQuery);
    }
  } else if (scene == QLatin1String("import")) {
    openImport()->take(QString::fromUtf8(pane->session().document().text()));
  } else {
    pane->setEditing(true);
    pane->grid()->choose(panel->model().id);
    if (scene == QLatin1String("edit-panel")) pane->changePanel(panel->model().id);
  }
}

bool DashboardPage::mayClose() {
  QStringList unsaved;
  for (QWidget* view : views_) {
    auto* pane = qobject_cast<DashboardPane*>(view);
    if (pane && pane->session().isDirty()) unsaved.append(pane->title());
  }
  if (unsaved.isEmpty()) return true;
  QMessageBox question(
      QMessageBox::Question, tr("Changes are not saved"),
      tr("These dashboards have changes that are not saved: %1.").arg(unsaved.join(QLatin1String(", "))),
      QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
  question.setDefaultButton(QMessageBox::Save);
  const int answer = question.exec();
  if (answer != QMessageBox::Save) return answer == QMessageBox::Discard;
  for (QWidget* view : std::vector<QWidget*>(views_)) {
    auto* pane = qobject_cast<DashboardPane*>(view);
    if (!pane || !pane->session().isDirty()) continue;
    if (pane->session().isReadOnly()) {
      pane->saveAsNamed(pane->title());
    } else {
      pane->save();
    }
    if (!pane->session().isDirty()) continue;
    // Its notice says what stands in the way.
    stack_->setCurrentWidget(pane);
    index_ = static_cast<int>(std::find(views_.begin(), views_.end(), view) - views_.begin());
    Q_EMIT headingChanged();
    return false;
  }
  return true;
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
  index_ = index;
  // Before it is shown, so that it asks once. What was chosen by hand is what one is looking at: it goes along.
  if (auto* next = qobject_cast<DashboardPane*>(views_[at])) {
    const DashboardTime& own = next->view().dashboard().time;
    context_.timeRange.followPace(own.refresh);
    if (!context_.timeRange.isChosen()) context_.timeRange.follow(own.range, own.rules, own.nowDelay);
  }
  stack_->setCurrentWidget(views_[at]);
  if (tools_) tools_->setAnnotations(currentView() ? &currentView()->annotations() : nullptr);
  offline_->follow();
  Q_EMIT headingChanged();
}

void DashboardPage::connectPane(DashboardPane& pane) {
  connect(&pane, &DashboardPane::readinessChanged, this, [this] {
    offline_->follow();
    Q_EMIT readinessChanged();
  });
  connect(&pane, &DashboardPane::headingChanged, this, &Page::headingChanged);
  connect(&pane, &DashboardPane::exploreRequested, this, &DashboardPage::exploreRequested);
  connect(&pane, &DashboardPane::savedAs, this, [this, &pane] { followSaved(pane); });
}

int DashboardPage::addEntry(CatalogueEntry entry, QWidget* view) {
  // Ids are unique in the list: a second one of a uid goes by its file, or a number.
  const QString wanted = entry.id;
  const auto taken = [this](const QString& id) {
    return std::any_of(entries_.begin(), entries_.end(), [&id](const CatalogueEntry& other) { return other.id == id; });
  };
  for (int n = 2; taken(entry.id); ++n) entry.id = QStringLiteral("%1-%2").arg(wanted).arg(n);
  entries_.push_back(std::move(entry));
  views_.push_back(view);
  if (view) stack_->addWidget(view);
  return static_cast<int>(entries_.size()) - 1;
}

void DashboardPage::followSaved(DashboardPane& pane) {
  const auto at = static_cast<std::size_t>(std::find(views_.begin(), views_.end(), &pane) - views_.begin());
  if (at >= views_.size()) return;
  CatalogueEntry saved = readCatalogueEntry(pane.session().path(), DashboardOrigin::kOwn);
  if (entries_[at].path.isEmpty()) {
    entries_[at] = std::move(saved);
  } else {
    // The one it was made from is there again as it was.
    CatalogueEntry original = entries_[at];
    entries_[at] = std::move(saved);
    entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(at), std::move(original));
    views_.insert(views_.begin() + static_cast<std::ptrdiff_t>(at), nullptr);
    index_ = static_cast<int>(at) + 1;
  }
  notice_->inform(tr("Saved as %1").arg(pane.session().path()));
  Q_EMIT headingChanged();
}

std::vector<std::pair<QString, QString>> DashboardPage::editable() const {
  std::vector<std::pair<QString, QString>> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto* pane = qobject_cast<const DashboardPane*>(views_[i]);
    const bool open = pane && pane->isEditing();
    const bool writable = entries_[i].problem.isEmpty() && !isBuiltIn(entries_[i].path);
    if (open || writable) found.emplace_back(entries_[i].id, entries_[i].title);
  }
  return found;
}

void DashboardPage::addPanel(const OrderedJson& panel, const QString& id) {
  if (id.isEmpty()) {
    addFresh(DashboardDocument::empty(QUuid::createUuid().toString(QUuid::Id128).left(14), tr("New dashboard"))
                 .withAdded(panel),
             false);
    return;
  }
  if (open(id) && currentPane()) currentPane()->addPanel(panel);
}

void DashboardPage::addFresh(const DashboardDocument& document, bool saveNow) {
  auto* pane = new DashboardPane(context_, document, this);
  connectPane(*pane);
  CatalogueEntry entry;
  entry.origin = DashboardOrigin::kOwn;
  entry.id = document.uid();
  entry.title = document.title();
  if (const auto model = document.model()) entry.dashboard = *model;
  openIndex(addEntry(std::move(entry), pane));
  if (saveNow) {
    pane->saveAsNamed(document.title());
  } else {
    pane->setEditing(true);
  }
}

ImportDrawer* DashboardPage::openImport() {
  auto* drawer = new ImportDrawer(context_, context_.options.grafanaToken, this);
  connect(drawer, &ImportDrawer::imported, this,
          [this](const DashboardDocument& document) { addFresh(document, true); });
  return drawer;
}

void DashboardPage::forgetCurrent() {
  if (index_ < 0) return;
  const auto at = static_cast<std::size_t>(index_);
  if (entries_[at].origin != DashboardOrigin::kOwn) return;
  const QString path = entries_[at].path;
  // Not there to be brought back where a desktop has no trash: then it stays.
  if (!path.isEmpty() && QFile::exists(path) && !QFile::moveToTrash(path)) {
    notice_->tell(tr("“%1” could not be moved to the trash; its file is %2.").arg(entries_[at].title, path));
    return;
  }
  QWidget* view = views_[at];
  entries_.erase(entries_.begin() + index_);
  views_.erase(views_.begin() + index_);
  index_ = -1;
  if (!entries_.empty()) openIndex(0);
  if (view) {
    stack_->removeWidget(view);
    view->deleteLater();
  }
  Q_EMIT headingChanged();
}

void DashboardPage::dragEnterEvent(QDragEnterEvent* event) {
  const QMimeData* mime = event->mimeData();
  const bool file = mime->hasUrls() && mime->urls().constFirst().toString().endsWith(QLatin1String(".json"));
  if (file || mime->hasText()) event->acceptProposedAction();
}

void DashboardPage::dropEvent(QDropEvent* event) {
  const QMimeData* mime = event->mimeData();
  delete Drawer::openOver(this);
  ImportDrawer* drawer = openImport();
  if (mime->hasUrls() && mime->urls().constFirst().isLocalFile()) {
    drawer->takeFile(mime->urls().constFirst().toLocalFile());
  } else {
    drawer->take(mime->text());
  }
  event->acceptProposedAction();
}

void DashboardPage::restyle() {
  if (!edit_) return;
  edit_->setIcon(icon(QStringLiteral("edit"), context_.theme.tokens().muted, 16));
  picker_->setIcon(icon(QStringLiteral("dashboards"), context_.theme.tokens().muted, 16));
}

}  // namespace vigie::console
