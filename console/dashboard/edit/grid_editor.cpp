#include "console/dashboard/edit/grid_editor.h"

#include "console/app/theme.h"
#include "console/dashboard/edit/grid_edit.h"
#include "console/dashboard/grid_layout.h"

#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr int kCorner = 18;

}  // namespace

GridEditor::GridEditor(const Theme& theme, DashboardView& view) : QWidget(view.canvas()), theme_(theme), view_(view) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Panels, to be arranged"));
  connect(&view_, &DashboardView::arranged, this, &GridEditor::follow);
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
  follow();
  show();
}

void GridEditor::follow() {
  setGeometry(view_.canvas()->rect());
  spots_ = spots();
  if (chosen_ && !spotOf(chosen_)) chosen_ = nullptr;
  if (!chosen_ && wanted_ != 0) {
    for (const Spot& spot : spots_) {
      if (spot.panel->model().id == wanted_) chosen_ = spot.panel;
    }
  }
  raise();
  update();
}

int GridEditor::chosen() const { return chosen_ ? chosen_->model().id : 0; }

void GridEditor::choose(int id) {
  wanted_ = id;
  chosen_ = nullptr;
  follow();
  if (!chosen_) return;
  const Spot* spot = spotOf(chosen_);
  const QString under = spot ? view_.gridSections()[spot->section].title : QString();
  const QString where = tr("%1: column %2, row %3, %4 wide, %5 high")
                            .arg(chosen_->title())
                            .arg(chosen_->model().grid.x + 1)
                            .arg(chosen_->model().grid.y + 1)
                            .arg(chosen_->model().grid.w)
                            .arg(chosen_->model().grid.h);
  setAccessibleDescription(under.isEmpty() ? where : tr("%1, under “%2”").arg(where, under));
  const QRect place = chosen_->geometry();
  view_.ensureVisible(place.center().x(), place.center().y(), 0, place.height() / 2 + space::kLarge);
}

void GridEditor::remove(int id) {
  const auto isIt = [id](const Spot& spot) { return spot.panel->model().id == id; };
  const auto spot = std::find_if(spots_.begin(), spots_.end(), isIt);
  if (spot == spots_.end()) return;
  const bool last = spot + 1 == spots_.end();
  const int next = !last ? (spot + 1)->panel->model().id : spot == spots_.begin() ? 0 : (spot - 1)->panel->model().id;
  Q_EMIT removeRequested(id);
  // The keyboard goes on where it was.
  if (next != 0 && std::none_of(spots_.begin(), spots_.end(), isIt)) choose(next);
}

std::vector<GridEditor::Spot> GridEditor::spots() const {
  std::vector<Spot> spots;
  const auto sections = view_.gridSections();
  for (std::size_t s = 0; s < sections.size(); ++s) {
    if (sections[s].folded) continue;
    for (PanelWidget* panel : sections[s].panels) spots.push_back({s, panel});
  }
  return spots;
}

const GridEditor::Spot* GridEditor::spotAt(const QPoint& at) const {
  const auto found = std::find_if(spots_.begin(), spots_.end(),
                                  [&at](const Spot& spot) { return spot.panel->geometry().contains(at); });
  return found == spots_.end() ? nullptr : &*found;
}

const GridEditor::Spot* GridEditor::spotOf(const PanelWidget* panel) const {
  const auto found =
      std::find_if(spots_.begin(), spots_.end(), [panel](const Spot& spot) { return spot.panel == panel; });
  return found == spots_.end() ? nullptr : &*found;
}

GridSections GridEditor::sections() const {
  GridSections sections;
  for (const auto& section : view_.gridSections()) {
    std::vector<GridPosition> places;
    for (const PanelWidget* panel : section.panels) places.push_back(panel->model().grid);
    const std::vector<int> rows = compactedRows(places);
    std::vector<SectionPanel>& panels = sections.emplace_back();
    for (std::size_t i = 0; i < places.size(); ++i) {
      places[i].y = rows[i];
      panels.push_back({section.panels[i]->model().id, places[i]});
    }
  }
  return sections;
}

void GridEditor::commit(bool resized) {
  // Every section from where the one above it ends: what a file says of a row's panels counts from the top.
  GridArrangement arrangement;
  int top = 0;
  const auto views = view_.gridSections();
  const GridSections places = sections();
  for (std::size_t s = 0; s < views.size(); ++s) {
    if (views[s].rowId != 0) arrangement[views[s].rowId] = {0, {0, top++, kGridColumns, 1}};
    for (const SectionPanel& panel : places[s]) {
      GridPosition place = panel.place;
      place.y += top;
      arrangement[panel.id] = {views[s].rowId, place};
    }
    if (!views[s].nested) top += heightOf(placesIn(places[s]));
  }
  wanted_ = chosen();
  Q_EMIT arrangementChanged(arrangement, resized);
}

std::size_t GridEditor::besides(std::size_t section, int direction) const {
  const auto views = view_.gridSections();
  for (auto s = static_cast<std::ptrdiff_t>(section) + direction; s >= 0 && s < std::ssize(views); s += direction) {
    if (!views[static_cast<std::size_t>(s)].folded) return static_cast<std::size_t>(s);
  }
  return section;
}

GridSections GridEditor::nudged(const Spot& spot, int dx, int dy) const {
  const GridSections present = sections();
  const int id = spot.panel->model().id;
  const auto& own = present[spot.section];
  const auto panel = std::find_if(own.begin(), own.end(), [id](const SectionPanel& one) { return one.id == id; });
  const GridPosition place = panel->place;
  // Down one row changes nothing where the panel below only moves up: past it then.
  const int most = dy > 0 ? heightOf(placesIn(own)) - place.y : dy < 0 ? place.y : 1;
  for (int step = 1; step <= std::max(1, most); ++step) {
    const GridSections next = withMovedTo(present, id, spot.section, place.x + dx, place.y + dy * step);
    if (next != present) return next;
  }
  const std::size_t other = besides(spot.section, dy);
  if (dy == 0 || other == spot.section) return present;
  return withMovedTo(present, id, other, place.x, dy > 0 ? 0 : heightOf(placesIn(present[other])));
}

void GridEditor::nudge(int dx, int dy, bool resize) {
  const Spot* spot = spotOf(chosen_);
  if (!spot) return;
  const GridPosition& grid = chosen_->model().grid;
  const GridSections next =
      resize ? withResizedTo(sections(), chosen(), grid.w + dx, grid.h + dy) : nudged(*spot, dx, dy);
  if (next == sections()) return;
  view_.setPlaces(next);
  commit(resize);
}

std::size_t GridEditor::sectionAt(int y, std::size_t own) const {
  std::size_t found = 0;
  for (std::size_t s = 0; s < zones_.size(); ++s) {
    if (zones_[s].begin <= y) found = s;
  }
  return zones_[found].folded ? own : found;
}

void GridEditor::dragTo(const QPoint& at) {
  const int id = chosen();
  if (id == 0) return;
  const QSizeF cell = view_.gridCell();
  const QPoint by = at - pressedAt_;
  const int dx = static_cast<int>(std::lround(by.x() / cell.width()));
  const int dy = static_cast<int>(std::lround(by.y() / cell.height()));
  // From where the drag began, not from the last preview: going back undoes what others did.
  for (std::size_t s = 0; s < before_.size(); ++s) {
    for (const SectionPanel& panel : before_[s]) {
      if (panel.id != id) continue;
      const GridPosition& from = panel.place;
      if (grip_ == Grip::kResize) return view_.setPlaces(withResizedTo(before_, id, from.w + dx, from.h + dy));
      const std::size_t to = sectionAt(at.y(), s);
      // The row under the panel's upper edge, counted in the section it is over.
      const double shift = (zones_[s].top - zones_[to].top) / cell.height();
      const int row = from.y + dy + static_cast<int>(std::lround(shift));
      return view_.setPlaces(withMovedTo(before_, id, to, from.x + dx, std::max(0, row)));
    }
  }
}

void GridEditor::useTool(int tool, int id) {
  if (tool == 0) Q_EMIT changeRequested(id);
  if (tool == 1) Q_EMIT copyRequested(id);
  if (tool == 2) remove(id);
}

void GridEditor::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const Spot* spot = spotAt(event->pos());
  if (!spot) {
    wanted_ = 0;
    chosen_ = nullptr;
    update();
    return;
  }
  if (const int tool = toolAt(event->pos()); tool >= 0) return useTool(tool, spot->panel->model().id);
  chosen_ = spot->panel;
  wanted_ = chosen();
  const QRect place = spot->panel->geometry();
  const bool corner = event->pos().x() > place.right() - kCorner && event->pos().y() > place.bottom() - kCorner;
  grip_ = corner ? Grip::kResize : Grip::kMove;
  pressedAt_ = event->pos();
  before_ = sections();
  zones_ = view_.gridSections();
  update();
}

void GridEditor::mouseMoveEvent(QMouseEvent* event) {
  if (grip_ != Grip::kNone) return dragTo(event->pos());
  const Spot* spot = spotAt(event->pos());
  hovered_ = spot ? spot->panel : nullptr;
  if (!spot) {
    setCursor(Qt::ArrowCursor);
  } else if (toolAt(event->pos()) >= 0) {
    setCursor(Qt::PointingHandCursor);
  } else {
    const QRect place = spot->panel->geometry();
    const bool corner = event->pos().x() > place.right() - kCorner && event->pos().y() > place.bottom() - kCorner;
    setCursor(corner ? Qt::SizeFDiagCursor : Qt::SizeAllCursor);
  }
  update();
}

void GridEditor::mouseReleaseEvent(QMouseEvent* event) {
  Q_UNUSED(event)
  const Grip grip = std::exchange(grip_, Grip::kNone);
  if (grip == Grip::kNone || !chosen_ || sections() == before_) return;
  commit(grip == Grip::kResize);
}

void GridEditor::mouseDoubleClickEvent(QMouseEvent* event) {
  grip_ = Grip::kNone;
  const Spot* spot = spotAt(event->pos());
  if (spot && toolAt(event->pos()) < 0) Q_EMIT changeRequested(spot->panel->model().id);
}

void GridEditor::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  hovered_ = nullptr;
  update();
}

void GridEditor::contextMenuEvent(QContextMenuEvent* event) {
  const Spot* spot = spotAt(event->pos());
  if (!spot) return;
  choose(spot->panel->model().id);
  const int id = chosen();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Change…"), this, [this, id] { Q_EMIT changeRequested(id); });
  menu->addAction(tr("Copy"), this, [this, id] { Q_EMIT copyRequested(id); });
  menu->addAction(tr("Remove"), this, [this, id] { remove(id); });
  menu->popup(event->globalPos());
}

bool GridEditor::focusNextPrevChild(bool next) {
  if (spots_.empty()) return QWidget::focusNextPrevChild(next);
  const Spot* spot = spotOf(chosen_);
  const auto at = spot ? spot - spots_.data() : (next ? -1 : std::ssize(spots_));
  const auto wanted = at + (next ? 1 : -1);
  // Past the last one the focus goes on.
  if (wanted < 0 || wanted >= std::ssize(spots_)) return QWidget::focusNextPrevChild(next);
  choose(spots_[static_cast<std::size_t>(wanted)].panel->model().id);
  return true;
}

void GridEditor::keyPressEvent(QKeyEvent* event) {
  const int id = chosen();
  const bool resize = event->modifiers() & Qt::ShiftModifier;
  const bool control = event->modifiers() & Qt::ControlModifier;
  switch (event->key()) {
    case Qt::Key_Left:
      return nudge(-1, 0, resize);
    case Qt::Key_Right:
      return nudge(1, 0, resize);
    case Qt::Key_Up:
      return nudge(0, -1, resize);
    case Qt::Key_Down:
      return nudge(0, 1, resize);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (id != 0) Q_EMIT changeRequested(id);
      return;
    case Qt::Key_Delete:
      if (id != 0) remove(id);
      return;
    case Qt::Key_D:
      if (control && id != 0) {
        Q_EMIT copyRequested(id);
        return;
      }
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace vigie::console
