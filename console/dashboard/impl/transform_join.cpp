// Transformations that make one frame of several.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <QHash>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace vigie::console::impl {
namespace {

using jsonread::textAt;

/// The field to join by: the one called so, else the frame's time.
int joinFieldOf(const DataFrame& frame, const Frames& all, const QString& name) {
  if (!name.isEmpty()) return fieldCalled(frame, all, name);
  for (std::size_t i = 0; i < frame.fields.size(); ++i) {
    if (frame.fields[i].type == FieldType::kTime) return static_cast<int>(i);
  }
  return -1;
}

DataFrame sortedByNumber(DataFrame frame) {
  const std::vector<double>& numbers = frame.fields.front().numbers;
  if (std::is_sorted(numbers.begin(), numbers.end())) return frame;
  std::vector<std::size_t> rows(frame.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
  return withRows(frame, rows);
}

/// An empty field like `model`, of `rows` rows without a value.
DataField blankLike(const DataField& model, std::size_t rows) {
  DataField field = model.withoutRows();
  for (std::size_t i = 0; i < rows; ++i) field.appendNothing();
  return field;
}

/// The rows of a join: one for each value of its field, in order of appearance.
class JoinKeys {
 public:
  /// `byText`: texts are among the joined fields, so that a number is compared as it is written.
  JoinKeys(const DataField& model, bool byText) : keys_(blankLike(model, 0)), byText_(byText) {}

  /// Where `field`'s value of `row` belongs; a new row where it is seen for the first time.
  std::size_t rowOf(const DataField& field, std::size_t row) {
    const std::size_t next = keys_.size();
    const std::size_t at = byText_ ? texts_.try_emplace(field.key(row), next).first->second
                                   : numbers_.try_emplace(bits(field.numbers[row]), next).first->second;
    if (at == next) keys_.append(field, row);
    return at;
  }
  [[nodiscard]] const DataField& field() const { return keys_; }

 private:
  static std::uint64_t bits(double value) {
    return std::bit_cast<std::uint64_t>(std::isnan(value) ? std::nan("") : value);
  }
  DataField keys_;
  bool byText_;
  std::unordered_map<QString, std::size_t> texts_;
  std::unordered_map<std::uint64_t, std::size_t> numbers_;
};

void setValue(DataField& field, std::size_t row, const DataField& from, std::size_t fromRow) {
  if (field.type == FieldType::kText) {
    field.texts[static_cast<qsizetype>(row)] = from.key(fromRow);
  } else if (from.type != FieldType::kText) {
    field.numbers[row] = from.numbers[fromRow];
    if (field.type == FieldType::kTrend && from.type == FieldType::kTrend) field.trends[row] = from.trends[fromRow];
  }
}

}  // namespace

Frames joinByField(Frames frames, const QJsonObject& options) {
  const QString by = textAt(options, "byField");
  const bool inner = textAt(options, "mode") == QLatin1String("inner");
  std::vector<std::pair<const DataFrame*, std::size_t>> joined;
  for (const DataFrame& frame : frames) {
    const int index = joinFieldOf(frame, frames, by);
    if (index >= 0) joined.emplace_back(&frame, static_cast<std::size_t>(index));
  }
  if (joined.empty()) return frames;

  const bool byText = std::any_of(joined.begin(), joined.end(), [](const auto& one) {
    return one.first->fields[one.second].type == FieldType::kText;
  });
  JoinKeys keys(joined.front().first->fields[joined.front().second], byText);
  std::vector<std::vector<std::size_t>> places;  // of each frame's rows
  std::vector<std::size_t> frequency;            // in how many frames a key is
  for (const auto& [frame, index] : joined) {
    const DataField& field = frame->fields[index];
    std::vector<std::size_t>& own = places.emplace_back();
    for (std::size_t row = 0; row < field.size(); ++row) own.push_back(keys.rowOf(field, row));
    std::vector<std::size_t> inThis = own;
    std::sort(inThis.begin(), inThis.end());
    inThis.erase(std::unique(inThis.begin(), inThis.end()), inThis.end());
    frequency.resize(keys.field().size());
    for (const std::size_t key : inThis) ++frequency[key];
  }

  DataFrame result;
  result.refId = joined.front().first->refId;
  result.fields.push_back(keys.field());
  for (std::size_t i = 0; i < joined.size(); ++i) {
    const auto& [frame, index] = joined[i];
    for (std::size_t f = 0; f < frame->fields.size(); ++f) {
      if (f == index) continue;
      DataField field = blankLike(frame->fields[f], keys.field().size());
      for (std::size_t row = 0; row < places[i].size(); ++row) setValue(field, places[i][row], frame->fields[f], row);
      result.fields.push_back(std::move(field));
    }
  }
  if (inner) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < frequency.size(); ++row) {
      if (frequency[row] == joined.size()) rows.push_back(row);
    }
    result = withRows(result, rows);
  }
  if (keys.field().type != FieldType::kText) result = sortedByNumber(std::move(result));
  return {result};
}

Frames merge(Frames frames, const QJsonObject& options) {
  Q_UNUSED(options)
  if (frames.size() < 2) return frames;
  // Columns by name; those that every frame has are the rows' identity.
  DataFrame result;
  QStringList names;
  std::vector<QStringList> namesOfFrames;
  for (const DataFrame& frame : frames) {
    namesOfFrames.push_back(fieldNames(frame, frames));
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      const QString& name = namesOfFrames.back()[static_cast<qsizetype>(f)];
      if (names.contains(name)) continue;
      names.append(name);
      result.fields.push_back(blankLike(frame.fields[f], 0));
    }
  }
  QStringList shared;
  for (const QString& name : names) {
    const bool everywhere = std::all_of(namesOfFrames.begin(), namesOfFrames.end(),
                                        [&name](const QStringList& own) { return own.contains(name); });
    if (everywhere) shared.append(name);
  }

  QHash<QString, std::size_t> rowOf;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const DataFrame& frame = frames[i];
    const QStringList& own = namesOfFrames[i];
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      QStringList identity;
      for (const QString& name : shared) {
        identity.append(frame.fields[static_cast<std::size_t>(own.indexOf(name))].key(row));
      }
      // Where all columns are shared, a row is only itself.
      const bool isOnlyKey = own.size() == shared.size() && names.size() == shared.size();
      const QString key = isOnlyKey ? QStringLiteral("%1/%2").arg(i).arg(row) : identity.join(QChar(0x1f));
      auto at = rowOf.find(key);
      if (at == rowOf.end()) {
        at = rowOf.insert(key, result.rows());
        for (DataField& field : result.fields) field.appendNothing();
      }
      for (std::size_t f = 0; f < frame.fields.size(); ++f) {
        setValue(result.fields[static_cast<std::size_t>(names.indexOf(own[static_cast<qsizetype>(f)]))], at.value(),
                 frame.fields[f], row);
      }
    }
  }
  return {result};
}

Frames seriesToRows(Frames frames, const QJsonObject& options) {
  Q_UNUSED(options)
  DataFrame result;
  DataField time;
  time.name = QStringLiteral("Time");
  time.type = FieldType::kTime;
  DataField metric;
  metric.name = QStringLiteral("Metric");
  metric.type = FieldType::kText;
  DataField value;
  value.name = QStringLiteral("Value");
  for (const DataFrame& frame : frames) {
    const int at = joinFieldOf(frame, frames, {});
    if (at < 0) continue;
    const QStringList names = fieldNames(frame, frames);
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      if (frame.fields[f].type != FieldType::kNumber) continue;
      for (std::size_t row = 0; row < frame.rows(); ++row) {
        time.append(frame.fields[static_cast<std::size_t>(at)], row);
        metric.texts.append(names[static_cast<qsizetype>(f)]);
        value.append(frame.fields[f], row);
      }
    }
  }
  result.fields = {std::move(time), std::move(metric), std::move(value)};
  // The newest first.
  DataFrame sorted = sortedByNumber(std::move(result));
  std::vector<std::size_t> backwards(sorted.rows());
  std::iota(backwards.rbegin(), backwards.rend(), 0U);
  return {withRows(sorted, backwards)};
}

Frames labelsToFields(Frames frames, const QJsonObject& options) {
  const QString valueLabel = textAt(options, "valueLabel");
  const QStringList keep = jsonread::textsOf(jsonread::at(options, "keepLabels"));
  const bool asRows = textAt(options, "mode") == QLatin1String("rows");
  Frames result;
  for (const DataFrame& frame : frames) {
    if (asRows) {
      DataFrame table;
      DataField label;
      label.name = QStringLiteral("label");
      label.type = FieldType::kText;
      DataField value = label;
      value.name = QStringLiteral("value");
      for (const DataField& field : frame.fields) {
        for (const auto& [name, text] : field.labels) {
          if (!keep.isEmpty() && !keep.contains(name)) continue;
          label.texts.append(name);
          value.texts.append(text);
        }
      }
      table.fields = {std::move(label), std::move(value)};
      result.push_back(std::move(table));
      continue;
    }
    DataFrame table;
    table.refId = frame.refId;
    std::vector<DataField> columns;
    std::vector<DataField> values;
    for (const DataField& field : frame.fields) {
      if (field.labels.empty()) {
        table.fields.push_back(field);
        continue;
      }
      DataField bare = field;
      bare.labels.clear();
      bare.displayName.clear();
      for (const auto& [name, text] : field.labels) {
        if (name == valueLabel) {
          bare.name = text;
          continue;
        }
        if (!keep.isEmpty() && !keep.contains(name)) continue;
        const bool known = std::any_of(columns.begin(), columns.end(),
                                       [&n = name](const DataField& column) { return column.name == n; });
        if (known) continue;
        DataField column;
        column.name = name;
        column.type = FieldType::kText;
        for (std::size_t row = 0; row < frame.rows(); ++row) column.texts.append(text);
        columns.push_back(std::move(column));
      }
      values.push_back(std::move(bare));
    }
    for (DataField& column : columns) table.fields.push_back(std::move(column));
    for (DataField& value : values) table.fields.push_back(std::move(value));
    result.push_back(std::move(table));
  }
  return asRows ? result : merge(std::move(result), {});
}

}  // namespace vigie::console::impl
