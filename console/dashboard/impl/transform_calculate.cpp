// Transformations that compute new values.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/reduce.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

double valueOrNothing(std::optional<double> value) { return value.value_or(kNoNumber); }

/// A side of a binary operation: a field's values, or one number for all rows.
std::vector<double> operand(const QJsonValue& side, const DataFrame& frame, const Frames& all, QString& name) {
  const QJsonObject object = side.toObject();
  name = side.isObject() ? textAt(objectAt(object, "matcher"), "options", textAt(object, "fixed"))
                         : side.toVariant().toString();
  const int index = fieldCalled(frame, all, name);
  if (index >= 0 && frame.fields[static_cast<std::size_t>(index)].type != FieldType::kText) {
    return frame.fields[static_cast<std::size_t>(index)].numbers;
  }
  return std::vector<double>(frame.rows(), numberOf(QJsonValue(name)).value_or(kNoNumber));
}

double binary(double left, const QString& op, double right) {
  if (op == QLatin1String("-")) return left - right;
  if (op == QLatin1String("*")) return left * right;
  if (op == QLatin1String("/")) return left / right;
  if (op == QLatin1String("**")) return std::pow(left, right);
  if (op == QLatin1String("%")) return std::fmod(left, right);
  return left + right;
}

double unary(const QString& op, double value) {
  if (op == QLatin1String("abs")) return std::abs(value);
  if (op == QLatin1String("exp")) return std::exp(value);
  if (op == QLatin1String("ln")) return std::log(value);
  if (op == QLatin1String("floor")) return std::floor(value);
  if (op == QLatin1String("ceil")) return std::ceil(value);
  return value;
}

/// The numeric fields a row's calculation runs over.
std::vector<std::size_t> numericFields(const DataFrame& frame, const Frames& all, const QStringList& include) {
  const QStringList names = fieldNames(frame, all);
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < frame.fields.size(); ++i) {
    if (frame.fields[i].type != FieldType::kNumber) continue;
    if (include.isEmpty() || include.contains(names[static_cast<qsizetype>(i)])) indexes.push_back(i);
  }
  return indexes;
}

DataField calculated(const DataFrame& frame, const Frames& all, const QJsonObject& options) {
  const QString mode = textAt(options, "mode", QStringLiteral("reduceRow"));
  DataField result;
  if (mode == QLatin1String("binary")) {
    const QJsonObject sides = objectAt(options, "binary");
    const QString op = textAt(sides, "operator", QStringLiteral("+"));
    QString leftName;
    QString rightName;
    const std::vector<double> left = operand(at(sides, "left"), frame, all, leftName);
    const std::vector<double> right = operand(at(sides, "right"), frame, all, rightName);
    for (std::size_t row = 0; row < frame.rows(); ++row) result.numbers.push_back(binary(left[row], op, right[row]));
    result.name = QStringLiteral("%1 %2 %3").arg(leftName, op, rightName);
  } else if (mode == QLatin1String("unary")) {
    const QJsonObject one = objectAt(options, "unary");
    QString name;
    const QString op = textAt(one, "operator");
    for (const double value : operand(at(one, "fieldName"), frame, all, name))
      result.numbers.push_back(unary(op, value));
    result.name = QStringLiteral("%1 %2").arg(op, name);
  } else if (mode == QLatin1String("index")) {
    const bool share = boolOf(at(objectAt(options, "index"), "asPercentile"), false);
    const auto count = static_cast<double>(frame.rows());
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      result.numbers.push_back(share ? static_cast<double>(row) / count : static_cast<double>(row));
    }
    result.name = QStringLiteral("Row");
  } else {
    const QJsonObject how = objectAt(options, mode == QLatin1String("cumulativeFunctions") ? "cumulative" : "reduce");
    const QString calc = textAt(how, "reducer", QStringLiteral("sum"));
    const std::vector<std::size_t> fields = numericFields(frame, all, jsonread::textsOf(at(how, "include")));
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      std::vector<double> values;
      for (const std::size_t field : fields) values.push_back(frame.fields[field].numbers[row]);
      result.numbers.push_back(valueOrNothing(reduce(values, calc)));
    }
    result.name = calcKey(calc);
  }
  if (const QString alias = textAt(options, "alias"); !alias.isEmpty()) result.name = alias;
  return result;
}

}  // namespace

Frames reduceFields(Frames frames, const QJsonObject& options) {
  QStringList reducers = jsonread::textsOf(at(options, "reducers"));
  if (reducers.isEmpty()) reducers = {QStringLiteral("max")};
  if (textAt(options, "mode") == QLatin1String("reduceFields")) {
    const Frames before = frames;
    for (std::size_t f = 0; f < frames.size(); ++f) {
      std::vector<DataField> kept;
      for (DataField& field : frames[f].fields) {
        if (field.type != FieldType::kNumber) continue;
        const DataField all = field;
        for (const QString& calc : reducers) {
          DataField one = all;
          one.numbers = {valueOrNothing(reduce(all.numbers, calc))};
          if (reducers.size() > 1) one.displayName = QStringLiteral("%1 %2").arg(all.name, calcKey(calc));
          kept.push_back(std::move(one));
        }
      }
      frames[f].fields = std::move(kept);
    }
    return frames;
  }

  DataFrame result;
  const bool labelColumns = boolOf(at(options, "labelsToFields"), false);
  DataField names;
  names.name = QStringLiteral("Field");
  names.type = FieldType::kText;
  std::vector<DataField> columns;
  QStringList labels;
  std::vector<Labels> labelsOfRows;
  for (const QString& calc : reducers) {
    DataField column;
    column.name = calcKey(calc);
    columns.push_back(std::move(column));
  }
  for (const DataFrame& frame : frames) {
    const QStringList own = fieldNames(frame, frames);
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      const DataField& field = frame.fields[f];
      if (field.type != FieldType::kNumber) continue;
      names.texts.append(own[static_cast<qsizetype>(f)]);
      labelsOfRows.push_back(field.labels);
      for (const auto& [name, value] : field.labels) {
        if (labelColumns && !labels.contains(name)) labels.append(name);
      }
      for (std::size_t c = 0; c < columns.size(); ++c) {
        columns[c].numbers.push_back(valueOrNothing(reduce(field.numbers, reducers[static_cast<qsizetype>(c)])));
      }
    }
  }
  result.fields.push_back(std::move(names));
  for (const QString& label : labels) {
    DataField column;
    column.name = label;
    column.type = FieldType::kText;
    for (const Labels& row : labelsOfRows) column.texts.append(labelValue(row, label));
    result.fields.push_back(std::move(column));
  }
  for (DataField& column : columns) result.fields.push_back(std::move(column));
  return {result};
}

Frames calculateField(Frames frames, const QJsonObject& options) {
  // Over several time series it means their common rows, as Grafana does.
  const bool series = frames.size() > 1 && std::all_of(frames.begin(), frames.end(), [](const DataFrame& frame) {
                        return !frame.fields.empty() && frame.fields.front().type == FieldType::kTime;
                      });
  if (series) frames = joinByField(std::move(frames), {});
  const Frames before = frames;
  for (DataFrame& frame : frames) {
    DataField field = calculated(frame, before, options);
    if (boolOf(at(options, "replaceFields"), false)) {
      std::erase_if(frame.fields, [](const DataField& f) { return f.type == FieldType::kNumber; });
    }
    frame.fields.push_back(std::move(field));
  }
  return frames;
}

Frames groupBy(Frames frames, const QJsonObject& options) {
  const QJsonObject rules = objectAt(options, "fields");
  const Frames before = frames;
  Frames result;
  for (const DataFrame& frame : before) {
    const QStringList names = fieldNames(frame, before);
    std::vector<std::size_t> keys;
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
      const QJsonObject rule = rules.value(names[static_cast<qsizetype>(i)]).toObject();
      if (textAt(rule, "operation") == QLatin1String("groupby")) keys.push_back(i);
    }
    if (keys.empty()) continue;
    QHash<QString, std::size_t> groupOf;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      QStringList identity;
      for (const std::size_t key : keys) identity.append(frame.fields[key].key(row));
      const QString id = identity.join(QChar(0x1f));
      if (!groupOf.contains(id)) {
        groupOf.insert(id, groups.size());
        groups.emplace_back();
      }
      groups[groupOf.value(id)].push_back(row);
    }
    DataFrame grouped;
    grouped.refId = frame.refId;
    for (const std::size_t key : keys) {
      DataField field = frame.fields[key];
      field.numbers.clear();
      field.texts.clear();
      field.displayName = names[static_cast<qsizetype>(key)];
      for (const auto& rows : groups) field.append(frame.fields[key], rows.front());
      grouped.fields.push_back(std::move(field));
    }
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
      const QJsonObject rule = rules.value(names[static_cast<qsizetype>(i)]).toObject();
      if (textAt(rule, "operation") != QLatin1String("aggregate") || frame.fields[i].type == FieldType::kText) continue;
      for (const QString& calc : jsonread::textsOf(at(rule, "aggregations"))) {
        DataField field;
        field.name = QStringLiteral("%1 (%2)").arg(names[static_cast<qsizetype>(i)], calc);
        for (const auto& rows : groups) {
          std::vector<double> values;
          for (const std::size_t row : rows) values.push_back(frame.fields[i].numbers[row]);
          field.numbers.push_back(valueOrNothing(reduce(values, calc)));
        }
        grouped.fields.push_back(std::move(field));
      }
    }
    result.push_back(std::move(grouped));
  }
  return result;
}

}  // namespace vigie::console::impl
