// New columns of the values of the same row, or of the rows before it.
// Source: Grafana's calculateField.ts.
#include "console/dashboard/impl/reduce_field.h"
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/reduce.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

/// What a side of a binary operation is called: a field, or a number.
QString sideName(const QJsonValue& side) {
  if (!side.isObject()) return side.toVariant().toString();
  const QJsonObject object = side.toObject();
  return textAt(objectAt(object, "matcher"), "options", at(object, "fixed").toVariant().toString());
}

/// A field's values, or one number for all rows; nothing where there is neither.
std::optional<std::vector<double>> operand(const QString& name, const DataFrame& frame, const Frames& all) {
  const int index = name.isEmpty() ? -1 : fieldCalled(frame, all, name);
  if (index >= 0 && frame.fields[static_cast<std::size_t>(index)].type != FieldType::kText) {
    return frame.fields[static_cast<std::size_t>(index)].numbers;
  }
  const auto number = numberOf(QJsonValue(name));
  if (!number) return std::nullopt;
  return std::vector<double>(frame.rows(), *number);
}

bool isOperator(const QString& op) {
  static const QStringList kOperators = {QStringLiteral("+"), QStringLiteral("-"),  QStringLiteral("*"),
                                         QStringLiteral("/"), QStringLiteral("**"), QStringLiteral("%")};
  return kOperators.contains(op);
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

/// The field a cumulative or windowed function runs over: the one named, else the first number.
const DataField* runOver(const DataFrame& frame, const Frames& all, const QString& name) {
  if (!name.isEmpty()) {
    const int index = fieldCalled(frame, all, name);
    const DataField* field = index < 0 ? nullptr : &frame.fields[static_cast<std::size_t>(index)];
    return field && field->type != FieldType::kText ? field : nullptr;
  }
  const auto found = std::find_if(frame.fields.begin(), frame.fields.end(),
                                  [](const DataField& field) { return field.type == FieldType::kNumber; });
  return found == frame.fields.end() ? nullptr : &*found;
}

std::optional<DataField> calculatedPair(const DataFrame& frame, const Frames& all, const QJsonObject& sides) {
  const QString op = textAt(sides, "operator", QStringLiteral("+"));
  const QString leftName = sideName(at(sides, "left"));
  const QString rightName = sideName(at(sides, "right"));
  const auto left = operand(leftName, frame, all);
  const auto right = operand(rightName, frame, all);
  if (!left || !right || !isOperator(op)) return std::nullopt;
  DataField result;
  for (std::size_t row = 0; row < frame.rows(); ++row)
    result.numbers.push_back(binary((*left)[row], op, (*right)[row]));
  result.name = QStringLiteral("%1 %2 %3").arg(leftName, op, rightName);
  return result;
}

std::optional<DataField> calculatedAlone(const DataFrame& frame, const Frames& all, const QJsonObject& one) {
  const QString op = textAt(one, "operator", QStringLiteral("abs"));
  const QString name = sideName(at(one, "fieldName"));
  const auto values = operand(name, frame, all);
  if (!values) return std::nullopt;
  DataField result;
  for (const double value : *values) result.numbers.push_back(unary(op, value));
  result.name = QStringLiteral("%1(%2)").arg(op, name);
  return result;
}

std::optional<DataField> calculatedRun(const DataFrame& frame, const Frames& all, const QJsonObject& how, bool window) {
  const DataField* over = runOver(frame, all, textAt(how, "field"));
  if (!over) return std::nullopt;
  const QString calc = textAt(how, "reducer", window ? QStringLiteral("mean") : QStringLiteral("sum"));
  DataField result;
  result.numbers = window ? overWindow(over->numbers, how) : cumulated(over->numbers, calc);
  const QString name = textAt(how, "field", over->name);
  result.name = window ? QStringLiteral("%1 moving %2").arg(name, calcKey(calc))
                       : QStringLiteral("cumulative %1(%2)").arg(calcKey(calc), name);
  return result;
}

DataField rowNumbers(const DataFrame& frame, bool asShare) {
  DataField result;
  const auto count = static_cast<double>(frame.rows());
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    result.numbers.push_back(asShare ? static_cast<double>(row) / count : static_cast<double>(row));
  }
  if (asShare) result.config.emplace_back(QStringLiteral("unit"), QStringLiteral("percentunit"));
  result.name = QStringLiteral("Row");
  return result;
}

/// Each row's values in one: those of the named columns, texts too, or of all numbers.
DataField reducedRows(const DataFrame& frame, const Frames& all, const QJsonObject& how) {
  const QString calc = textAt(how, "reducer", QStringLiteral("sum"));
  const QStringList include = jsonread::textsOf(at(how, "include"));
  const QStringList names = fieldNames(frame, all);
  DataField across;
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < frame.fields.size(); ++i) {
    const DataField& field = frame.fields[i];
    const bool named = include.contains(names[static_cast<qsizetype>(i)]) || include.contains(field.name);
    if (include.isEmpty() ? field.type != FieldType::kNumber : !named) continue;
    columns.push_back(i);
    if (field.type == FieldType::kText) across.type = FieldType::kText;
  }
  std::vector<Reduced> values;
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    DataField one = across;
    for (const std::size_t column : columns) one.append(frame.fields[column], row);
    values.push_back(reduceField(one, calc));
  }
  return columnOf(calcKey(calc), values);
}

std::optional<DataField> calculated(const DataFrame& frame, const Frames& all, const QJsonObject& options) {
  const QString mode = textAt(options, "mode", QStringLiteral("reduceRow"));
  std::optional<DataField> result;
  if (mode == QLatin1String("binary")) {
    result = calculatedPair(frame, all, objectAt(options, "binary"));
  } else if (mode == QLatin1String("unary")) {
    result = calculatedAlone(frame, all, objectAt(options, "unary"));
  } else if (mode == QLatin1String("index")) {
    result = rowNumbers(frame, boolOf(at(objectAt(options, "index"), "asPercentile"), false));
  } else if (mode == QLatin1String("cumulativeFunctions")) {
    result = calculatedRun(frame, all, objectAt(options, "cumulative"), false);
  } else if (mode == QLatin1String("windowFunctions")) {
    result = calculatedRun(frame, all, objectAt(options, "window"), true);
  } else {
    result = reducedRows(frame, all, objectAt(options, "reduce"));
  }
  if (const QString alias = textAt(options, "alias"); result && !alias.isEmpty()) result->name = alias;
  return result;
}

/// Every field of a type against one other side: "left" is `{"matcher": {"id": "byType"}}`.
Frames calculatedByType(Frames frames, const QJsonObject& options) {
  const QJsonObject sides = objectAt(options, "binary");
  const QString op = textAt(sides, "operator", QStringLiteral("+"));
  const QString rightName = sideName(at(sides, "right"));
  const bool replace = boolOf(at(options, "replaceFields"), false);
  const Frames before = frames;
  for (DataFrame& frame : frames) {
    const auto right = operand(rightName, frame, before);
    if (!right || !isOperator(op)) continue;
    std::vector<DataField> fields;
    for (const DataField& field : frame.fields) {
      if (!replace || field.type == FieldType::kTime) fields.push_back(field);
      if (field.type != FieldType::kNumber) continue;
      DataField next = field;
      for (std::size_t row = 0; row < next.numbers.size(); ++row)
        next.numbers[row] = binary(field.numbers[row], op, (*right)[row]);
      const QString name = field.displayName.isEmpty() ? field.name : field.displayName;
      next.name = QStringLiteral("%1 %2 %3").arg(name, op, rightName);
      next.displayName = field.displayName.isEmpty() ? QString() : next.name;
      fields.push_back(std::move(next));
    }
    frame.fields = std::move(fields);
  }
  return frames;
}

/// A number, and no field, on the right: each frame is calculated by itself.
bool hasFixedRight(const QJsonObject& options, const Frames& frames) {
  if (textAt(options, "mode") != QLatin1String("binary")) return false;
  const QString name = sideName(at(objectAt(options, "binary"), "right"));
  return numberOf(QJsonValue(name)) && std::none_of(frames.begin(), frames.end(), [&](const DataFrame& frame) {
           return fieldCalled(frame, frames, name) >= 0;
         });
}

}  // namespace

Frames calculateField(Frames frames, const QJsonObject& options) {
  // Over several time series it means their common rows, as Grafana does.
  const bool series = frames.size() > 1 && std::all_of(frames.begin(), frames.end(), [](const DataFrame& frame) {
                        return !frame.fields.empty() && frame.fields.front().type == FieldType::kTime;
                      });
  const bool asSeries = boolOf(at(options, "timeSeries"), true);
  if (series && asSeries && !hasFixedRight(options, frames)) frames = joinByField(std::move(frames), {});
  const QJsonObject matcher = objectAt(at(objectAt(options, "binary"), "left").toObject(), "matcher");
  if (textAt(options, "mode") == QLatin1String("binary") && textAt(matcher, "id") == QLatin1String("byType"))
    return calculatedByType(std::move(frames), options);
  const bool replace = boolOf(at(options, "replaceFields"), false);
  const Frames before = frames;
  Frames result;
  for (DataFrame& frame : frames) {
    std::optional<DataField> field = calculated(frame, before, options);
    if (!field && replace) continue;
    if (field && replace) {
      const auto time = std::find_if(frame.fields.begin(), frame.fields.end(),
                                     [](const DataField& f) { return f.type == FieldType::kTime; });
      const bool keepsTime = time != frame.fields.end() && asSeries;
      frame.fields = keepsTime ? std::vector<DataField>{*time} : std::vector<DataField>();
    }
    if (field) frame.fields.push_back(std::move(*field));
    result.push_back(std::move(frame));
  }
  return result;
}

}  // namespace vigie::console::impl
