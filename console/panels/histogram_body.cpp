#include "console/panels/histogram_body.h"

#include "console/panels/grafana_colour.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr int kUsualBuckets = 30;
/// More colours over one another tell nothing: all is counted together.
constexpr std::size_t kMostSeparate = 50;
}  // namespace

void HistogramBody::prepare() {
  histograms_.clear();
  std::vector<double> all;
  for (const NamedSeries& series : data()->series)
    all.insert(all.end(), series.data.values.begin(), series.data.values.end());
  const auto buckets = static_cast<int>(std::clamp(numberOption("bucketCount", kUsualBuckets), 2.0, 200.0));
  const Histogram shared = histogramOf(all, buckets, numberOption("bucketSize", 0));
  if (shared.counts.empty()) return;
  const std::size_t count = data()->series.size();
  if (boolOption("combine", false) || count == 1 || count > kMostSeparate) {
    histograms_.push_back(shared);
    return;
  }
  for (const NamedSeries& series : data()->series) {
    Histogram own = shared;
    std::fill(own.counts.begin(), own.counts.end(), 0);
    for (const double value : series.data.values) {
      if (!std::isfinite(value)) continue;
      const double bucket = std::floor((value - own.start) / own.width);
      ++own.counts[static_cast<std::size_t>(std::clamp(bucket, 0.0, static_cast<double>(own.counts.size() - 1)))];
    }
    histograms_.push_back(std::move(own));
  }
}

QString HistogramBody::spokenSummary() const {
  if (histograms_.empty()) return {};
  const Histogram& first = histograms_.front();
  const auto most = std::max_element(first.counts.begin(), first.counts.end()) - first.counts.begin();
  return tr("Most often from %1")
      .arg(UnitFormat(panel().field.unit).text(first.start + first.width * static_cast<double>(most)));
}

void HistogramBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (histograms_.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  double high = 1;
  for (const Histogram& histogram : histograms_)
    high = std::max(high, *std::max_element(histogram.counts.begin(), histogram.counts.end()));
  const ValueAxis axis = drawValueAxis(painter, QRectF(rect()).adjusted(0, 0, 0, -kColumnLabelHeight), 0, high,
                                       UnitFormat(QStringLiteral("short")), tokens());
  const Histogram& first = histograms_.front();
  const double column = axis.plot.width() / static_cast<double>(first.counts.size());
  for (std::size_t h = 0; h < histograms_.size(); ++h) {
    const FieldOptions& field = data()->series[std::min(h, data()->series.size() - 1)].field;
    const bool fixed = field.colourMode == QLatin1String("fixed");
    const QColor colour =
        fixed ? valueColour(field, std::nullopt, 0, {0, 1}, tokens()) : Theme::series(static_cast<int>(h)).colour;
    QColor fill = colour;
    fill.setAlphaF(histograms_.size() > 1 ? 0.45F : 0.75F);
    painter.setPen(QPen(colour, 1));
    painter.setBrush(fill);
    for (std::size_t b = 0; b < histograms_[h].counts.size(); ++b) {
      if (histograms_[h].counts[b] <= 0) continue;
      const double top = axis.y(histograms_[h].counts[b]);
      painter.drawRect(QRectF(axis.plot.left() + column * static_cast<double>(b), top, std::max(1.0, column - 1),
                              axis.plot.bottom() - top));
    }
  }
  QStringList labels;
  std::vector<double> bounds;
  for (std::size_t b = 0; b < first.counts.size(); ++b)
    bounds.push_back(first.start + first.width * static_cast<double>(b));
  drawColumnLabels(painter, axis.plot, UnitFormat(panel().field.unit).ticks(bounds), tokens());
}

}  // namespace vigie::console
