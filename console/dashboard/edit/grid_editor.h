// Over the panels while a dashboard is edited: moving and resizing them by mouse and keyboard, and picking one to
// change. It changes nothing itself: it shows where the others would go, and says what is wanted.
//
// Keys: Tab from panel to panel, arrows move, Shift+arrows resize, Enter changes, Ctrl+D copies, Delete removes.
#pragma once

#include "console/dashboard/dashboard_view.h"

#include <QPointer>
#include <QWidget>

#include <map>

namespace vigie::console {

class GridEditor : public QWidget {
  Q_OBJECT
 public:
  GridEditor(const Theme& theme, DashboardView& view);

  /// The id of the panel that is chosen; 0: none.
  [[nodiscard]] int chosen() const;
  void choose(int id);

 Q_SIGNALS:
  /// The places of all panels, rows included, as the file counts them.
  void placesChanged(const std::map<int, vigie::console::GridPosition>& places, bool resized);
  void changeRequested(int id);
  void copyRequested(int id);
  void removeRequested(int id);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool focusNextPrevChild(bool next) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  enum class Grip { kNone, kMove, kResize };
  /// A panel with its section and its index there.
  struct Spot {
    std::size_t section = 0;
    std::size_t index = 0;
    PanelWidget* panel = nullptr;
  };

  void follow();
  [[nodiscard]] std::vector<Spot> spots() const;
  [[nodiscard]] const Spot* spotAt(const QPoint& at) const;
  [[nodiscard]] const Spot* spotOf(const PanelWidget* panel) const;
  [[nodiscard]] std::vector<GridPosition> placesOf(std::size_t section) const;
  void showPlaces(std::size_t section, const std::vector<GridPosition>& places);
  void dragTo(const QPoint& at);
  void commit(bool resized);
  void nudge(int dx, int dy, bool resize);
  [[nodiscard]] QRect toolRect(const QRect& panel, int tool) const;
  [[nodiscard]] int toolAt(const QPoint& at) const;
  void useTool(int tool, int id);

  const Theme& theme_;
  DashboardView& view_;
  std::vector<Spot> spots_;
  QPointer<PanelWidget> chosen_;
  QPointer<PanelWidget> hovered_;
  int wanted_ = 0;  ///< chosen before the panels were built anew
  Grip grip_ = Grip::kNone;
  QPoint pressedAt_;
  std::vector<GridPosition> before_;  ///< of the section, when the drag began
};

}  // namespace vigie::console
