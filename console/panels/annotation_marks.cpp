#include "console/panels/annotation_marks.h"

#include "console/app/theme.h"
#include "console/dashboard/annotation_set.h"
#include "console/panels/grafana_colour.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <utility>

namespace vigie::console {
namespace {
/// How near the pointer has to come for what happened to be told.
constexpr double kNearPixels = 5;
constexpr int kTipHalf = 4;
}  // namespace

void AnnotationMarks::setSource(const AnnotationSet& annotations, int panelId) {
  annotations_ = &annotations;
  panelId_ = panelId;
  forget();
}

void AnnotationMarks::setPlot(const QRect& plot, const PlotScale& scale) {
  // Their heights are the plot's: values that need another scale change nothing.
  const bool same = plot == plot_ && scale.window == scale_.window && scale.size == scale_.size;
  plot_ = plot;
  scale_ = scale;
  if (!same) forget();
}

void AnnotationMarks::forget() { isDrawn_ = false; }

std::vector<const Annotation*> AnnotationMarks::shown() const {
  return annotations_ ? annotations_->within(scale_.window, panelId_) : std::vector<const Annotation*>();
}

QStringList AnnotationMarks::notesAt(qint64 timeMs) const {
  QStringList notes;
  const double x = pixelOf(timeMs);
  for (const Annotation* note : shown()) {
    const bool inside = x >= pixelOf(note->fromMs) - kNearPixels && x <= pixelOf(note->toMs) + kNearPixels;
    if (inside) notes += noteLines(*note);
  }
  return notes;
}

void AnnotationMarks::draw(QPainter& painter, const QRect& part) {
  const double ratio = painter.device()->devicePixelRatioF();
  if (!isDrawn_ || (!pixmap_.isNull() && pixmap_.devicePixelRatio() != ratio)) redraw(ratio, shown());
  const QRect seen = part & area_;
  if (pixmap_.isNull() || seen.isEmpty()) return;
  painter.drawPixmap(QRectF(seen), pixmap_,
                     QRectF(QPointF(seen.topLeft() - area_.topLeft()) * ratio, QSizeF(seen.size()) * ratio));
}

void AnnotationMarks::redraw(double ratio, const std::vector<const Annotation*>& notes) {
  isDrawn_ = true;
  area_ = plot_.adjusted(-kTipHalf - 1, 0, kTipHalf + 1, kAnnotationTipHeight + 2);
  pixmap_ = QPixmap();
  if (notes.empty()) return;
  QImage image = drawnBands(ratio, notes);
  {
    QPainter painter(&image);
    painter.translate(-area_.topLeft());
    for (const Annotation* note : notes) drawEnds(painter, *note);
  }
  pixmap_ = QPixmap::fromImage(std::move(image));
}

std::optional<QRectF> AnnotationMarks::bandOf(const Annotation& note) const {
  // A region may begin or end outside.
  const double from = std::max<double>(plot_.left(), pixelOf(note.fromMs));
  const double to = std::min<double>(plot_.right(), pixelOf(note.toMs));
  if (to - from <= 1) return std::nullopt;
  return QRectF(from, plot_.top(), to - from, plot_.height());
}

QColor AnnotationMarks::colourOf(const Annotation& note) const {
  const QColor colour = grafanaColour(note.colour, theme_.tokens());
  return colour.isValid() ? colour : theme_.tokens().accent;
}

QImage AnnotationMarks::drawnBands(double ratio, const std::vector<const Annotation*>& notes) const {
  const QSize size = (QSizeF(area_.size()) * ratio).toSize();
  QImage row(size.width(), 1, QImage::Format_ARGB32_Premultiplied);
  row.fill(Qt::transparent);
  {
    QPainter painter(&row);
    painter.scale(ratio, 1);
    painter.translate(-area_.left(), 0);
    for (const Annotation* note : notes) {
      QColor colour = colourOf(*note);
      colour.setAlphaF(0.06F);
      if (const std::optional<QRectF> band = bandOf(*note)) {
        painter.fillRect(QRectF(band->left(), 0, band->width(), 1), colour);
      }
    }
  }
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::transparent);
  // Bands are as high as the plot: one row of them is all rows, and what is not opaque is slow to fill (BackgroundJob).
  const int rows = std::min(size.height(), qRound(plot_.height() * ratio));
  for (int y = 0; y < rows; ++y) std::copy_n(row.constScanLine(0), row.bytesPerLine(), image.scanLine(y));
  return image;
}

void AnnotationMarks::drawEnds(QPainter& painter, const Annotation& note) const {
  const QColor colour = colourOf(note);
  if (const std::optional<QRectF> band = bandOf(note)) {
    painter.fillRect(QRectF(band->left(), plot_.bottom() + 1, band->width(), 2), colour);
  }
  QPen pen(colour, 1);
  pen.setDashPattern({4, 3});
  painter.setPen(pen);
  for (const qint64 end : {note.fromMs, note.toMs}) {
    if (end < scale_.window.fromMs || end > scale_.window.toMs) continue;
    const double x = std::floor(pixelOf(end)) + 0.5;
    painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
    if (note.fromMs == note.toMs) break;
  }
  if (note.fromMs < scale_.window.fromMs) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  const double x = pixelOf(note.fromMs);
  const double tip = plot_.bottom() + 1;
  painter.drawPolygon(
      QPolygonF({{x, tip}, {x - kTipHalf, tip + kAnnotationTipHeight}, {x + kTipHalf, tip + kAnnotationTipHeight}}));
  painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace vigie::console
