#include "console/dashboard/heat_grid.h"

#include "console/dashboard/unit_format.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace vigie::console {
namespace {

constexpr double kNoCell = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostBuckets = 500;

double niceWidth(double raw) {
  if (!(raw > 0) || !std::isfinite(raw)) return 1;
  const double magnitude = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (magnitude * factor >= raw * 0.999) return magnitude * factor;
  }
  return magnitude * 10;
}

void collectTimes(const PanelData& data, HeatGrid& grid) {
  std::set<qint64> times;
  for (const NamedSeries& series : data.series) times.insert(series.data.timesMs.begin(), series.data.timesMs.end());
  grid.timesMs.assign(times.begin(), times.end());
  grid.columnMs = data.stepMs > 0 ? data.stepMs : 0;
  for (std::size_t i = 1; i < grid.timesMs.size() && grid.columnMs == 0; ++i) {
    grid.columnMs = grid.timesMs[i] - grid.timesMs[i - 1];
  }
}

std::size_t columnOf(const HeatGrid& grid, qint64 time) {
  return static_cast<std::size_t>(std::lower_bound(grid.timesMs.begin(), grid.timesMs.end(), time) -
                                  grid.timesMs.begin());
}

void fillFromBuckets(const PanelData& data, HeatGrid& grid) {
  for (const NamedSeries& series : data.series) {
    grid.rows.append(series.name);
    auto& row = grid.cells.emplace_back(grid.timesMs.size(), kNoCell);
    for (std::size_t i = 0; i < series.data.timesMs.size(); ++i)
      row[columnOf(grid, series.data.timesMs[i])] = series.data.values[i];
  }
}

void fillByCounting(const PanelModel& panel, const PanelData& data, HeatGrid& grid) {
  std::vector<double> all;
  for (const NamedSeries& series : data.series) {
    std::copy_if(series.data.values.begin(), series.data.values.end(), std::back_inserter(all),
                 [](double value) { return std::isfinite(value); });
  }
  const Histogram histogram = histogramOf(all, 20, 0);
  const UnitFormat format(panel.field.unit);
  for (std::size_t b = 0; b < histogram.counts.size(); ++b) {
    grid.rows.append(format.text(histogram.start + histogram.width * static_cast<double>(b)));
    grid.cells.emplace_back(grid.timesMs.size(), kNoCell);
  }
  for (const NamedSeries& series : data.series) {
    for (std::size_t i = 0; i < series.data.values.size(); ++i) {
      const double value = series.data.values[i];
      if (!std::isfinite(value)) continue;
      const double bucket = std::floor((value - histogram.start) / histogram.width);
      const auto row = static_cast<std::size_t>(std::clamp(bucket, 0.0, static_cast<double>(grid.cells.size() - 1)));
      double& cell = grid.cells[row][columnOf(grid, series.data.timesMs[i])];
      cell = std::isnan(cell) ? 1 : cell + 1;
    }
  }
}

}  // namespace

HeatGrid heatGrid(const PanelModel& panel, const PanelData& data) {
  HeatGrid grid;
  collectTimes(data, grid);
  if (panel.options.value(QLatin1String("calculate")).toBool(false)) {
    fillByCounting(panel, data, grid);
  } else {
    fillFromBuckets(data, grid);
  }
  grid.low = std::numeric_limits<double>::infinity();
  grid.high = -grid.low;
  for (const auto& row : grid.cells) {
    for (const double value : row) {
      if (!std::isfinite(value)) continue;
      grid.low = std::min(grid.low, value);
      grid.high = std::max(grid.high, value);
    }
  }
  if (grid.low > grid.high) grid.low = grid.high = 0;
  return grid;
}

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
  histogram.width = size > 0 ? size : niceWidth((high - low) / std::max(1, buckets));
  histogram.start = std::floor(low / histogram.width) * histogram.width;
  const double count = std::floor((high - histogram.start) / histogram.width) + 1;
  histogram.counts.assign(static_cast<std::size_t>(std::clamp(count, 1.0, static_cast<double>(kMostBuckets))), 0);
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    const double bucket = std::floor((value - histogram.start) / histogram.width);
    ++histogram
          .counts[static_cast<std::size_t>(std::clamp(bucket, 0.0, static_cast<double>(histogram.counts.size() - 1)))];
  }
  return histogram;
}

}  // namespace vigie::console
