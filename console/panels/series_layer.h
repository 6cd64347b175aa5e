// The lines of a chart: drawn by us over Qt Charts' plot area, because its own series cost ten times as much.
//
// The drawing is cached in a pixmap in device pixels; a repaint (a moving crosshair, an exposed window) copies it. All
// but a few points are thinned and drawn on the thread pool, and the old drawing stays until the new one is there.
// Source of the decimation: console/dashboard/decimate.h.
#pragma once

#include "console/panels/chart_model.h"
#include "console/prometheus/background_job.h"

#include <QImage>
#include <QPixmap>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <memory>

namespace vigie::console {

/// Values to pixels of the plot, top-left origin.
struct PlotScale {
  TimeWindow window;
  double low = 0;
  double high = 1;
  double rightLow = 0;
  double rightHigh = 1;
  QSizeF size;
  int logBase = 0;  ///< of the left axis, whose ends are then powers of it; 0: linear
  [[nodiscard]] double x(qint64 timeMs) const {
    return size.width() * static_cast<double>(timeMs - window.fromMs) / static_cast<double>(window.lengthMs());
  }
  [[nodiscard]] double y(double value, bool right = false) const {
    const double bottom = right ? rightLow : low;
    const double top = right ? rightHigh : high;
    // What has no logarithm lies on the bottom line.
    if (logBase > 0 && !right) value = value > 0 ? std::max(bottom, std::log(value) / std::log(logBase)) : bottom;
    // Halves: the difference of the two largest numbers is none. And no farther away than a painter can count.
    const double share = (value / 2 - bottom / 2) / (top / 2 - bottom / 2);
    return size.height() * (1.0 - (std::isfinite(share) ? std::clamp(share, -50.0, 50.0) : 0.0));
  }
  [[nodiscard]] qint64 timeAt(double pixel) const {
    return window.fromMs + static_cast<qint64>(pixel / size.width() * static_cast<double>(window.lengthMs()));
  }
};

/// What a drawing is made of: values and an immutable model.
struct SeriesDrawing {
  std::shared_ptr<const ChartModel> model;
  PlotScale scale;  ///< with the size in logical pixels
  double ratio = 1;
  int isolated = -1;  ///< only this line at full strength; -1: all
};

struct DrawnSeries {
  QImage image;        ///< transparent but for the lines, in device pixels
  quint64 points = 0;  ///< of all lines, after thinning
};

/// Pure; any thread.
DrawnSeries drawSeries(const SeriesDrawing& drawing);

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
  BackgroundJob job_;
};

}  // namespace vigie::console
