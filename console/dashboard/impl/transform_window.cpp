// Values made of several rows: running totals, moving averages, counts by size.
// Source: Grafana's calculateField.ts and histogram.ts.
#include "console/dashboard/histogram.h"
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <algorithm>
#include <cmath>

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::numberOf;
using jsonread::textAt;

constexpr double kUsualBucketCount = 30;

/// Of the rows from `first` up to `end`; what is missing does not count.
double ofRows(const std::vector<double>& values, std::size_t first, std::size_t end, const QString& calc) {
  double sum = 0;
  double count = 0;
  for (std::size_t i = first; i < end; ++i) {
    if (std::isnan(values[i])) continue;
    sum += values[i];
    ++count;
  }
  if (count == 0) return 0;
  const double mean = sum / count;
  if (calc != QLatin1String("variance") && calc != QLatin1String("stdDev")) return mean;
  double squares = 0;
  for (std::size_t i = first; i < end; ++i) {
    if (!std::isnan(values[i])) squares += (values[i] - mean) * (values[i] - mean);
  }
  const double variance = squares / count;
  return calc == QLatin1String("variance") ? variance : std::sqrt(variance);
}

}  // namespace

std::vector<double> cumulated(const std::vector<double>& values, const QString& calc) {
  std::vector<double> result;
  double total = 0;
  for (const double value : values) {
    if (!std::isnan(value)) total += value;
    const auto rows = static_cast<double>(result.size() + 1);
    result.push_back(calc == QLatin1String("mean") ? total / rows : total);
  }
  return result;
}

std::vector<double> overWindow(const std::vector<double>& values, const QJsonObject& options) {
  const QString calc = textAt(options, "reducer", QStringLiteral("mean"));
  const bool fixed = textAt(options, "windowSizeMode") == QLatin1String("fixed");
  const bool centred = textAt(options, "windowAlignment") == QLatin1String("centered");
  const double share = std::clamp(numberOf(at(options, "windowSize")).value_or(0.1), 0.0, 1e6);
  const auto rows = static_cast<double>(values.size());
  const auto window =
      static_cast<std::size_t>(std::clamp(std::ceil(fixed ? share : share * rows), 1.0, std::max(1.0, rows)));
  // The current row belongs to the part ahead of it.
  const std::size_t ahead = centred ? (window + 1) / 2 - 1 : 0;
  const std::size_t behind = centred ? window / 2 : window - 1;
  std::vector<double> result;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i > behind ? i - behind : 0;
    result.push_back(ofRows(values, first, std::min(values.size(), i + ahead + 1), calc));
  }
  return result;
}

Frames histogramFrame(Frames frames, const QJsonObject& options) {
  std::vector<double> all;
  std::vector<std::pair<QString, const DataField*>> fields;
  const std::vector<QStringList> names = fieldNames(frames);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    for (std::size_t f = 0; f < frames[i].fields.size(); ++f) {
      const DataField& field = frames[i].fields[f];
      if (field.type != FieldType::kNumber) continue;
      fields.emplace_back(names[i][static_cast<qsizetype>(f)], &field);
      all.insert(all.end(), field.numbers.begin(), field.numbers.end());
    }
  }
  const auto buckets =
      static_cast<int>(std::clamp(numberOf(at(options, "bucketCount")).value_or(kUsualBucketCount), 2.0, 200.0));
  const Histogram shared = histogramOf(all, buckets, numberOf(at(options, "bucketSize")).value_or(0));
  if (shared.counts.empty()) return {};
  DataFrame result;
  result.refId = frames.front().refId;
  const double width = shared.edges[1] - shared.edges[0];
  const auto column = [&result](const QString& name) -> DataField& {
    DataField& field = result.fields.emplace_back();
    field.name = name;
    return field;
  };
  column(QStringLiteral("xMin")).numbers.assign(shared.edges.begin(), std::prev(shared.edges.end()));
  column(QStringLiteral("xMax")).numbers.assign(std::next(shared.edges.begin()), shared.edges.end());
  const auto counted = [&](const QString& name, const std::vector<double>& values) {
    std::vector<double>& counts = column(name).numbers;
    counts.assign(shared.counts.size(), 0);
    for (const double value : values) {
      if (!std::isfinite(value)) continue;
      const double bucket = std::floor((value - shared.edges.front()) / width);
      ++counts[static_cast<std::size_t>(std::clamp(bucket, 0.0, static_cast<double>(counts.size() - 1)))];
    }
  };
  if (jsonread::boolOf(at(options, "combine"), false)) {
    counted(QStringLiteral("count"), all);
  } else {
    for (const auto& [name, field] : fields) counted(name, field->numbers);
  }
  return {result};
}

}  // namespace vigie::console::impl
