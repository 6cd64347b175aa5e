// Fewer rows: one a field, one a group.
// Source: Grafana's reduce.ts and groupBy.ts.
#include "console/dashboard/impl/reduce_field.h"
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/reduce.h"

#include <QHash>

#include <algorithm>

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::boolOf;
using jsonread::objectAt;
using jsonread::textAt;

/// One row a field, of those that are no time: its name, its labels, what each calculation makes of it.
Frames reducedToRows(const Frames& frames, const QStringList& reducers, bool labelColumns) {
  DataField names;
  names.name = QStringLiteral("Field");
  names.type = FieldType::kText;
  std::vector<std::vector<Reduced>> columns(static_cast<std::size_t>(reducers.size()));
  QStringList labels;
  std::vector<Labels> labelsOfRows;
  const std::vector<QStringList> allNames = fieldNames(frames);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    for (std::size_t f = 0; f < frames[i].fields.size(); ++f) {
      const DataField& field = frames[i].fields[f];
      if (field.type == FieldType::kTime) continue;
      names.texts.append(labelColumns && field.displayName.isEmpty() ? field.name
                                                                     : allNames[i][static_cast<qsizetype>(f)]);
      labelsOfRows.push_back(field.labels);
      for (const auto& [name, value] : field.labels) {
        if (labelColumns && !labels.contains(name)) labels.append(name);
      }
      for (std::size_t c = 0; c < columns.size(); ++c)
        columns[c].push_back(reduceField(field, reducers[static_cast<qsizetype>(c)]));
    }
  }
  DataFrame result;
  if (!frames.empty()) result.refId = frames.front().refId;
  result.fields.push_back(std::move(names));
  for (const QString& label : labels) {
    DataField column;
    column.name = label;
    column.type = FieldType::kText;
    for (const Labels& row : labelsOfRows) column.texts.append(labelValue(row, label));
    result.fields.push_back(std::move(column));
  }
  for (std::size_t c = 0; c < columns.size(); ++c)
    result.fields.push_back(columnOf(calcKey(reducers[static_cast<qsizetype>(c)]), columns[c]));
  return {result};
}

/// The fields as they are, each of one row.
Frames reducedInPlace(Frames frames, const QStringList& reducers, bool times) {
  for (DataFrame& frame : frames) {
    std::vector<DataField> kept;
    for (const DataField& field : frame.fields) {
      if (field.type == FieldType::kTime && !times) continue;
      for (const QString& calc : reducers) {
        DataField one = columnOf(field.name, {reduceField(field, calc)});
        if (field.type == FieldType::kTime && staysATime(calc)) one.type = FieldType::kTime;
        one.labels = field.labels;
        one.config = field.config;
        one.displayName =
            reducers.size() > 1 ? QStringLiteral("%1 %2").arg(field.name, calcKey(calc)) : field.displayName;
        kept.push_back(std::move(one));
      }
    }
    frame.fields = std::move(kept);
  }
  std::erase_if(frames, [](const DataFrame& frame) { return frame.fields.empty(); });
  return frames;
}

}  // namespace

Frames reduceFields(Frames frames, const QJsonObject& options) {
  QStringList reducers = jsonread::textsOf(at(options, "reducers"));
  if (reducers.isEmpty()) reducers = {QStringLiteral("max")};
  if (textAt(options, "mode") == QLatin1String("reduceFields")) {
    return reducedInPlace(std::move(frames), reducers, boolOf(at(options, "includeTimeField"), false));
  }
  return reducedToRows(frames, reducers, boolOf(at(options, "labelsToFields"), false));
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
      if (textAt(rule, "operation") != QLatin1String("aggregate")) continue;
      for (const QString& calc : jsonread::textsOf(at(rule, "aggregations"))) {
        std::vector<Reduced> values;
        for (const auto& rows : groups) values.push_back(reduceField(frame.fields[i], rows, calc));
        DataField field = columnOf(QStringLiteral("%1 (%2)").arg(names[static_cast<qsizetype>(i)], calc), values);
        if (frame.fields[i].type == FieldType::kTime && staysATime(calc)) field.type = FieldType::kTime;
        grouped.fields.push_back(std::move(field));
      }
    }
    result.push_back(std::move(grouped));
  }
  return result;
}

}  // namespace vigie::console::impl
