// Which panels a dashboard has, and where they stand: built of its model, kept where they say the same, laid out on the
// grid.
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/grid_layout.h"
#include "console/dashboard/link_bar.h"
#include "console/dashboard/offline_memory.h"
#include "console/dashboard/repeat.h"
#include "console/dashboard/row_heading.h"
#include "console/dashboard/time_range.h"
#include "console/dashboard/variable_bar.h"

#include <QScrollBar>

#include <algorithm>
#include <map>
#include <utility>

namespace vigie::console {
namespace {
constexpr int kColumns = 24;
constexpr int kRowHeight = 30;
constexpr int kGap = 8;
constexpr int kMargin = space::kLarge;
/// Below this, panels stand under one another.
constexpr int kOneColumnWidth = 720;
constexpr int kMinPanelHeight = 120;
}  // namespace

void DashboardView::buildPanels() {
  // Later: one of them may be what was dragged or clicked just now.
  const auto dismiss = [](QWidget* widget) {
    if (!widget) return;
    widget->hide();
    widget->deleteLater();
  };
  kept_ = std::exchange(panels_, {});
  std::vector<int> folded;
  for (const Section& section : sections_) {
    if (section.heading && section.collapsed) folded.push_back(section.rowId);
  }
  const bool isFirst = sections_.empty();
  for (const Section& section : sections_) dismiss(section.heading);
  sections_.clear();
  askedInRound_.clear();
  builtFor_ = repeatState();
  const bool wasViewed = viewed_ != nullptr;
  const int viewedId = wasViewed ? viewed_->model().id : 0;
  viewed_.clear();
  const std::vector<PanelModel> models =
      editing_ ? dashboard_.panels
               : withRepeats(dashboard_.panels, [this](const QString& name) { return variables_.chosenOptions(name); });
  sections_.emplace_back();
  for (const PanelModel& model : models) {
    if (model.type != QLatin1String("row")) {
      addPanel(model, sections_.back());
      continue;
    }
    Section section;
    section.collapsed =
        isFirst ? model.collapsed && !expanded_ : std::find(folded.begin(), folded.end(), model.id) != folded.end();
    section.rowId = model.id;
    section.nested = model.collapsed || !model.nested.empty();
    section.title = model.title;
    section.scoped = model.scoped;
    const QString title = interpolate(model.title, variables_.lookup(model.scoped), kTextFormat);
    section.heading = new RowHeading(theme_, title, section.collapsed, canvas_);
    const std::size_t index = sections_.size();
    connect(section.heading, &QAbstractButton::clicked, this, [this, index] {
      Section& clicked = sections_[index];
      clicked.collapsed = !clicked.collapsed;
      clicked.heading->setCollapsed(clicked.collapsed);
      arrange();
      refreshVisible(PanelQuery::Mode::kSkipIfBusy, true);
    });
    sections_.push_back(std::move(section));
    for (const PanelModel& nested : model.nested) addPanel(nested, sections_.back());
  }
  for (PanelWidget* panel : std::exchange(kept_, {})) {
    panel->cancel();
    dismiss(panel);
  }
  for (PanelWidget* panel : panels_) {
    if (wasViewed && !viewed_ && panel->model().id == viewedId) viewed_ = panel;
  }
  recall();
}

void DashboardView::recall() {
  if (!services_.memory) return;
  services_.memory->recall(services_.memoryKey, this, [this](const RememberedDashboard& remembered) {
    for (PanelWidget* panel : panels_) {
      const auto found = remembered.find(rememberedKey(panel->model()));
      if (found != remembered.end()) panel->showRemembered(found->second);
    }
  });
}

PanelWidget* DashboardView::takeKept(const PanelModel& model) {
  const auto withoutPlace = [](const PanelModel& panel) {
    QJsonObject json = panel.json;
    json.remove(QLatin1String("gridPos"));
    return json;
  };
  const auto same = std::find_if(kept_.begin(), kept_.end(), [&](const PanelWidget* panel) {
    return panel->model().id == model.id && panel->model().scoped == model.scoped &&
           withoutPlace(panel->model()) == withoutPlace(model);
  });
  if (same == kept_.end()) return nullptr;
  PanelWidget* panel = *same;
  kept_.erase(same);
  panel->setPlace(model.grid);
  return panel;
}

void DashboardView::setDashboard(Dashboard dashboard) {
  dashboard_ = std::move(dashboard);
  setAccessibleName(dashboard_.title);
  const int scroll = verticalScrollBar()->value();
  buildPanels();
  arrange();
  verticalScrollBar()->setValue(scroll);
  refreshVisible(PanelQuery::Mode::kSkipIfBusy, true);
  Q_EMIT readinessChanged();
}

void DashboardView::setEditing(bool editing) {
  if (editing == editing_) return;
  editing_ = editing;
  const int scroll = verticalScrollBar()->value();
  if (hasRepeats(dashboard_.panels)) buildPanels();
  arrange();
  verticalScrollBar()->setValue(scroll);
  refreshVisible(PanelQuery::Mode::kSkipIfBusy, true);
}

std::vector<DashboardView::GridSection> DashboardView::gridSections() const {
  std::vector<GridSection> sections;
  for (const Section& section : sections_) {
    const QString title = section.heading ? section.heading->text() : QString();
    const int begin = section.heading ? section.heading->y() : 0;
    sections.push_back({section.rowId, title, section.nested, section.collapsed, section.top, begin, section.panels});
  }
  return sections;
}

void DashboardView::setPlaces(const GridSections& sections) {
  std::map<int, PanelWidget*> byId;
  for (PanelWidget* panel : panels_) byId[panel->model().id] = panel;
  for (std::size_t i = 0; i < std::min(sections.size(), sections_.size()); ++i) {
    sections_[i].panels.clear();
    for (const SectionPanel& panel : sections[i]) {
      byId.at(panel.id)->setPlace(panel.place);
      sections_[i].panels.push_back(byId.at(panel.id));
    }
  }
  arrange();
}

QSizeF DashboardView::gridCell() const {
  return {static_cast<double>(viewport()->width() - 2 * kMargin + kGap) / kColumns, kRowHeight + kGap};
}

void DashboardView::addPanel(const PanelModel& model, Section& section) {
  if (PanelWidget* kept = takeKept(model)) {
    panels_.push_back(kept);
    section.panels.push_back(kept);
    return;
  }
  auto* panel = new PanelWidget(services_, dashboard_.uid, model, canvas_);
  connect(panel, &PanelWidget::stateChanged, this, &DashboardView::readinessChanged);
  connect(panel, &PanelWidget::settled, this, &DashboardView::readinessChanged);
  connect(panel, &PanelWidget::zoomRequested, this, [this](const TimeWindow& window) { timeRange_.zoomTo(window); });
  connect(panel, &PanelWidget::zoomOutRequested, this, [this] { timeRange_.zoomOut(); });
  connect(panel, &PanelWidget::viewRequested, this, [this, panel] { viewPanel(viewed_ == panel ? nullptr : panel); });
  connect(panel, &PanelWidget::copied, this, &DashboardView::copied);
  connect(panel, &PanelWidget::menuOpening, this,
          [this, panel](QMenu& menu) { Q_EMIT panelMenuOpening(*panel, menu); });
  panels_.push_back(panel);
  section.panels.push_back(panel);
}

void DashboardView::expandAll() {
  expanded_ = true;
  for (Section& section : sections_) {
    section.collapsed = false;
    if (section.heading) section.heading->setCollapsed(false);
  }
  arrange();
}

void DashboardView::setLinksElsewhere(bool elsewhere) {
  if (linksElsewhere_ == elsewhere) return;
  linksElsewhere_ = elsewhere;
  arrange();
}

LinkBar* DashboardView::linksWithoutPlace() const {
  return linksElsewhere_ && bar_->isEmpty() && !links_->isEmpty() ? links_ : nullptr;
}

void DashboardView::arrange() {
  const bool linksHere = !links_->isEmpty() && !linksWithoutPlace();
  const int linksWide = linksHere ? links_->widthIn(width()) : 0;
  const int variablesHigh = bar_->isEmpty() ? 0 : bar_->heightForWidth(width() - linksWide);
  const int barHeight = std::max(variablesHigh, linksHere ? links_->wantedHeight() : 0);
  setViewportMargins(0, barHeight, 0, 0);
  bar_->setVisible(variablesHigh > 0);
  bar_->setGeometry(0, 0, width() - linksWide, barHeight);
  links_->setVisible(linksHere);
  links_->setGeometry(width() - linksWide, 0, linksWide, barHeight);
  if (viewed_) {
    for (const Section& section : sections_) {
      if (section.heading) section.heading->hide();
    }
    for (PanelWidget* panel : panels_) panel->setVisible(panel == viewed_);
    canvas_->resize(viewport()->size());
    viewed_->setGeometry(viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin));
    return;
  }
  arrangeSections(viewport()->width() - 2 * kMargin);
}

void DashboardView::arrangeSections(int width) {
  const double column = static_cast<double>(width + kGap) / kColumns;
  const bool oneColumn = width < kOneColumnWidth && !editing_;
  int top = kMargin;
  for (Section& section : sections_) {
    if (section.heading) {
      section.heading->setGeometry(kMargin, top, width, kRowHeight);
      section.heading->show();
      top += kRowHeight + kGap;
    }
    section.top = top;
    std::vector<GridPosition> places;
    for (const PanelWidget* panel : section.panels) places.push_back(panel->model().grid);
    const std::vector<int> rows = compactedRows(places);
    int bottom = top;
    for (std::size_t i = 0; i < section.panels.size(); ++i) {
      PanelWidget* panel = section.panels[i];
      panel->setVisible(!section.collapsed);
      if (section.collapsed) continue;
      const GridPosition& grid = panel->model().grid;
      const int height = grid.h * (kRowHeight + kGap) - kGap;
      if (oneColumn) {
        panel->setGeometry(kMargin, bottom, width, std::max(height, kMinPanelHeight));
        bottom += panel->height() + kGap;
        continue;
      }
      const int left = static_cast<int>(grid.x * column);
      const int right = static_cast<int>((grid.x + grid.w) * column) - kGap;
      panel->setGeometry(kMargin + left, top + rows[i] * (kRowHeight + kGap), right - left, height);
      bottom = std::max(bottom, panel->geometry().bottom() + 1 + kGap);
    }
    top = bottom;
  }
  canvas_->resize(viewport()->width(), std::max(top - kGap + kMargin, viewport()->height()));
  Q_EMIT arranged();
}

}  // namespace vigie::console
