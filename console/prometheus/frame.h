// What a PromQL query answered: plain, immutable once made, shared between panels.
#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <utility>
#include <vector>

namespace vigie::console {

/// Label names and values, sorted by name; "__name__" is the metric.
using Labels = std::vector<std::pair<QString, QString>>;

/// The value of a label, or an empty string.
QString labelValue(const Labels& labels, const QString& name);
/// `metric{a="b"}` as Prometheus writes it; "{}" without any.
QString labelsText(const Labels& labels);

/// One line of a chart. `timesMs` rises strictly; a hole in it is a gap in the data. Values may be NaN or infinite.
struct Series {
  Labels labels;
  std::vector<qint64> timesMs;
  std::vector<double> values;
};

struct Frame {
  std::vector<Series> series;
  /// Warnings and infos of Prometheus, to be shown beside the data.
  QStringList notices;
  /// Native histograms are answered but not drawn yet: how many samples were left out.
  int histogramsLeftOut = 0;
};

using FramePtr = std::shared_ptr<const Frame>;

}  // namespace vigie::console
