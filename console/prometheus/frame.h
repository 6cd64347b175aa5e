// What a PromQL query answered: plain, immutable once made, shared between panels.
#pragma once

#include <QString>
#include <QStringList>

#include <compare>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace vigie::console {

/// Label names and values, sorted by name; "__name__" is the metric.
using Labels = std::vector<std::pair<QString, QString>>;

/// The value of a label, or an empty string.
QString labelValue(const Labels& labels, const QString& name);
/// `metric{a="b"}` as Prometheus writes it; "{}" without any.
QString labelsText(const Labels& labels);
/// `metric{a="b",c="d"}`, nothing escaped and braces in any case, as Grafana's variables name a series.
QString seriesText(const Labels& labels);

/// What a bucket of a native histogram holds: observations above `low`, up to `high`.
struct Bucket {
  double low = 0;
  double high = 0;
  friend auto operator<=>(const Bucket&, const Bucket&) = default;
};

/// One line of a chart. `timesMs` rises strictly; a hole in it is a gap in the data. Values may be NaN or infinite.
struct Series {
  Labels labels;
  std::vector<qint64> timesMs;
  std::vector<double> values;
  /// Of a native histogram, each bucket of which is a series of its own: how many observations were in it.
  std::optional<Bucket> bucket = {};
};

struct Frame {
  std::vector<Series> series;
  /// Warnings and infos of Prometheus, to be shown beside the data.
  QStringList notices;
  /// How many of the answered series were native histograms, the empty ones included.
  int nativeHistograms = 0;
};

using FramePtr = std::shared_ptr<const Frame>;

}  // namespace vigie::console
