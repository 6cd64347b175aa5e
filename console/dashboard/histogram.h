// How often the values of a panel fell where: what a histogram panel draws. Pure; any thread.
#pragma once

#include "console/dashboard/panel_data.h"

#include <QString>

#include <vector>

namespace vigie::console {

struct Histogram {
  std::vector<double> edges;   ///< rising, one more than there are counts; of native histograms perhaps infinite
  std::vector<double> counts;  ///< of what is from an edge up to the next
};

/// About `buckets` of them, of a width of 1, 2 or 5 × 10ⁿ, or exactly `size` wide where it is above 0. Empty without
/// values.
Histogram histogramOf(const std::vector<double>& values, int buckets, double size);

struct NamedHistogram {
  QString name;
  FieldOptions field;
  Histogram histogram;
};

/// One a series, or one of all where the panel combines them, all of the same edges. Native histograms are added up
/// over the time shown, as Grafana does, one a set of labels; where the panel has those, plain values are not counted.
std::vector<NamedHistogram> histogramsOf(const PanelModel& panel, const PanelData& data);

}  // namespace vigie::console
