#include "console/dashboard/edit/grid_editor.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/edit/grid_edit.h"
#include "console/dashboard/grid_layout.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <cmath>

namespace vigie::console {
namespace {

constexpr int kCorner = 18;
constexpr int kTool = 24;
constexpr std::array kToolIcons = {"edit", "copy", "close"};

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
  setAccessibleDescription(tr("%1: column %2, row %3, %4 wide, %5 high")
                               .arg(chosen_->title())
                               .arg(chosen_->model().grid.x + 1)
                               .arg(chosen_->model().grid.y + 1)
                               .arg(chosen_->model().grid.w)
                               .arg(chosen_->model().grid.h));
  const QRect place = chosen_->geometry();
  view_.ensureVisible(place.center().x(), place.center().y(), 0, place.height() / 2 + space::kLarge);
}

std::vector<GridEditor::Spot> GridEditor::spots() const {
  std::vector<Spot> spots;
  const auto sections = view_.gridSections();
  for (std::size_t s = 0; s < sections.size(); ++s) {
    if (sections[s].folded) continue;
    for (std::size_t i = 0; i < sections[s].panels.size(); ++i) spots.push_back({s, i, sections[s].panels[i]});
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

std::vector<GridPosition> GridEditor::placesOf(std::size_t section) const {
  std::vector<GridPosition> places;
  const auto sections = view_.gridSections();
  for (const PanelWidget* panel : sections[section].panels) places.push_back(panel->model().grid);
  // As they are seen: from the section's first row, moved up.
  const std::vector<int> rows = compactedRows(places);
  for (std::size_t i = 0; i < places.size(); ++i) places[i].y = rows[i];
  return places;
}

void GridEditor::showPlaces(std::size_t section, const std::vector<GridPosition>& places) {
  std::vector<std::pair<PanelWidget*, GridPosition>> moved;
  const auto panels = view_.gridSections()[section].panels;
  for (std::size_t i = 0; i < panels.size(); ++i) moved.emplace_back(panels[i], places[i]);
  view_.setPlaces(moved);
}

void GridEditor::commit(bool resized) {
  // Every section from where the one above it ends: what a file says of a row's panels counts from the top.
  std::map<int, GridPosition> places;
  int top = 0;
  const auto sections = view_.gridSections();
  for (std::size_t s = 0; s < sections.size(); ++s) {
    if (sections[s].rowId != 0) places[sections[s].rowId] = {0, top++, kGridColumns, 1};
    const std::vector<GridPosition> own = placesOf(s);
    for (std::size_t i = 0; i < own.size(); ++i) {
      GridPosition place = own[i];
      place.y += top;
      places[sections[s].panels[i]->model().id] = place;
    }
    if (!sections[s].nested) top += heightOf(own);
  }
  wanted_ = chosen();
  Q_EMIT placesChanged(places, resized);
}

void GridEditor::nudge(int dx, int dy, bool resize) {
  const Spot* spot = spotOf(chosen_);
  if (!spot) return;
  const std::vector<GridPosition> places = placesOf(spot->section);
  const GridPosition& place = places[spot->index];
  std::vector<GridPosition> next;
  if (resize) {
    next = withResized(places, spot->index, place.w + dx, place.h + dy);
  } else {
    next = withMoved(places, spot->index, place.x + dx, place.y + dy);
    // Down one row changes nothing where the panel below only moves up: past it then.
    for (int step = 2; dy > 0 && next == places && step < 200 && place.y + step <= heightOf(places); ++step) {
      next = withMoved(places, spot->index, place.x, place.y + step);
    }
    for (int step = 2; dy < 0 && next == places && step <= place.y; ++step) {
      next = withMoved(places, spot->index, place.x, place.y - step);
    }
  }
  if (next == places) return;
  showPlaces(spot->section, next);
  commit(resize);
}

void GridEditor::dragTo(const QPoint& at) {
  const Spot* spot = spotOf(chosen_);
  if (!spot) return;
  const QSizeF cell = view_.gridCell();
  const QPoint by = at - pressedAt_;
  const int dx = static_cast<int>(std::lround(by.x() / cell.width()));
  const int dy = static_cast<int>(std::lround(by.y() / cell.height()));
  const GridPosition& from = before_[spot->index];
  // From where the drag began, not from the last preview: going back undoes what others did.
  showPlaces(spot->section, grip_ == Grip::kResize ? withResized(before_, spot->index, from.w + dx, from.h + dy)
                                                   : withMoved(before_, spot->index, from.x + dx, from.y + dy));
}

QRect GridEditor::toolRect(const QRect& panel, int tool) const {
  const int right = panel.right() - space::kTiny - (static_cast<int>(kToolIcons.size()) - 1 - tool) * kTool;
  return {right - kTool, panel.top() + 5, kTool, kTool};
}

int GridEditor::toolAt(const QPoint& at) const {
  const Spot* spot = spotAt(at);
  if (!spot) return -1;
  for (int tool = 0; tool < static_cast<int>(kToolIcons.size()); ++tool) {
    if (toolRect(spot->panel->geometry(), tool).contains(at)) return tool;
  }
  return -1;
}

void GridEditor::useTool(int tool, int id) {
  if (tool == 0) Q_EMIT changeRequested(id);
  if (tool == 1) Q_EMIT copyRequested(id);
  if (tool == 2) Q_EMIT removeRequested(id);
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
  before_ = placesOf(spot->section);
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
  const Spot* spot = spotOf(chosen_);
  if (grip == Grip::kNone || !spot || placesOf(spot->section) == before_) return;
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
  menu->addAction(tr("Remove"), this, [this, id] { Q_EMIT removeRequested(id); });
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
      if (id != 0) Q_EMIT removeRequested(id);
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

void GridEditor::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = theme_.tokens();
  for (const Spot& spot : spots_) {
    const QRect place = spot.panel->geometry();
    const bool isChosen = spot.panel == chosen_;
    const bool isHovered = spot.panel == hovered_;
    const QRectF frame = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChosen) {
      QColor tint = t.accent;
      tint.setAlphaF(0.06F);
      painter.setBrush(tint);
    } else {
      painter.setBrush(Qt::NoBrush);
    }
    painter.setPen(QPen(isChosen || isHovered ? t.accent : t.line, isChosen ? 2 : 1));
    painter.drawRoundedRect(isChosen ? frame.adjusted(0.5, 0.5, -0.5, -0.5) : frame, radius::kPanel, radius::kPanel);
    // The corner that resizes.
    painter.setPen(QPen(isChosen || isHovered ? t.accent : t.muted, 1.5));
    for (const int inset : {5, 9}) {
      painter.drawLine(QPointF(place.right() - inset - 2, place.bottom() - 4),
                       QPointF(place.right() - 4, place.bottom() - inset - 2));
    }
    if (!isChosen && !isHovered) continue;
    const QRect tools = toolRect(place, 0).united(toolRect(place, static_cast<int>(kToolIcons.size()) - 1));
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(QRectF(tools).adjusted(-1.5, 0.5, 1.5, -0.5), radius::kControl, radius::kControl);
    for (int tool = 0; tool < static_cast<int>(kToolIcons.size()); ++tool) {
      painter.drawPixmap(toolRect(place, tool).topLeft() + QPoint(4, 4),
                         iconPixmap(QString::fromLatin1(kToolIcons[static_cast<std::size_t>(tool)]), t.muted, 16,
                                    devicePixelRatioF()));
    }
  }
}

}  // namespace vigie::console
