#include "console/dashboard/data_frame.h"

#include "console/dashboard/panel_data.h"
#include "console/prometheus/response_parser.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace vigie::console {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

DataField numberField(const QString& name, FieldType type = FieldType::kNumber) {
  DataField field;
  field.name = name;
  field.type = type;
  return field;
}

DataFrame timeSeriesFrame(const Series& series, const QString& name, const QString& refId) {
  DataFrame frame;
  frame.name = name;
  frame.refId = refId;
  DataField time = numberField(QStringLiteral("Time"), FieldType::kTime);
  time.numbers.assign(series.timesMs.begin(), series.timesMs.end());
  DataField value = numberField(QStringLiteral("Value"));
  value.labels = series.labels;
  value.bucket = series.bucket;
  value.numbers = series.values;
  value.displayName = name;
  frame.fields.reserve(2);
  frame.fields.push_back(std::move(time));
  frame.fields.push_back(std::move(value));
  return frame;
}

/// All series in one frame: time, a column a label, the value.
DataFrame tableFrame(const std::vector<Series>& all, const QString& refId, bool isOnly) {
  QStringList labels;
  for (const Series& series : all) {
    for (const auto& [name, value] : series.labels) {
      if (!labels.contains(name)) labels.append(name);
    }
  }
  std::sort(labels.begin(), labels.end());
  DataField time = numberField(QStringLiteral("Time"), FieldType::kTime);
  DataField value = numberField(isOnly ? QStringLiteral("Value") : QStringLiteral("Value #%1").arg(refId));
  std::vector<DataField> columns;
  for (const QString& label : labels) columns.push_back(numberField(label, FieldType::kText));
  for (const Series& series : all) {
    for (std::size_t i = 0; i < series.timesMs.size(); ++i) {
      time.numbers.push_back(static_cast<double>(series.timesMs[i]));
      value.numbers.push_back(series.values[i]);
      for (DataField& column : columns) column.texts.append(labelValue(series.labels, column.name));
    }
  }
  DataFrame frame;
  frame.refId = refId;
  frame.fields.push_back(std::move(time));
  for (DataField& column : columns) frame.fields.push_back(std::move(column));
  frame.fields.push_back(std::move(value));
  return frame;
}

double boundOf(const Series& bucket) {
  return parseSampleValue(labelValue(bucket.labels, QStringLiteral("le")).toStdString());
}

/// The one label that all fields of all frames have; empty when there is none, or another.
QString onlyLabel(const std::vector<DataFrame>& all) {
  QString only;
  for (const DataFrame& frame : all) {
    for (const DataField& field : frame.fields) {
      for (const auto& [name, value] : field.labels) {
        if (only.isEmpty()) only = name;
        if (name != only) return {};
      }
    }
  }
  return only;
}

QString nameByRules(const DataField& field, const QString& onlyLabelName) {
  if (!field.options.displayName.isEmpty()) return field.options.displayName;
  if (!field.displayName.isEmpty()) return field.displayName;
  if (field.type == FieldType::kTime || field.labels.empty()) return field.name;
  const QString labels = onlyLabelName.isEmpty() ? labelsText(field.labels) : labelValue(field.labels, onlyLabelName);
  if (field.name == QLatin1String("Value")) return labels;
  return QStringLiteral("%1 %2").arg(field.name, labels);
}

}  // namespace

QString DataField::key(std::size_t row) const {
  if (type == FieldType::kText) return texts[static_cast<qsizetype>(row)];
  return QString::number(numbers[row], 'g', 17);
}

void DataField::append(const DataField& from, std::size_t row) {
  if (type == FieldType::kText) {
    texts.append(from.type == FieldType::kText ? from.texts[static_cast<qsizetype>(row)] : from.key(row));
  } else {
    numbers.push_back(from.type == FieldType::kText ? kNothing : from.numbers[row]);
    if (type == FieldType::kTrend) trends.push_back(from.type == FieldType::kTrend ? from.trends[row] : nullptr);
  }
}

void DataField::appendNothing() {
  if (type == FieldType::kText) {
    texts.append(QString());
  } else {
    numbers.push_back(kNothing);
    if (type == FieldType::kTrend) trends.emplace_back();
  }
}

DataField DataField::withoutRows() const {
  DataField field;
  field.name = name;
  field.type = type;
  field.labels = labels;
  field.bucket = bucket;
  field.displayName = displayName;
  field.config = config;
  field.options = options;
  return field;
}

bool DataField::isNothing(std::size_t row) const {
  return type == FieldType::kText ? texts[static_cast<qsizetype>(row)].isNull() : std::isnan(numbers[row]);
}

QString typeName(FieldType type) {
  switch (type) {
    case FieldType::kTime:
      return QStringLiteral("time");
    case FieldType::kText:
      return QStringLiteral("string");
    case FieldType::kTrend:
      return QStringLiteral("frame");
    case FieldType::kNumber:
      break;
  }
  return QStringLiteral("number");
}

namespace {

QStringList namesIn(const DataFrame& frame, const QString& only) {
  QStringList names;
  QHash<QString, int> count;
  // A name that an option gives is that, however many have it.
  const auto isGiven = [&frame](qsizetype i) {
    return !frame.fields[static_cast<std::size_t>(i)].options.displayName.isEmpty();
  };
  for (const DataField& field : frame.fields) {
    names.append(nameByRules(field, only));
    if (!isGiven(names.size() - 1)) ++count[names.back()];
  }
  QHash<QString, int> seen;
  for (qsizetype i = 0; i < names.size(); ++i) {
    const QString name = names[i];
    if (!isGiven(i) && count.value(name) > 1) names[i] = QStringLiteral("%1 %2").arg(name).arg(++seen[name]);
  }
  return names;
}

}  // namespace

QStringList fieldNames(const DataFrame& frame, const std::vector<DataFrame>& all) {
  return namesIn(frame, onlyLabel(all));
}

std::vector<QStringList> fieldNames(const std::vector<DataFrame>& all) {
  const QString only = onlyLabel(all);
  std::vector<QStringList> names;
  names.reserve(all.size());
  for (const DataFrame& frame : all) names.push_back(namesIn(frame, only));
  return names;
}

std::vector<DataFrame> framesOf(const Frame& answer, const Target& target, std::size_t targets) {
  std::vector<DataFrame> frames;
  if (target.format == AnswerFormat::kTable) {
    if (!answer.series.empty()) frames.push_back(tableFrame(answer.series, target.refId, targets == 1));
    return frames;
  }
  const bool isOnly = answer.series.size() == 1;
  const bool hasBuckets = target.format == AnswerFormat::kHeatmap && answer.nativeHistograms == 0;
  const std::vector<Series> buckets = hasBuckets ? withoutLowerBuckets(answer.series) : std::vector<Series>();
  const std::vector<Series>& series = hasBuckets ? buckets : answer.series;
  frames.reserve(series.size());
  for (const Series& one : series) {
    const bool automatic = target.legendFormat.isEmpty() || target.legendFormat == QLatin1String("__auto");
    const bool bucket = target.format == AnswerFormat::kHeatmap && automatic;
    const QString legend = bucket ? QStringLiteral("{{le}}") : target.legendFormat;
    const QString name = one.bucket ? QStringLiteral("(%1, %2]").arg(one.bucket->low).arg(one.bucket->high)
                                    : seriesName(legend, one.labels, target.expr, isOnly);
    frames.push_back(timeSeriesFrame(one, name, target.refId));
  }
  // "Auto" leaves out what all series share when one label tells them apart.
  if (target.legendFormat == QLatin1String("__auto") && target.format == AnswerFormat::kTimeSeries) {
    const QString only = onlyLabel(frames);
    for (DataFrame& frame : frames) {
      const QString value = labelValue(frame.fields[1].labels, only);
      if (!only.isEmpty() && !value.isEmpty()) frame.name = frame.fields[1].displayName = value;
    }
  }
  return frames;
}

std::vector<Series> withoutLowerBuckets(std::vector<Series> buckets) {
  std::stable_sort(buckets.begin(), buckets.end(),
                   [](const Series& a, const Series& b) { return boundOf(a) < boundOf(b); });
  std::map<qint64, double> below;
  for (Series& bucket : buckets) {
    for (std::size_t i = 0; i < bucket.timesMs.size(); ++i) {
      const auto lower = below.try_emplace(bucket.timesMs[i], 0.0).first;
      const double own = bucket.values[i];
      if (std::isnan(own)) continue;
      // Buckets that were scraped apart may run backwards for a moment.
      bucket.values[i] = std::max(0.0, own - lower->second);
      lower->second = own;
    }
  }
  return buckets;
}

DataFrame withRows(const DataFrame& frame, const std::vector<std::size_t>& rows) {
  DataFrame result;
  result.name = frame.name;
  result.refId = frame.refId;
  for (const DataField& from : frame.fields) {
    DataField& field = result.fields.emplace_back(from.withoutRows());
    for (const std::size_t row : rows) field.append(from, row);
  }
  return result;
}

}  // namespace vigie::console
