// Over the panels while a dashboard is edited: moving and resizing them by mouse and keyboard, and picking one to
// change. It changes nothing itself: it shows where the others would go, and says what is wanted.
//
// Keys: Tab from panel to panel, arrows move, over the end of a row into the next, Shift+arrows resize, Enter changes,
// Ctrl+D copies, Delete removes.
#pragma once

#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/dashboard_document.h"

#include <QPointer>
#include <QWidget>

namespace vigie::console {

class GridEditor : public QWidget {
  Q_OBJECT
 public:
  GridEditor(const Theme& theme, DashboardView& view);

  /// The id of the panel that is chosen; 0: none.
  [[nodiscard]] int chosen() const;
  void choose(int id);

 Q_SIGNALS:
  /// Where all panels stand, rows included, as the file counts them.
  void arrangementChanged(const vigie::console::GridArrangement& arrangement, bool resized);
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
  /// A panel that is not folded away, with its section.
  struct Spot {
    std::size_t section = 0;
    PanelWidget* panel = nullptr;
  };

  void follow();
  /// Asks for its removal; the panel after it is chosen then, or the one before.
  void remove(int id);
  [[nodiscard]] std::vector<Spot> spots() const;
  [[nodiscard]] const Spot* spotAt(const QPoint& at) const;
  [[nodiscard]] const Spot* spotOf(const PanelWidget* panel) const;
  /// As they are seen: from each section's first row, moved up.
  [[nodiscard]] GridSections sections() const;
  /// The section at this height when the drag began; the panel's own where that is folded away.
  [[nodiscard]] std::size_t sectionAt(int y, std::size_t own) const;
  /// The nearest one below (1) or above (-1) that is not folded away; itself when there is none.
  [[nodiscard]] std::size_t besides(std::size_t section, int direction) const;
  [[nodiscard]] GridSections nudged(const Spot& spot, int dx, int dy) const;
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
  GridSections before_;  ///< when the drag began
  std::vector<DashboardView::GridSection> zones_;
};

}  // namespace vigie::console
