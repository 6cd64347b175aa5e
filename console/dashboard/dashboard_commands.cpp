// What the Dashboards page can be told to do, and where the palette goes in it.
#include "console/app/context.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/import_drawer.h"
#include "console/dashboard/time_range.h"

#include <algorithm>

namespace vigie::console {

std::vector<Command> DashboardPage::commands() {
  std::vector<Command> commands;
  const QString dashboard = tr("Dashboard");
  const QString panel = tr("Panel under the pointer");
  const auto add = [&commands](const char* id, const QString& group, const QString& word,
                               const QList<QKeySequence>& keys, std::function<void()> run,
                               std::function<bool()> isPossible) {
    commands.push_back({QString::fromLatin1(id), group, word, keys, std::move(run), std::move(isPossible)});
  };
  const auto isOpen = [this] { return currentView() != nullptr; };
  add(
      "dashboard.legends", dashboard, tr("All legends on or off"), {QKeySequence(Qt::Key_D, Qt::Key_L)},
      [this] { currentView()->toggleLegends(); }, isOpen);
  add(
      "dashboard.crosshair", dashboard, tr("Share the crosshair, the tooltip or nothing"),
      {QKeySequence(Qt::CTRL | Qt::Key_O)},
      [this] {
        Crosshair& crosshair = currentView()->crosshair();
        crosshair.setSharing(static_cast<CrosshairSharing>((static_cast<int>(crosshair.sharing()) + 1) % 3));
      },
      isOpen);
  add(
      "dashboard.own-time", dashboard, tr("The dashboard's own range, refresh and zone"), {}, [this] { takeOwnTime(); },
      isOpen);
  const std::pair<const char*, std::pair<QString, CompareWith>> comparisons[] = {
      {"dashboard.compare-period", {tr("Compare with the period before"), CompareWith::kPreviousPeriod}},
      {"dashboard.compare-day", {tr("Compare with the day before"), CompareWith::kDayBefore}},
      {"dashboard.compare-week", {tr("Compare with the week before"), CompareWith::kWeekBefore}},
      {"dashboard.compare-nothing", {tr("Compare with nothing"), CompareWith::kNothing}}};
  for (const auto& [id, what] : comparisons) {
    add(
        id, dashboard, what.first, {}, [this, with = what.second] { context_.timeRange.setCompareWith(with); },
        [this, isOpen, with = what.second] { return isOpen() && context_.timeRange.compareWith() != with; });
  }
  add(
      "dashboard.copy-link", dashboard, tr("Copy a link to what is shown"), {QKeySequence(Qt::Key_D, Qt::Key_C)},
      [this] { copyLink(); }, isOpen);
  add("dashboard.open-link", dashboard, tr("Open the link in the clipboard"), {QKeySequence(Qt::Key_D, Qt::Key_V)},
      [this] { openClipboard(); }, {});

  addShelfCommands(commands);

  const auto hand = [this] { return currentView() ? currentView()->panelInHand() : nullptr; };
  const auto inHand = [hand] { return hand() != nullptr; };
  add(
      "panel.view", panel, tr("Full screen, or back"), {QKeySequence(Qt::Key_V)},
      [this, hand] { currentView()->viewPanel(hand() == currentView()->viewedPanel() ? nullptr : hand()); }, inHand);
  add(
      "panel.inspect", panel, tr("Inspect: data, queries, figures, JSON"), {QKeySequence(Qt::Key_E)},
      [this, hand] { currentPane()->inspect(*hand()); }, inHand);
  add(
      "panel.explore", panel, tr("Explore its queries"), {QKeySequence(Qt::Key_X)},
      [this, hand] { currentPane()->explore(*hand()); }, inHand);
  add(
      "panel.legend", panel, tr("Legend on or off"), {QKeySequence(Qt::Key_P, Qt::Key_L)},
      [hand] { hand()->setLegendShown(!hand()->isLegendShown()); }, inHand);
  add(
      "panel.copy-link", panel, tr("Copy a link to it"), {QKeySequence(Qt::Key_P, Qt::Key_S)},
      [this, hand] { copyLink(hand()->model().id); }, inHand);
  add(
      "panel.copy-promql", panel, tr("Copy PromQL"), {QKeySequence(Qt::Key_P, Qt::Key_C)},
      [hand] { hand()->copyPromQl(); }, inHand);
  add(
      "panel.copy-csv", panel, tr("Copy as CSV"), {QKeySequence(Qt::Key_P, Qt::Key_V)}, [hand] { hand()->copyCsv(); },
      inHand);
  add(
      "panel.copy-image", panel, tr("Copy image"), {QKeySequence(Qt::Key_P, Qt::Key_I)},
      [hand] { hand()->copyImage(); }, inHand);
  add(
      "panel.menu", panel, tr("Its menu"), {QKeySequence(Qt::Key_P, Qt::Key_M)}, [hand] { hand()->openMenu(); },
      inHand);
  return commands;
}

void DashboardPage::addShelfCommands(std::vector<Command>& commands) {
  const QString group = tr("Dashboard");
  const auto add = [&](const char* id, const QString& word, const QString& alias, std::function<void()> run,
                       std::function<bool()> isPossible, const QList<QKeySequence>& keys = {}) {
    // Keys are those of the pane's own shortcuts: they work in fields as well.
    commands.push_back(
        {QString::fromLatin1(id), group, word, keys, std::move(run), std::move(isPossible), !keys.isEmpty(), alias});
  };
  const auto has = [this](auto&& of) {
    return [this, of] {
      DashboardPane* const pane = currentPane();
      return pane && of(*pane);
    };
  };
  const auto may = has([](DashboardPane& pane) { return pane.session().whyNot().isEmpty(); });
  add(
      "dashboard.edit", tr("Change this dashboard, or be done"), tr("edit modify arrange panels"),
      [this] { currentPane()->setEditing(!currentPane()->isEditing()); }, may);
  add(
      "dashboard.add-panel", tr("Add panel"), tr("new chart graph create"), [this] { currentPane()->beginPanel(); },
      may);
  add("dashboard.save", tr("Save the dashboard"), tr("store write"), [this] { currentPane()->save(); },
      has([](DashboardPane& pane) { return pane.session().isDirty(); }), {QKeySequence(QKeySequence::Save)});
  add(
      "dashboard.save-as", tr("Save as…"), tr("copy duplicate the dashboard"), [this] { currentPane()->saveAs(); },
      may);
  add("dashboard.undo", tr("Undo the last change"), {}, [this] { currentPane()->session().undo().undo(); },
      has([](DashboardPane& pane) { return pane.isEditing() && pane.session().undo().canUndo(); }),
      {QKeySequence(QKeySequence::Undo)});
  add("dashboard.redo", tr("Redo what was undone"), {}, [this] { currentPane()->session().undo().redo(); },
      has([](DashboardPane& pane) { return pane.isEditing() && pane.session().undo().canRedo(); }),
      {QKeySequence(QKeySequence::Redo)});
  add("dashboard.new", tr("New dashboard"), tr("create empty"), [this] { newDashboard(); }, {});
  add("dashboard.import", tr("Import…"), tr("a dashboard from a file, JSON or Grafana load open upload"),
      [this] { openImport(); }, {});
  add(
      "dashboard.forget", tr("Move this dashboard to the trash"), tr("delete remove"), [this] { forgetCurrent(); },
      [this] { return index_ >= 0 && entries_[static_cast<std::size_t>(index_)].origin == DashboardOrigin::kOwn; });
  add(
      "dashboard.annotations", tr("All marks on the charts on or off"), tr("annotations events flags"),
      [this] { toggleAnnotations(); }, has([](DashboardPane&) { return true; }));
}

void DashboardPage::toggleAnnotations() {
  AnnotationSet& marks = currentView()->annotations();
  const std::vector<AnnotationSet::Layer> layers = marks.layers();
  const bool any = std::any_of(layers.begin(), layers.end(),
                               [](const AnnotationSet::Layer& layer) { return !layer.hidden && layer.enabled; });
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!layers[i].hidden) marks.setEnabled(i, !any);
  }
  say(any ? tr("Marks are off") : tr("Marks are on"));
}

std::vector<Destination> DashboardPage::destinations() {
  std::vector<Destination> places;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto index = static_cast<int>(i);
    // Under its own name, as Grafana has it, it is found as well.
    places.push_back({tr("Dashboards"), entries_[i].title, entries_[i].description.section(QLatin1Char('\n'), 0, 0),
                      [this, index] { openIndex(index); }, entries_[i].dashboard.title});
  }
  if (!currentView()) return places;
  for (PanelWidget* one : currentView()->panels()) {
    const QString title = one->title();
    if (title.isEmpty()) continue;
    const QPointer<PanelWidget> target(one);
    places.push_back({tr("Panel"), title, one->model().description.section(QLatin1Char('\n'), 0, 0), [this, target] {
                        if (target && currentView()) currentView()->reveal(target);
                      }});
  }
  return places;
}

}  // namespace vigie::console
