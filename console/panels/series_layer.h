// The lines of a chart: drawn by us over Qt Charts' plot area, because its own series cost ten times as much.
//
// The drawing is cached in a pixmap in device pixels; a repaint (a moving crosshair, an exposed window) copies it. All
// but a few points are thinned and drawn on the thread pool, and the old drawing stays until the new one is there.
// Source of the decimation: console/dashboard/decimate.h.
#pragma once

#include "console/panels/series_drawing.h"
#include "console/prometheus/background_job.h"

#include <QPixmap>
#include <QWidget>

#include <memory>

namespace vigie::console {

class SeriesLayer : public QWidget {
  Q_OBJECT
 public:
  explicit SeriesLayer(QWidget* parent = nullptr);

  /// What all layers have drawn since the start of the program.
  struct Drawn {
    quint64 drawings = 0;
    quint64 points = 0;
  };
  [[nodiscard]] static const Drawn& drawn() { return drawn_; }

  /// Draws `model` over axes that end where `scale` says, as large as it says: in the next repaint where that is quick,
  /// else elsewhere, with settled() to follow.
  void draw(std::shared_ptr<const ChartModel> model, const PlotScale& scale);
  /// Only this line at full strength; -1: all.
  void setIsolated(int line);
  void forgetDrawing();
  /// Of what was set last.
  [[nodiscard]] const PlotScale& scale() const { return scale_; }
  /// What is drawn, or will be by the next repaint, is what was set last.
  [[nodiscard]] bool isSettled() const { return !job_.isRunning(); }

 Q_SIGNALS:
  /// isSettled() again.
  void settled();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] SeriesDrawing wanted() const { return {model_, scale_, devicePixelRatioF(), isolated_}; }
  /// Few enough points to draw them in a repaint.
  [[nodiscard]] bool isQuick() const;
  void drawElsewhere();
  void finish(const DrawnSeries& drawn);
  void take(const DrawnSeries& drawn);

  static Drawn drawn_;
  std::shared_ptr<const ChartModel> model_;
  PlotScale scale_;
  QPixmap cache_;
  bool isOutdated_ = true;
  int isolated_ = -1;
  BackgroundJob job_{drawingPool()};
};

}  // namespace vigie::console
