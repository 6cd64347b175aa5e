#include "console/dashboard/field_display.h"

#include "console/dashboard/reduce.h"
#include "console/dashboard/value_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

constexpr std::size_t kMostRows = 25;

bool wanted(const QRegularExpression& fields, const QString& name) {
  return fields.pattern().isEmpty() || fields.match(name).hasMatch();
}

void addReduced(const PanelModel& panel, const NamedSeries& series, std::vector<DisplayValue>& values) {
  for (const QString& calc : panel.reduce.calcs) {
    DisplayValue value;
    value.name =
        panel.reduce.calcs.size() > 1 ? QStringLiteral("%1 (%2)").arg(series.name, calcName(calc)) : series.name;
    value.number = reduce(series.data.values, calc);
    value.field = series.field;
    value.labels = series.data.labels;
    if (!series.isInstant && series.data.timesMs.size() > 1) value.trend = &series.data;
    values.push_back(std::move(value));
  }
}

/// What one value of a row is called: what it is said to be, else the row's texts, and its column's name where there
/// are several numbers. Source: getSmartDisplayNameForRow() in packages/grafana-data/src/field/fieldDisplay.ts.
QString rowName(const DataFrame& frame, std::size_t row, const DataField& own, const QString& ownName) {
  if (!own.options.displayName.isEmpty()) return own.options.displayName;
  QStringList parts;
  bool others = false;
  for (const DataField& field : frame.fields) {
    others = others || (&field != &own && field.type == FieldType::kNumber);
    if (field.type != FieldType::kText) continue;
    const QString text = shownText(field.options, field.texts[static_cast<qsizetype>(row)]).text.text();
    if (!text.isEmpty()) parts.append(text);
  }
  if (others || parts.isEmpty()) parts.append(ownName);
  return parts.join(QLatin1Char(' '));
}

void addRows(const PanelModel& panel, const PanelData& data, const QRegularExpression& fields,
             std::vector<DisplayValue>& values) {
  const std::size_t limit = panel.reduce.limit > 0 ? static_cast<std::size_t>(panel.reduce.limit) : kMostRows;
  const std::vector<QStringList> allNames = fieldNames(data.frames);
  for (std::size_t i = 0; i < data.frames.size(); ++i) {
    const DataFrame& frame = data.frames[i];
    const QStringList& names = allNames[i];
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      for (std::size_t f = 0; f < frame.fields.size(); ++f) {
        const DataField& field = frame.fields[f];
        const QString& own = names[static_cast<qsizetype>(f)];
        if (field.type != FieldType::kNumber || !wanted(fields, own)) continue;
        if (values.size() == limit) return;
        DisplayValue value;
        value.name = rowName(frame, row, field, own);
        if (!std::isnan(field.numbers[row])) value.number = field.numbers[row];
        value.field = field.options;
        value.labels = field.labels;
        values.push_back(std::move(value));
      }
    }
  }
}

/// Times and texts are shown only when they are asked for by name: a version, a state, the last change.
void addTexts(const PanelData& data, const QRegularExpression& fields, std::vector<DisplayValue>& values) {
  const std::vector<QStringList> allNames = fieldNames(data.frames);
  for (std::size_t i = 0; i < data.frames.size(); ++i) {
    const DataFrame& frame = data.frames[i];
    const QStringList& names = allNames[i];
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      const DataField& field = frame.fields[f];
      if (field.type == FieldType::kNumber || field.size() == 0) continue;
      if (!fields.match(names[static_cast<qsizetype>(f)]).hasMatch()) continue;
      DisplayValue value;
      if (field.type != FieldType::kText) {
        value.name = names[static_cast<qsizetype>(f)];
        value.number = reduce(field.numbers, QStringLiteral("lastNotNull"));
        value.field = field.options;
        if (value.field.unit.isEmpty() && field.type == FieldType::kTime)
          value.field.unit = QStringLiteral("dateTimeAsIso");
        values.push_back(std::move(value));
        continue;
      }
      value.name = names[static_cast<qsizetype>(f)];
      value.isText = true;
      value.text = field.texts.last();
      value.field = field.options;
      values.push_back(std::move(value));
    }
  }
}

}  // namespace

std::vector<DisplayValue> displayValues(const PanelModel& panel, const PanelData& data) {
  const QRegularExpression fields(regexPattern(panel.reduce.fields));
  std::vector<DisplayValue> values;
  if (panel.reduce.allValues) {
    addRows(panel, data, fields, values);
    return values;
  }
  for (const NamedSeries& series : data.series) {
    if (wanted(fields, series.name) && !series.field.hiddenInGraph) addReduced(panel, series, values);
  }
  if (!fields.pattern().isEmpty()) addTexts(data, fields, values);
  return values;
}

std::pair<double, double> valueRange(const PanelData& data) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const NamedSeries& series : data.series) {
    for (const double value : series.data.values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  return low > high ? std::pair(0.0, 100.0) : std::pair(low, high);
}

}  // namespace vigie::console
