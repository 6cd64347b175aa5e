#include "console/dashboard/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace vigie::console {
namespace {

constexpr std::size_t kMostHistogramBuckets = 500;
constexpr double kUsualHistogramBuckets = 30;
/// More colours over one another tell nothing: all is counted together.
constexpr std::size_t kMostSeparate = 50;

double niceWidth(double raw) {
  if (!(raw > 0) || !std::isfinite(raw)) return 1;
  const double magnitude = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (magnitude * factor >= raw * 0.999) return magnitude * factor;
  }
  return magnitude * 10;
}

/// What lies outside belongs to the outermost buckets.
std::vector<double> countsOf(const std::vector<double>& values, const std::vector<double>& edges) {
  std::vector<double> counts(edges.size() - 1, 0);
  // So far from zero that two edges are one number: everything is in the first.
  const double width = std::max(edges[1] - edges[0], std::numeric_limits<double>::min());
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    const double bucket = std::floor((value - edges[0]) / width);
    ++counts[static_cast<std::size_t>(std::clamp(bucket, 0.0, static_cast<double>(counts.size() - 1)))];
  }
  return counts;
}

std::vector<NamedHistogram> counted(const PanelModel& panel, const PanelData& data) {
  const auto option = [&panel](const char* key) { return panel.options.value(QLatin1String(key)); };
  std::vector<double> all;
  for (const NamedSeries& series : data.series)
    all.insert(all.end(), series.data.values.begin(), series.data.values.end());
  const auto buckets = static_cast<int>(std::clamp(option("bucketCount").toDouble(kUsualHistogramBuckets), 2.0, 200.0));
  Histogram shared = histogramOf(all, buckets, option("bucketSize").toDouble(0));
  if (shared.counts.empty()) return {};
  if (option("combine").toBool(false) || data.series.size() == 1 || data.series.size() > kMostSeparate)
    return {{data.series.front().name, data.series.front().field, std::move(shared)}};
  std::vector<NamedHistogram> histograms;
  for (const NamedSeries& series : data.series)
    histograms.push_back({series.name, series.field, {shared.edges, countsOf(series.data.values, shared.edges)}});
  return histograms;
}

/// What the query of a native histogram calls it: its series are named by their buckets.
QString nameOf(const PanelModel& panel, const NamedSeries& bucket) {
  for (const Target& target : panel.targets) {
    if (target.refId == bucket.refId) return seriesName(target.legendFormat, bucket.data.labels, target.expr, false);
  }
  return labelsText(bucket.data.labels);
}

/// A bucket that the bounds of others divide is spread evenly over its parts.
void addTo(Histogram& histogram, const NamedSeries& bucket) {
  const std::vector<double>& edges = histogram.edges;
  const auto at = [&edges](double bound) {
    return std::lower_bound(edges.begin(), edges.end(), bound) - edges.begin();
  };
  const auto first = static_cast<std::size_t>(at(bucket.data.bucket->low));
  const auto last = std::min(static_cast<std::size_t>(at(bucket.data.bucket->high)), histogram.counts.size());
  for (const double value : bucket.data.values) {
    if (!std::isfinite(value)) continue;
    for (std::size_t part = first; part < last; ++part)
      histogram.counts[part] += value / static_cast<double>(last - first);
  }
}

std::vector<NamedHistogram> addedUp(const PanelModel& panel, const PanelData& data) {
  std::set<double> bounds;
  for (const NamedSeries& series : data.series) {
    if (series.data.bucket) bounds.insert({series.data.bucket->low, series.data.bucket->high});
  }
  if (bounds.size() < 2) return {};
  const std::vector<double> edges(bounds.begin(), bounds.end());
  const bool combine = panel.options.value(QLatin1String("combine")).toBool(false);
  std::vector<NamedHistogram> histograms;
  for (const NamedSeries& series : data.series) {
    if (!series.data.bucket) continue;
    const QString name = nameOf(panel, series);
    auto own = std::find_if(histograms.begin(), histograms.end(),
                            [&](const NamedHistogram& one) { return combine || one.name == name; });
    if (own == histograms.end()) {
      histograms.push_back({name, series.field, {edges, std::vector<double>(edges.size() - 1, 0)}});
      own = std::prev(histograms.end());
    }
    addTo(own->histogram, series);
  }
  return histograms;
}

}  // namespace

Histogram histogramOf(const std::vector<double>& values, int buckets, double size) {
  Histogram histogram;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return histogram;
  const double width = size > 0 ? size : niceWidth((high - low) / std::max(1, buckets));
  const double start = std::floor(low / width) * width;
  const double count =
      std::clamp(std::floor((high - start) / width) + 1, 1.0, static_cast<double>(kMostHistogramBuckets));
  for (double edge = 0; edge <= count; ++edge) histogram.edges.push_back(start + width * edge);
  histogram.counts = countsOf(values, histogram.edges);
  return histogram;
}

std::vector<NamedHistogram> histogramsOf(const PanelModel& panel, const PanelData& data) {
  const bool native = std::any_of(data.series.begin(), data.series.end(),
                                  [](const NamedSeries& series) { return series.data.bucket.has_value(); });
  return native ? addedUp(panel, data) : counted(panel, data);
}

}  // namespace vigie::console
