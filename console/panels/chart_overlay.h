// Over a chart: the shared crosshair, the values under it, what happened, and the mouse: drag zooms, click pins, double
// click zooms out. Redraws no series.
#pragma once

#include "console/panels/annotation_marks.h"
#include "console/panels/chart_model.h"
#include "console/panels/chart_tooltip.h"
#include "console/panels/chart_walk.h"
#include "console/panels/panel_body.h"
#include "console/panels/series_layer.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace vigie::console {

class AnnotationSet;
class Crosshair;
class PinnedTooltip;

class ChartOverlay : public QWidget {
  Q_OBJECT
 public:
  ChartOverlay(const Theme& theme, Crosshair& crosshair, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ChartModel> model);
  /// The plot inside this widget; the tooltip may use all of the widget.
  void setPlot(const QRect& plot, const PlotScale& scale);
  /// What happened, for the panel with this id; `annotations` outlives the overlay.
  void setAnnotations(const AnnotationSet& annotations, int panelId);
  /// What the tooltip says besides the model's lines.
  void setRows(std::function<std::vector<TooltipRow>(qint64 timeMs)> rows) { rows_ = std::move(rows); }
  /// Makes out the links of a row that is pinned; without it there are none.
  void setLinkResolver(PanelBody::LinkResolver resolver) { linkResolver_ = std::move(resolver); }
  /// Null while nothing is pinned.
  [[nodiscard]] const PinnedTooltip* pinned() const { return pinned_; }
  /// False when nothing was pinned.
  bool unpin();
  // By keyboard, as PanelBody promises it.
  QString walkBy(WalkStep step);
  bool pinWalked();
  /// The line the keyboard stands on; -1: none.
  [[nodiscard]] int walkedLine() const { return walked_ ? walked_->line : -1; }
  void endWalk();

 Q_SIGNALS:
  void zoomRequested(const vigie::console::TimeWindow& window);
  void zoomOutRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  /// The values beside the crosshair, while they are shown.
  struct Hover {
    TooltipContent content;
    QRect box;
  };
  /// The crosshair moved: repaints where it and the values were and are.
  void followCrosshair();
  /// Everything anew, for other data or another size.
  void redraw();
  /// Where the crosshair is, if it is shown here.
  [[nodiscard]] std::optional<qint64> shownMoment() const;
  /// Where the crosshair and its dots are drawn; empty while it is not shown.
  [[nodiscard]] QRect momentRect() const;
  [[nodiscard]] std::optional<Hover> hoverNow() const;
  [[nodiscard]] bool isDrawable() const { return model_ && !plot_.isEmpty() && scale_.window.lengthMs() > 0; }
  [[nodiscard]] double pixelOf(qint64 timeMs) const;
  void drawSelection(QPainter& painter) const;
  void drawMoment(QPainter& painter, qint64 timeMs, bool strong) const;
  /// The line whose sample at `timeMs` is nearest to the pointer, or that the keyboard stands on.
  [[nodiscard]] const ChartLine* nearestLine(qint64 timeMs) const;
  /// All of it, or only so many rows in words.
  [[nodiscard]] TooltipContent contentAt(qint64 timeMs,
                                         std::size_t most = std::numeric_limits<std::size_t>::max()) const;
  void pin(qint64 timeMs);
  /// Those of all rows, named by their row where several have some.
  [[nodiscard]] std::vector<ResolvedLink> linksIn(const TooltipContent& content) const;
  void placePin();

  const Theme& theme_;
  Crosshair& crosshair_;
  AnnotationMarks marks_;
  std::shared_ptr<const ChartModel> model_;
  QRect plot_;
  PlotScale scale_;
  std::optional<Hover> hover_;
  QRect marked_;  ///< what the crosshair and the values cover
  bool hovered_ = false;
  double hoverY_ = 0;  ///< of the pointer, from the plot's top
  std::optional<WalkPlace> walked_;  ///< where the keyboard stands
  std::optional<int> dragFrom_;
  int dragTo_ = 0;
  PinnedTooltip* pinned_ = nullptr;
  std::function<std::vector<TooltipRow>(qint64)> rows_;
  PanelBody::LinkResolver linkResolver_;
};

}  // namespace vigie::console
