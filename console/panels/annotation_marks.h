// What happened, marked on a chart: a band or a line over the plot and a tip below it. Drawn once into a pixmap in
// device pixels: under a moving pointer only a strip of it is copied. UI thread.
#pragma once

#include "console/panels/plot_scale.h"

#include <QImage>
#include <QPixmap>
#include <QRect>
#include <QStringList>

#include <optional>
#include <vector>

class QPainter;

namespace vigie::console {

class AnnotationSet;
class Theme;
struct Annotation;

/// How far tips reach below the plot.
inline constexpr int kAnnotationTipHeight = 6;

class AnnotationMarks {
 public:
  explicit AnnotationMarks(const Theme& theme) : theme_(theme) {}

  /// Those for the panel with this id; `annotations` outlives the marks. Without it there are none.
  void setSource(const AnnotationSet& annotations, int panelId);
  void setPlot(const QRect& plot, const PlotScale& scale);
  /// They, the theme or the plot are others: drawn anew when they are next asked for.
  void forget();

  /// Those inside `part`, both in the widget's pixels.
  void draw(QPainter& painter, const QRect& part);
  /// What happened within a few pixels of `timeMs`, in words.
  [[nodiscard]] QStringList notesAt(qint64 timeMs) const;

 private:
  [[nodiscard]] std::vector<const Annotation*> shown() const;
  [[nodiscard]] double pixelOf(qint64 timeMs) const { return plot_.left() + scale_.x(timeMs); }
  void redraw(double ratio, const std::vector<const Annotation*>& notes);
  /// The part of a region that is inside the plot, if it is wide enough to be seen.
  [[nodiscard]] std::optional<QRectF> bandOf(const Annotation& note) const;
  [[nodiscard]] QColor colourOf(const Annotation& note) const;
  [[nodiscard]] QImage drawnBands(double ratio, const std::vector<const Annotation*>& notes) const;
  void drawEnds(QPainter& painter, const Annotation& note) const;

  const Theme& theme_;
  const AnnotationSet* annotations_ = nullptr;
  int panelId_ = 0;
  QRect plot_;
  PlotScale scale_;
  bool isDrawn_ = false;
  QRect area_;      ///< what the pixmap covers
  QPixmap pixmap_;  ///< null while nothing happened
};

}  // namespace vigie::console
