#include "console/panels/sample_dot.h"

#include <QCache>
#include <QPainter>
#include <QPixmap>

#include <cmath>
#include <utility>

namespace vigie::console {
namespace {

constexpr double kDotRadius = 3.5;
constexpr double kDotEdge = 1.5;
/// Places within a pixel that look different.
constexpr int kPhases = 4;
/// Every phase of some dozens of colours; a dot is half a KiB.
constexpr qsizetype kRememberedDots = 1'000;

struct Dot {
  QRgb fill;
  QRgb edge;
  int phaseX;
  int phaseY;
  double ratio;
  friend bool operator==(const Dot&, const Dot&) = default;
};

std::size_t qHash(const Dot& dot, std::size_t seed) {
  return qHashMulti(seed, dot.fill, dot.edge, dot.phaseX, dot.phaseY, dot.ratio);
}

QPixmap drawnDot(const Dot& dot) {
  const int side = static_cast<int>(std::ceil((2 * kSampleDotHalf + 1) * dot.ratio));
  QPixmap pixmap(side, side);
  pixmap.setDevicePixelRatio(dot.ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor::fromRgba(dot.edge), kDotEdge));
  painter.setBrush(QColor::fromRgba(dot.fill));
  const QPointF phase(dot.phaseX, dot.phaseY);
  painter.drawEllipse(QPointF(kSampleDotHalf, kSampleDotHalf) + phase / kPhases / dot.ratio, kDotRadius, kDotRadius);
  return pixmap;
}

}  // namespace

void drawSampleDot(QPainter& painter, const QPointF& centre, const QColor& fill, const QColor& edge) {
  static QCache<Dot, QPixmap> known(kRememberedDots);
  const double ratio = painter.device()->devicePixelRatioF();
  const auto split = [ratio](double at) {
    const auto phases = static_cast<qint64>(std::floor(at * ratio * kPhases + 0.5));
    const qint64 pixel = phases >= 0 ? phases / kPhases : (phases - kPhases + 1) / kPhases;
    return std::pair(static_cast<double>(pixel), static_cast<int>(phases - pixel * kPhases));
  };
  const auto [x, phaseX] = split(centre.x());
  const auto [y, phaseY] = split(centre.y());
  const Dot dot{fill.rgba(), edge.rgba(), phaseX, phaseY, ratio};
  QPixmap* pixmap = known.object(dot);
  if (!pixmap) {
    pixmap = new QPixmap(drawnDot(dot));
    known.insert(dot, pixmap);
  }
  painter.drawPixmap(QPointF(x / ratio - kSampleDotHalf, y / ratio - kSampleDotHalf), *pixmap);
}

}  // namespace vigie::console
