// What the hands do with an open dashboard: a panel alone, legends, pins; where panels stand is in dashboard_canvas.cpp.
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/row_heading.h"

#include <QScrollBar>

#include <algorithm>

namespace vigie::console {

PanelWidget* DashboardView::panelInHand() {
  const QWidget* focused = window()->focusWidget();
  PanelWidget* found = viewed_;
  for (PanelWidget* panel : panels_) {
    if (!panel->isVisible()) continue;
    if (panel->underMouse()) {
      found = panel;
      break;
    }
    if (focused && panel->isAncestorOf(focused)) found = panel;
  }
  // A palette over it takes the pointer and the focus away: the panel is still the one that is meant.
  if (!found && lastInHand_ && lastInHand_->isVisible()) return lastInHand_;
  lastInHand_ = found;
  return found;
}

void DashboardView::viewPanel(PanelWidget* panel) {
  if (panel == viewed_) return;
  const int scroll = verticalScrollBar()->value();
  if (panel && !viewed_) scrollBefore_ = scroll;
  viewed_ = panel;
  arrange();
  if (!panel) verticalScrollBar()->setValue(scrollBefore_);
  // Another width is another number of points, and what was out of sight has missed a round.
  refreshNow();
  Q_EMIT viewedChanged();
}

void DashboardView::reveal(PanelWidget* panel) {
  for (Section& section : sections_) {
    if (!section.collapsed || std::find(section.panels.begin(), section.panels.end(), panel) == section.panels.end()) {
      continue;
    }
    section.collapsed = false;
    section.heading->setCollapsed(false);
  }
  viewPanel(nullptr);
  arrange();
  ensureWidgetVisible(panel, 0, space::kLarge);
  panel->setFocus(Qt::OtherFocusReason);
  refreshVisible(PanelQuery::Mode::kSkipIfBusy, true);
}

void DashboardView::toggleLegends() {
  const bool anyShown =
      std::any_of(panels_.begin(), panels_.end(), [](const PanelWidget* panel) { return panel->isLegendShown(); });
  for (PanelWidget* panel : panels_) panel->setLegendShown(!anyShown);
}

bool DashboardView::goBack() {
  bool unpinned = false;
  for (PanelWidget* panel : panels_) unpinned = panel->unpin() || unpinned;
  if (unpinned) return true;
  if (!viewed_) return false;
  viewPanel(nullptr);
  return true;
}

}  // namespace vigie::console
