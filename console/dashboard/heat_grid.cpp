#include "console/dashboard/heat_grid.h"

#include "console/dashboard/impl/heat_buckets.h"
#include "console/dashboard/unit_format.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace vigie::console {
namespace {

constexpr double kNoCell = std::numeric_limits<double>::quiet_NaN();

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

void addTo(double& cell, double value) { cell = std::isnan(cell) ? value : cell + value; }

/// A row between each two edges, empty yet.
void addRows(const PanelModel& panel, HeatGrid& grid) {
  const UnitFormat format(
      panel.options.value(QLatin1String("yAxis")).toObject().value(QLatin1String("unit")).toString(panel.field.unit));
  for (std::size_t row = 0; row + 1 < grid.edges.size(); ++row) {
    grid.rows.append(QStringLiteral("%1 – %2").arg(format.text(grid.edges[row]), format.text(grid.edges[row + 1])));
    grid.cells.emplace_back(grid.timesMs.size(), kNoCell);
  }
}

void fillFromBuckets(const PanelData& data, HeatGrid& grid) {
  for (const NamedSeries& series : data.series) {
    grid.rows.append(series.name);
    auto& row = grid.cells.emplace_back(grid.timesMs.size(), kNoCell);
    for (std::size_t i = 0; i < series.data.timesMs.size(); ++i)
      row[columnOf(grid, series.data.timesMs[i])] = series.data.values[i];
  }
}

/// Nothing is between neighbours of `edges` but what a bucket spreads evenly over.
void fillFromHistograms(const PanelModel& panel, const PanelData& data, HeatGrid& grid) {
  std::set<double> bounds;
  for (const NamedSeries& series : data.series) {
    if (!series.data.bucket) continue;
    for (const double bound : {series.data.bucket->low, series.data.bucket->high}) {
      if (std::isfinite(bound)) bounds.insert(bound);
    }
  }
  grid.edges.assign(bounds.begin(), bounds.end());
  if (grid.edges.size() < 2) return;
  addRows(panel, grid);
  for (const NamedSeries& series : data.series) {
    if (!series.data.bucket) continue;
    const auto from = std::lower_bound(grid.edges.begin(), grid.edges.end(), series.data.bucket->low);
    const auto to = std::lower_bound(grid.edges.begin(), grid.edges.end(), series.data.bucket->high);
    const auto first = static_cast<std::size_t>(from - grid.edges.begin());
    const auto last = std::min(static_cast<std::size_t>(to - grid.edges.begin()), grid.cells.size());
    if (last <= first) continue;
    const auto parts = static_cast<double>(last - first);
    for (std::size_t i = 0; i < series.data.values.size(); ++i) {
      const double value = series.data.values[i];
      if (!std::isfinite(value)) continue;
      for (std::size_t row = first; row < last; ++row)
        addTo(grid.cells[row][columnOf(grid, series.data.timesMs[i])], value / parts);
    }
  }
}

void fillByCounting(const PanelModel& panel, const PanelData& data, HeatGrid& grid) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const NamedSeries& series : data.series) {
    for (const double value : series.data.values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (low > high) return;
  const QJsonObject calculation = panel.options.value(QLatin1String("calculation")).toObject();
  grid.columnMs =
      impl::columnWidth(calculation.value(QLatin1String("xBuckets")).toObject(), data.window.lengthMs(), data.stepMs);
  grid.edges = impl::rowEdges(calculation.value(QLatin1String("yBuckets")).toObject(), low, high);
  std::set<qint64> ends;
  const auto endOf = [&grid](qint64 time) { return (time + grid.columnMs - 1) / grid.columnMs * grid.columnMs; };
  for (const qint64 time : grid.timesMs) ends.insert(endOf(time));
  grid.timesMs.assign(ends.begin(), ends.end());
  addRows(panel, grid);
  for (const NamedSeries& series : data.series) {
    for (std::size_t i = 0; i < series.data.values.size(); ++i) {
      const double value = series.data.values[i];
      if (!std::isfinite(value)) continue;
      const auto above = std::upper_bound(grid.edges.begin(), grid.edges.end(), value) - grid.edges.begin();
      const auto row = std::clamp<std::ptrdiff_t>(above - 1, 0, static_cast<std::ptrdiff_t>(grid.cells.size()) - 1);
      addTo(grid.cells[static_cast<std::size_t>(row)][columnOf(grid, endOf(series.data.timesMs[i]))], 1);
    }
  }
}

}  // namespace

HeatGrid heatGrid(const PanelModel& panel, const PanelData& data) {
  HeatGrid grid;
  collectTimes(data, grid);
  const bool native = std::any_of(data.series.begin(), data.series.end(),
                                  [](const NamedSeries& series) { return series.data.bucket.has_value(); });
  if (native) {
    fillFromHistograms(panel, data, grid);
  } else if (panel.options.value(QLatin1String("calculate")).toBool(false)) {
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

}  // namespace vigie::console
