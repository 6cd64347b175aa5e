// Transformations between the shapes of time series: beside each other, one by one, as rows with their labels.
// Source: Grafana's public/app/features/transformers/prepareTimeSeries and joinByLabels.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <QHash>

#include <algorithm>
#include <limits>

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::textAt;

const DataField* firstTime(const DataFrame& frame) {
  const auto found = std::find_if(frame.fields.begin(), frame.fields.end(),
                                  [](const DataField& field) { return field.type == FieldType::kTime; });
  return found == frame.fields.end() ? nullptr : &*found;
}

DataField textColumn(const QString& name) {
  DataField column;
  column.name = name;
  column.type = FieldType::kText;
  return column;
}

void addLabelNames(const Labels& labels, QStringList& names) {
  for (const auto& [name, value] : labels) {
    if (!names.contains(name)) names.append(name);
  }
}

/// A number's own labels and the texts of its row, as a text field says them.
QString labelIn(const DataFrame& frame, const DataField& number, const QString& name, std::size_t row) {
  for (const DataField& field : frame.fields) {
    if (field.type == FieldType::kText && field.name == name) return field.texts[static_cast<qsizetype>(row)];
  }
  return labelValue(number.labels, name);
}

/// Time, a column of numbers a name, a column a label; a row for each set of labels at each moment.
DataFrame longFrame(const DataFrame& frame, const DataField& time) {
  QStringList labels;
  QStringList valueNames;
  // Numbers of the same labels share their rows.
  std::vector<std::pair<QString, std::vector<const DataField*>>> sets;
  for (const DataField& field : frame.fields) {
    if (field.type == FieldType::kText && !labels.contains(field.name)) labels.append(field.name);
    if (field.type != FieldType::kNumber) continue;
    addLabelNames(field.labels, labels);
    if (!valueNames.contains(field.name)) valueNames.append(field.name);
    const QString key = labelsText(field.labels);
    auto set = std::find_if(sets.begin(), sets.end(), [&key](const auto& one) { return one.first == key; });
    if (set == sets.end()) set = sets.insert(set, {key, {}});
    set->second.push_back(&field);
  }
  std::sort(labels.begin(), labels.end());
  std::sort(valueNames.begin(), valueNames.end());
  std::stable_sort(sets.begin(), sets.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

  DataFrame result;
  result.refId = frame.refId;
  result.fields.push_back(time);
  result.fields.front().numbers.clear();
  for (const QString& name : valueNames) {
    DataField& column = result.fields.emplace_back();
    column.name = name;
  }
  for (const QString& label : labels) result.fields.push_back(textColumn(label));
  const auto values = static_cast<std::size_t>(valueNames.size());
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    for (const auto& [key, numbers] : sets) {
      result.fields.front().append(time, row);
      for (std::size_t v = 0; v < values; ++v) {
        const auto own = std::find_if(numbers.begin(), numbers.end(), [&](const DataField* field) {
          return field->name == valueNames[static_cast<qsizetype>(v)];
        });
        if (own == numbers.end()) {
          result.fields[1 + v].appendNothing();
        } else {
          result.fields[1 + v].append(**own, row);
        }
      }
      for (std::size_t l = 0; l < static_cast<std::size_t>(labels.size()); ++l) {
        result.fields[1 + values + l].texts.append(
            labelIn(frame, *numbers.front(), labels[static_cast<qsizetype>(l)], row));
      }
    }
  }
  return result;
}

/// A frame for each number of each set of labels.
void addSingles(const DataFrame& frame, const DataField& time, Frames& result) {
  std::vector<const DataField*> texts;
  for (const DataField& field : frame.fields) {
    if (field.type == FieldType::kText) texts.push_back(&field);
  }
  for (const DataField& number : frame.fields) {
    if (number.type != FieldType::kNumber) continue;
    QHash<QString, std::size_t> frameOf;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      QStringList key;
      for (const DataField* text : texts) key.append(text->key(row));
      const QString id = key.join(QChar(0x1f));
      auto found = frameOf.find(id);
      if (found == frameOf.end()) {
        found = frameOf.insert(id, result.size());
        DataFrame single;
        single.refId = frame.refId;
        single.name = frame.name;
        single.fields = {time, number};
        for (DataField& field : single.fields) field.numbers.clear();
        Labels& labels = single.fields.back().labels;
        for (const DataField* text : texts) labels.emplace_back(text->name, text->key(row));
        result.push_back(std::move(single));
      }
      DataFrame& single = result[found.value()];
      single.fields.front().append(time, row);
      single.fields.back().append(number, row);
    }
  }
}

DataFrame saying(const QString& text) {
  DataFrame frame;
  frame.fields.push_back(textColumn(QStringLiteral("Error")));
  frame.fields.back().texts.append(text);
  return frame;
}

}  // namespace

Frames prepareTimeSeries(Frames frames, const QJsonObject& options) {
  const QString format = textAt(options, "format", QStringLiteral("wide"));
  if (format != QLatin1String("long") && format != QLatin1String("multi") && format != QLatin1String("many"))
    return joinByField(std::move(frames), {});
  Frames result;
  for (const DataFrame& frame : frames) {
    const DataField* time = firstTime(frame);
    if (!time) continue;
    if (format == QLatin1String("long")) {
      result.push_back(longFrame(frame, *time));
    } else {
      addSingles(frame, *time, result);
    }
  }
  return result;
}

Frames joinByLabels(Frames frames, const QJsonObject& options) {
  if (frames.empty()) return frames;
  const QString valueLabel = textAt(options, "value");
  QStringList all;
  for (const DataFrame& frame : frames) {
    for (const DataField& field : frame.fields) addLabelNames(field.labels, all);
  }
  // As Grafana answers: what is wrong stands where the data would be.
  if (!all.contains(valueLabel)) return {saying(QStringLiteral("Value label not found"))};
  QStringList join = jsonread::textsOf(at(options, "join"));
  if (join.isEmpty()) join = all;
  join.removeAll(valueLabel);

  struct Row {
    QStringList keys;
    QHash<QString, std::vector<double>> values;
    std::size_t length = 1;
  };
  std::vector<Row> rows;
  QHash<QString, std::size_t> rowOf;
  QStringList names;
  for (const DataFrame& frame : frames) {
    for (const DataField& field : frame.fields) {
      if (field.type != FieldType::kNumber || field.labels.empty()) continue;
      QStringList keys;
      for (const QString& label : join) keys.append(labelValue(field.labels, label));
      const QString id = keys.join(QChar(0x1f));
      if (!rowOf.contains(id)) {
        rowOf.insert(id, rows.size());
        rows.push_back({keys, {}, 1});
      }
      const QString name = labelValue(field.labels, valueLabel);
      if (!names.contains(name)) names.append(name);
      Row& row = rows[rowOf.value(id)];
      std::vector<double>& values = row.values[name];
      values.insert(values.end(), field.numbers.begin(), field.numbers.end());
      row.length = std::max(row.length, values.size());
    }
  }
  DataFrame result;
  result.refId = frames.front().refId;
  for (const QString& label : join) result.fields.push_back(textColumn(label));
  for (const QString& name : names) {
    DataField& column = result.fields.emplace_back();
    column.name = name;
  }
  const auto labels = static_cast<std::size_t>(join.size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.length; ++i) {
      for (std::size_t l = 0; l < labels; ++l) result.fields[l].texts.append(row.keys[static_cast<qsizetype>(l)]);
      for (std::size_t n = 0; n < static_cast<std::size_t>(names.size()); ++n) {
        const std::vector<double> values = row.values.value(names[static_cast<qsizetype>(n)]);
        result.fields[labels + n].numbers.push_back(i < values.size() ? values[i]
                                                                      : std::numeric_limits<double>::quiet_NaN());
      }
    }
  }
  return {result};
}

Frames concatenate(Frames frames, const QJsonObject& options) {
  if (frames.size() < 2) return frames;
  const QString mode = textAt(options, "frameNameMode", QStringLiteral("field"));
  const QString label = textAt(options, "frameNameLabel", QStringLiteral("frame"));
  std::size_t rows = 0;
  for (const DataFrame& frame : frames) rows = std::max(rows, frame.rows());
  DataFrame result;
  result.refId = frames.front().refId;
  for (const DataFrame& frame : frames) {
    for (DataField field : frame.fields) {
      while (field.size() < rows) field.appendNothing();
      if (!frame.name.isEmpty() && mode == QLatin1String("label")) {
        field.labels.emplace_back(label, frame.name);
      } else if (!frame.name.isEmpty() && mode != QLatin1String("drop")) {
        const bool unnamed = field.name.isEmpty() || field.name == QLatin1String("Value");
        field.name = unnamed ? frame.name : QStringLiteral("%1 · %2").arg(frame.name, field.name);
      }
      result.fields.push_back(std::move(field));
    }
  }
  return {result};
}

}  // namespace vigie::console::impl
