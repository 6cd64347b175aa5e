// Series over time as rows of a table, each with its line in a cell.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/reduce.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console::impl {
namespace {

/// The time of a frame of series: the field the options name, else the first; null: it is no such frame.
const DataField* timeOf(const DataFrame& frame, const QString& name) {
  const auto isTime = [&name](const DataField& field) {
    return field.type == FieldType::kTime && (name.isEmpty() || field.name == name);
  };
  const auto found = std::find_if(frame.fields.begin(), frame.fields.end(), isTime);
  const bool numbers = std::any_of(frame.fields.begin(), frame.fields.end(),
                                   [](const DataField& field) { return field.type == FieldType::kNumber; });
  return found == frame.fields.end() || !numbers ? nullptr : &*found;
}

Trend trendOf(const DataField& time, const DataField& values) {
  auto trend = std::make_shared<Series>();
  trend->labels = values.labels;
  for (std::size_t row = 0; row < std::min(time.size(), values.size()); ++row) {
    const auto at = static_cast<qint64>(time.numbers[row]);
    if (std::isnan(time.numbers[row]) || (!trend->timesMs.empty() && at <= trend->timesMs.back())) continue;
    trend->timesMs.push_back(at);
    trend->values.push_back(values.numbers[row]);
  }
  return trend;
}

/// The rows of one query: a column a label, and the trend.
struct TrendTable {
  std::vector<DataField> labels;
  DataField trend;

  void add(const DataField& time, const DataField& values, const QString& calc) {
    const std::size_t rows = trend.size();
    for (const auto& [name, text] : values.labels) {
      auto column = std::find_if(labels.begin(), labels.end(), [&n = name](const DataField& f) { return f.name == n; });
      if (column == labels.end()) {
        DataField& fresh = labels.emplace_back();
        fresh.name = name;
        fresh.type = FieldType::kText;
        for (std::size_t row = 0; row < rows; ++row) fresh.appendNothing();
        column = std::prev(labels.end());
      }
      column->texts.append(text);
    }
    // A series without one of the labels has an empty cell there: the rows below stay where they belong.
    for (DataField& column : labels) {
      if (column.size() == rows) column.appendNothing();
    }
    trend.numbers.push_back(reduce(values.numbers, calc).value_or(std::numeric_limits<double>::quiet_NaN()));
    trend.trends.push_back(trendOf(time, values));
  }
};

}  // namespace

Frames timeSeriesTable(Frames frames, const QJsonObject& options) {
  Frames result;
  std::vector<std::pair<QString, TrendTable>> tables;
  for (DataFrame& frame : frames) {
    const QJsonObject own = options.value(frame.refId).toObject();
    const DataField* time = timeOf(frame, jsonread::textAt(own, "timeField"));
    if (!time) {
      result.push_back(std::move(frame));
      continue;
    }
    auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& one) { return one.first == frame.refId; });
    if (table == tables.end()) {
      table = tables.insert(table, {frame.refId, {}});
      table->second.trend.name = QStringLiteral("Trend #%1").arg(frame.refId);
      table->second.trend.type = FieldType::kTrend;
    }
    const QString calc = jsonread::textAt(own, "stat", QStringLiteral("lastNotNull"));
    for (const DataField& field : frame.fields) {
      if (field.type == FieldType::kNumber) table->second.add(*time, field, calc);
    }
  }
  for (auto& [refId, table] : tables) {
    DataFrame frame;
    frame.refId = refId;
    frame.fields = std::move(table.labels);
    frame.fields.push_back(std::move(table.trend));
    result.push_back(std::move(frame));
  }
  return result;
}

}  // namespace vigie::console::impl
