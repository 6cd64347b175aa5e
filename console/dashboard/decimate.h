// M4 decimation: at most four points a pixel column (first, lowest, highest, last), so that a line looks exactly as if
// every sample were drawn and no peak is lost. Pure; any thread.
// Source: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014.
#pragma once

#include <QtGlobal>

#include <vector>

namespace vigie::console {

struct Sample {
  qint64 timeMs = 0;
  double value = 0;
  friend bool operator==(const Sample&, const Sample&) = default;
};

/// Unbroken stretches of samples. A stretch of one is an isolated sample, to be drawn as a dot.
using Polylines = std::vector<std::vector<Sample>>;

struct DecimateRequest {
  qint64 fromMs = 0;
  qint64 toMs = 0;
  int columns = 1;  ///< device pixels of the plot's width
  /// Two samples farther apart than this are not joined; 0 joins everything.
  qint64 maxGapMs = 0;
};

/// Breaks at NaN, infinities and gaps first, then thins each stretch. Samples outside [from, to] are left out.
/// `times` rises strictly and is as long as `values`.
Polylines decimate(const std::vector<qint64>& times, const std::vector<double>& values, const DecimateRequest& request);

}  // namespace vigie::console
