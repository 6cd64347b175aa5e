#include "console/dashboard/impl/reduce_field.h"

#include "console/dashboard/reduce.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vigie::console::impl {
namespace {

constexpr double kNotReduced = std::numeric_limits<double>::quiet_NaN();

bool isCalc(const QString& calc, const char* id) { return calc == QLatin1String(id); }

/// All values, or each once, in one text as Grafana shows a list in a cell.
std::optional<QString> listed(const DataField& field, const std::vector<std::size_t>& rows, const QString& calc) {
  const bool once = isCalc(calc, "uniqueValues");
  if (!once && !isCalc(calc, "allValues")) return std::nullopt;
  QStringList values;
  QSet<QString> seen;
  for (const std::size_t row : rows) {
    if (field.isNothing(row)) continue;
    const QString value =
        field.type == FieldType::kText ? field.key(row) : QString::number(field.numbers[row], 'g', 15);
    if (once && seen.contains(value)) continue;
    seen.insert(value);
    values.append(value);
  }
  return values.join(QLatin1Char(','));
}

Reduced reducedText(const DataField& field, const std::vector<std::size_t>& rows, const QString& calc) {
  std::vector<std::size_t> present;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(present),
               [&field](std::size_t row) { return !field.isNothing(row); });
  if (isCalc(calc, "count")) return {static_cast<double>(present.size()), {}};
  if (isCalc(calc, "distinctCount")) {
    QSet<QString> distinct;
    for (const std::size_t row : present) distinct.insert(field.key(row));
    return {static_cast<double>(distinct.size()), {}};
  }
  if (isCalc(calc, "changeCount")) {
    double changes = 0;
    for (std::size_t i = 1; i < present.size(); ++i) changes += field.key(present[i]) != field.key(present[i - 1]);
    return {changes, {}};
  }
  const bool last = isCalc(calc, "last") || isCalc(calc, "lastNotNull");
  if (!last && !isCalc(calc, "first") && !isCalc(calc, "firstNotNull")) return {};
  const bool anyEnd = isCalc(calc, "last") || isCalc(calc, "first");
  const std::vector<std::size_t>& from = anyEnd ? rows : present;
  if (from.empty()) return {};
  const std::size_t row = last ? from.back() : from.front();
  return field.isNothing(row) ? Reduced() : Reduced{{}, field.key(row)};
}

}  // namespace

Reduced reduceField(const DataField& field, const std::vector<std::size_t>& rows, const QString& calc) {
  if (auto text = listed(field, rows, calc)) return {{}, std::move(text)};
  if (field.type == FieldType::kText) return reducedText(field, rows, calc);
  std::vector<double> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(field.numbers[row]);
  return {reduce(values, calc), {}};
}

Reduced reduceField(const DataField& field, const QString& calc) {
  // Where nothing is to be chosen, nothing is copied.
  if (field.type != FieldType::kText && !isCalc(calc, "allValues") && !isCalc(calc, "uniqueValues"))
    return {reduce(field.numbers, calc), {}};
  std::vector<std::size_t> rows(field.size());
  std::iota(rows.begin(), rows.end(), 0U);
  return reduceField(field, rows, calc);
}

bool staysATime(const QString& calc) {
  static const QStringList kStay = {
      QStringLiteral("first"), QStringLiteral("firstNotNull"), QStringLiteral("last"), QStringLiteral("lastNotNull"),
      QStringLiteral("min"),   QStringLiteral("max"),          QStringLiteral("mean"), QStringLiteral("median")};
  return kStay.contains(calc);
}

DataField columnOf(const QString& name, const std::vector<Reduced>& values) {
  DataField field;
  field.name = name;
  const bool texts =
      std::any_of(values.begin(), values.end(), [](const Reduced& value) { return value.text.has_value(); });
  if (texts) field.type = FieldType::kText;
  for (const Reduced& value : values) {
    if (texts) {
      field.texts.append(value.text ? *value.text : value.number ? QString::number(*value.number, 'g', 15) : QString());
    } else {
      field.numbers.push_back(value.number.value_or(kNotReduced));
    }
  }
  return field;
}

}  // namespace vigie::console::impl
