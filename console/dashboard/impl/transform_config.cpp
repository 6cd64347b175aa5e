// Transformations that make options of data: the limit, unit or threshold that a query answers.
// Source: Grafana's public/app/features/transformers/fieldToConfigMapping, rowsToFields and configFromQuery.
#include "console/dashboard/impl/reduce_field.h"
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <algorithm>
#include <cmath>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::objectAt;
using jsonread::textAt;

using Config = std::vector<std::pair<QString, QJsonValue>>;

const QString kIsName = QStringLiteral("field.name");
const QString kIsValue = QStringLiteral("field.value");
const QString kIsLabel = QStringLiteral("field.label");

/// What one column of a frame says.
struct Meaning {
  QString name;    ///< of the column
  QString means;   ///< "max", "unit", "threshold1", …; empty: nothing
  QString calc;    ///< that makes one value of it
  QString colour;  ///< of a threshold
};

bool isMeaning(const QString& word) {
  static const QStringList kMeanings = {kIsName,
                                        kIsValue,
                                        kIsLabel,
                                        QStringLiteral("__ignore"),
                                        QStringLiteral("max"),
                                        QStringLiteral("min"),
                                        QStringLiteral("unit"),
                                        QStringLiteral("decimals"),
                                        QStringLiteral("displayName"),
                                        QStringLiteral("color"),
                                        QStringLiteral("threshold1"),
                                        QStringLiteral("mappings.value"),
                                        QStringLiteral("mappings.color"),
                                        QStringLiteral("mappings.text")};
  return kMeanings.contains(word);
}

/// As the options say, else as the columns are called.
std::vector<Meaning> meaningsOf(const QStringList& columns, const QJsonArray& mappings) {
  std::vector<Meaning> meanings;
  for (const QString& column : columns) {
    Meaning meaning{column, column.toLower(), {}, QStringLiteral("red")};
    for (const QJsonValue& item : mappings) {
      const QJsonObject mapping = item.toObject();
      if (textAt(mapping, "fieldName") != column) continue;
      meaning.means = textAt(mapping, "handlerKey");
      meaning.calc = textAt(mapping, "reducerId");
      const QJsonObject threshold = objectAt(objectAt(mapping, "handlerArguments"), "threshold");
      meaning.colour = textAt(threshold, "color", meaning.colour);
      // Said to mean nothing: not to be guessed at.
      if (meaning.means.isEmpty()) meaning.means = QStringLiteral("__ignore");
      break;
    }
    if (!isMeaning(meaning.means)) meaning.means.clear();
    meanings.push_back(std::move(meaning));
  }
  return meanings;
}

QJsonValue jsonOf(const Reduced& value) {
  if (value.text) return *value.text;
  return value.number && std::isfinite(*value.number) ? QJsonValue(*value.number) : QJsonValue();
}

/// One value's part of the options.
void addTo(Config& config, const Meaning& meaning, const Reduced& value) {
  const QJsonValue json = jsonOf(value);
  if (json.isNull()) return;
  const auto number = jsonread::numberOf(json);
  const QString text = json.toVariant().toString();
  const auto put = [&config, &meaning](const QJsonValue& said) { config.emplace_back(meaning.means, said); };
  if (meaning.means == QLatin1String("unit") || meaning.means == QLatin1String("displayName")) put(text);
  if (meaning.means == QLatin1String("color")) {
    put(QJsonObject{{QStringLiteral("mode"), QLatin1String("fixed")}, {QStringLiteral("fixedColor"), text}});
  }
  if (!number) return;
  if (meaning.means == QLatin1String("min") || meaning.means == QLatin1String("max")) put(*number);
  if (meaning.means == QLatin1String("decimals") && *number >= 0 && std::floor(*number) == *number) put(*number);
}

/// All columns that mean a threshold are one list of them.
void addThresholds(Config& config, const std::vector<Meaning>& meanings, const std::vector<Reduced>& values) {
  QJsonArray steps;
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    const auto number =
        meanings[i].means == QLatin1String("threshold1") ? jsonread::numberOf(jsonOf(values[i])) : std::nullopt;
    if (number)
      steps.append(QJsonObject{{QStringLiteral("value"), *number}, {QStringLiteral("color"), meanings[i].colour}});
  }
  if (steps.isEmpty()) return;
  steps.prepend(QJsonObject{{QStringLiteral("value"), {}}, {QStringLiteral("color"), QLatin1String("green")}});
  config.emplace_back(QStringLiteral("thresholds"), QJsonObject{{QStringLiteral("mode"), QLatin1String("absolute")},
                                                                {QStringLiteral("steps"), steps}});
}

/// Columns of values, texts and colours as value mappings.
void addMappings(Config& config, const DataFrame& frame, const std::vector<Meaning>& meanings) {
  const auto columnFor = [&](const char* word) -> const DataField* {
    for (std::size_t i = 0; i < meanings.size(); ++i) {
      if (meanings[i].means == QLatin1String(word)) return &frame.fields[i];
    }
    return nullptr;
  };
  const DataField* values = columnFor("mappings.value");
  if (!values) return;
  const DataField* texts = columnFor("mappings.text");
  const DataField* colours = columnFor("mappings.color");
  QJsonObject mapped;
  for (std::size_t row = 0; row < values->size(); ++row) {
    if (values->isNothing(row)) continue;
    QJsonObject result{{QStringLiteral("index"), static_cast<int>(row)}};
    if (texts) result.insert(QStringLiteral("text"), texts->key(row));
    if (colours) result.insert(QStringLiteral("color"), colours->key(row));
    mapped.insert(values->key(row), result);
  }
  config.emplace_back(
      QStringLiteral("mappings"),
      QJsonArray{QJsonObject{{QStringLiteral("type"), QLatin1String("value")}, {QStringLiteral("options"), mapped}}});
}

/// Whether the panel's matcher, as overrides have it, means this field.
bool appliesTo(const QJsonObject& matcher, const DataFrame& frame, const DataField& field, const QString& name) {
  if (matcher.isEmpty()) return field.type == FieldType::kNumber;
  FieldOverride rule;
  rule.matcher = textAt(matcher, "id");
  rule.argument = at(matcher, "options");
  if (rule.matcher == QLatin1String("numeric")) return field.type == FieldType::kNumber;
  return matches(rule, {name, frame.refId, typeName(field.type)});
}

}  // namespace

Frames configFromData(Frames frames, const QJsonObject& options) {
  const QString refId = textAt(options, "configRefId", QStringLiteral("config"));
  const auto from =
      std::find_if(frames.begin(), frames.end(), [&refId](const DataFrame& f) { return f.refId == refId; });
  if (from == frames.end()) return frames;
  const DataFrame source = *from;
  const std::vector<Meaning> meanings = meaningsOf(fieldNames(source, {source}), arrayAt(options, "mappings"));
  Config config;
  std::vector<Reduced> values;
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    const QString calc = meanings[i].calc.isEmpty() ? QStringLiteral("lastNotNull") : meanings[i].calc;
    values.push_back(reduceField(source.fields[i], calc));
    addTo(config, meanings[i], values.back());
  }
  addThresholds(config, meanings, values);
  addMappings(config, source, meanings);
  if (frames.size() > 1) frames.erase(from);
  const std::vector<QStringList> names = fieldNames(frames);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    for (std::size_t f = 0; f < frames[i].fields.size(); ++f) {
      DataField& field = frames[i].fields[f];
      if (appliesTo(objectAt(options, "applyTo"), frames[i], field, names[i][static_cast<qsizetype>(f)]))
        field.config.insert(field.config.end(), config.begin(), config.end());
    }
  }
  return frames;
}

Frames rowsToFields(Frames frames, const QJsonObject& options) {
  const QJsonArray mappings = arrayAt(options, "mappings");
  for (DataFrame& frame : frames) {
    const QStringList names = fieldNames(frame, {frame});
    std::vector<Meaning> meanings = meaningsOf(names, mappings);
    const auto said = [&meanings](const QString& word) {
      return std::find_if(meanings.begin(), meanings.end(), [&word](const Meaning& m) { return m.means == word; });
    };
    // What is not said is the first text, and the first number; all else tells the rows apart.
    const bool hasName = said(kIsName) != meanings.end();
    const bool hasValue = said(kIsValue) != meanings.end();
    for (std::size_t i = 0; i < meanings.size(); ++i) {
      if (!meanings[i].means.isEmpty()) continue;
      if (!hasName && frame.fields[i].type == FieldType::kText && said(kIsName) == meanings.end()) {
        meanings[i].means = kIsName;
      } else if (!hasValue && frame.fields[i].type == FieldType::kNumber && said(kIsValue) == meanings.end()) {
        meanings[i].means = kIsValue;
      } else {
        meanings[i].means = kIsLabel;
      }
    }
    if (said(kIsName) == meanings.end() || said(kIsValue) == meanings.end()) continue;
    const DataField& nameField = frame.fields[static_cast<std::size_t>(said(kIsName) - meanings.begin())];
    const DataField& valueField = frame.fields[static_cast<std::size_t>(said(kIsValue) - meanings.begin())];
    DataFrame turned;
    turned.refId = frame.refId;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      DataField field;
      field.name = nameField.key(row);
      field.type = valueField.type;
      field.append(valueField, row);
      std::vector<Reduced> values;
      for (std::size_t i = 0; i < meanings.size(); ++i) {
        const DataField& column = frame.fields[i];
        values.push_back(reduceField(column, {row}, QStringLiteral("last")));
        if (meanings[i].means == kIsLabel && !column.isNothing(row) && column.type != FieldType::kTime)
          field.labels.emplace_back(meanings[i].name, column.key(row));
        addTo(field.config, meanings[i], values.back());
      }
      addThresholds(field.config, meanings, values);
      turned.fields.push_back(std::move(field));
    }
    frame = std::move(turned);
  }
  return frames;
}

}  // namespace vigie::console::impl
