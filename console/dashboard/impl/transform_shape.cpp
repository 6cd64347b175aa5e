// Transformations that give one frame another shape: rows that become columns, columns that become frames.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <QHash>

#include <algorithm>
#include <numeric>

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::boolOf;
using jsonread::objectAt;
using jsonread::textAt;

constexpr QChar kPartsSeparator(0x1f);
/// More columns, or frames, of values than that are nothing one looks at.
constexpr std::size_t kMostParts = 1000;

DataField emptyLike(const DataField& model) {
  DataField field = model;
  field.numbers.clear();
  field.texts.clear();
  field.trends.clear();
  return field;
}

/// A cell as a text, times in milliseconds as JavaScript writes them.
QString cellText(const DataField& field, std::size_t row) {
  if (field.type == FieldType::kText) return field.texts[static_cast<qsizetype>(row)];
  return field.isNothing(row) ? QStringLiteral("null") : QString::number(field.numbers[row], 'g', 15);
}

/// Rows by the texts that `fields` have there, in order of appearance.
std::vector<std::vector<std::size_t>> rowsByValue(const DataFrame& frame, const std::vector<std::size_t>& fields) {
  QHash<QString, std::size_t> indexOf;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    QStringList key;
    for (const std::size_t field : fields) key.append(frame.fields[field].key(row));
    const QString id = key.join(kPartsSeparator);
    auto found = indexOf.find(id);
    if (found == indexOf.end()) {
      if (groups.size() == kMostParts) continue;
      found = indexOf.insert(id, groups.size());
      groups.emplace_back();
    }
    groups[found.value()].push_back(row);
  }
  return groups;
}

}  // namespace

Frames groupingToMatrix(Frames frames, const QJsonObject& options) {
  if (frames.size() != 1) return frames;
  const DataFrame& frame = frames.front();
  const QString columnName = textAt(options, "columnField", QStringLiteral("Time"));
  const QString rowName = textAt(options, "rowField", QStringLiteral("Time"));
  const int columnAt = fieldCalled(frame, frames, columnName);
  const int rowAt = fieldCalled(frame, frames, rowName);
  const int valueAt = fieldCalled(frame, frames, textAt(options, "valueField", QStringLiteral("Value")));
  if (columnAt < 0 || rowAt < 0 || valueAt < 0) return frames;
  const DataField& columns = frame.fields[static_cast<std::size_t>(columnAt)];
  const DataField& rows = frame.fields[static_cast<std::size_t>(rowAt)];
  const DataField& values = frame.fields[static_cast<std::size_t>(valueAt)];

  const auto byColumn = rowsByValue(frame, {static_cast<std::size_t>(columnAt)});
  const auto byRow = rowsByValue(frame, {static_cast<std::size_t>(rowAt)});
  DataFrame matrix;
  matrix.refId = frame.refId;
  DataField heads = emptyLike(rows);
  heads.name = QStringLiteral("%1\\%2").arg(rowName, columnName);
  heads.displayName.clear();
  QHash<QString, std::size_t> lineOf;
  for (const auto& group : byRow) {
    lineOf.insert(rows.key(group.front()), heads.size());
    heads.append(rows, group.front());
  }
  const std::size_t lines = heads.size();
  matrix.fields.push_back(std::move(heads));
  for (const auto& group : byColumn) {
    DataField field = emptyLike(values);
    field.name = cellText(columns, group.front());
    field.labels.clear();
    field.displayName.clear();
    // The last of several values counts.
    std::vector<std::optional<std::size_t>> from(lines);
    for (const std::size_t row : group) {
      if (const auto line = lineOf.constFind(rows.key(row)); line != lineOf.constEnd()) from[line.value()] = row;
    }
    for (const auto& row : from) {
      if (row) {
        field.append(values, *row);
      } else {
        field.appendNothing();
      }
    }
    matrix.fields.push_back(std::move(field));
  }
  return {matrix};
}

Frames transpose(Frames frames, const QJsonObject& options) {
  const QString firstName = textAt(options, "firstFieldName");
  const QString restName = textAt(options, "restFieldsName");
  Frames result;
  for (const DataFrame& frame : frames) {
    if (frame.fields.empty()) continue;
    const QStringList names = fieldNames(frame, frames);
    const DataField& first = frame.fields.front();
    const bool heads = first.type == FieldType::kText || first.type == FieldType::kTime;
    const std::size_t from = heads ? 1 : 0;
    const bool alike = std::all_of(frame.fields.begin() + static_cast<std::ptrdiff_t>(from), frame.fields.end(),
                                   [&](const DataField& f) { return f.type == frame.fields.back().type; });
    DataFrame turned;
    turned.refId = frame.refId;
    DataField head;
    head.name = firstName.isEmpty() ? QStringLiteral("Field") : firstName;
    head.type = FieldType::kText;
    for (std::size_t f = from; f < frame.fields.size(); ++f) head.texts.append(names[static_cast<qsizetype>(f)]);
    turned.fields.push_back(std::move(head));
    for (std::size_t row = 0; row < std::min(frame.rows(), kMostParts); ++row) {
      DataField column;
      column.name = restName.isEmpty() ? QStringLiteral("Value") : restName;
      // One label tells the columns apart: it is what they are called.
      column.labels = heads ? Labels{{first.name, cellText(first, row)}}
                            : Labels{{QStringLiteral("row"), QString::number(row + 1)}};
      column.type = alike && from < frame.fields.size() ? frame.fields.back().type : FieldType::kText;
      for (std::size_t f = from; f < frame.fields.size(); ++f) {
        if (column.type == FieldType::kText) {
          column.texts.append(cellText(frame.fields[f], row));
        } else {
          column.append(frame.fields[f], row);
        }
      }
      turned.fields.push_back(std::move(column));
    }
    result.push_back(std::move(turned));
  }
  return result;
}

Frames partitionByValues(Frames frames, const QJsonObject& options) {
  if (frames.empty()) return frames;
  const DataFrame& frame = frames.front();
  std::vector<std::size_t> keys;
  for (const QString& name : jsonread::textsOf(at(options, "fields"))) {
    if (const int index = fieldCalled(frame, frames, name); index >= 0) keys.push_back(static_cast<std::size_t>(index));
  }
  if (keys.empty()) return frames;
  const QStringList names = fieldNames(frame, frames);
  const QJsonObject naming = objectAt(options, "naming");
  const bool asLabels = boolOf(at(naming, "asLabels"), true);
  const bool withNames = boolOf(at(naming, "withNames"), false);
  const bool keep = boolOf(at(options, "keepFields"), false);
  Frames parts;
  for (const auto& rows : rowsByValue(frame, keys)) {
    const DataFrame chosen = withRows(frame, rows);
    DataFrame part;
    part.refId = frame.refId;
    part.name = frame.name;
    Labels own;
    QStringList words;
    for (const std::size_t key : keys) {
      const QString& name = names[static_cast<qsizetype>(key)];
      const QString value = cellText(frame.fields[key], rows.front());
      own.emplace_back(name, value);
      words.append(withNames ? name + textAt(naming, "separator1", QStringLiteral("=")) + value : value);
    }
    if (!asLabels) {
      const QString name = words.join(textAt(naming, "separator2", QStringLiteral(" ")));
      const bool append = boolOf(at(naming, "append"), false) && !frame.name.isEmpty();
      part.name = append ? frame.name + QLatin1Char(' ') + name : name;
    }
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      if (!keep && std::find(keys.begin(), keys.end(), f) != keys.end()) continue;
      DataField field = chosen.fields[f];
      if (!field.displayName.isEmpty()) field.name = std::exchange(field.displayName, {});
      if (field.type != FieldType::kTime && asLabels) {
        for (const auto& label : own) field.labels.push_back(label);
      } else if (field.type != FieldType::kTime) {
        field.displayName = part.name + QLatin1Char(' ') + field.name;
      }
      part.fields.push_back(std::move(field));
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace vigie::console::impl
