// Columns of what a text holds: JSON, name=value pairs, or the groups of a regular expression.
// Source: Grafana's public/app/features/transformers/extractFields.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::textAt;

constexpr double kNotExtracted = std::numeric_limits<double>::quiet_NaN();
/// A text with more parts than a table has columns is no list of fields.
constexpr qsizetype kMostExtracted = 200;

QString sourceText(const DataField& field, std::size_t row) {
  if (field.type == FieldType::kText) return field.texts[static_cast<qsizetype>(row)];
  return field.isNothing(row) ? QString() : QString::number(field.numbers[row], 'g', 15);
}

using Parts = std::vector<std::pair<QString, QJsonValue>>;

QString valueText(const QJsonValue& value) {
  if (value.isNull() || value.isUndefined()) return {};
  if (value.isObject()) return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
  if (value.isArray()) return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
  return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toVariant().toString();
}

/// a.b[0].c
QJsonValue atPath(QJsonValue value, QString path) {
  path.replace(QLatin1Char('['), QLatin1Char('.')).remove(QLatin1Char(']'));
  for (const QString& key : path.split(QLatin1Char('.'), Qt::SkipEmptyParts)) {
    bool isIndex = false;
    const int index = key.toInt(&isIndex);
    value = value.isArray() && isIndex ? value.toArray().at(index) : value.toObject().value(key);
  }
  return value;
}

Parts fromJson(const QString& text, const QJsonObject& options) {
  const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
  Parts parts;
  const QJsonArray paths = arrayAt(options, "jsonPaths");
  for (const QJsonValue& item : paths) {
    const QString path = textAt(item.toObject(), "path");
    const QString alias = textAt(item.toObject(), "alias");
    if (path.isEmpty()) continue;
    const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const QJsonValue found = atPath(root, path);
    parts.emplace_back(alias.isEmpty() ? path : alias,
                       found.isUndefined() ? QJsonValue(QStringLiteral("Not Found")) : found);
  }
  if (!parts.empty()) return parts;
  const QJsonObject object = document.object();
  for (auto it = object.begin(); it != object.end(); ++it) parts.emplace_back(it.key(), it.value());
  const QJsonArray array = document.array();
  for (qsizetype i = 0; i < array.size(); ++i) parts.emplace_back(QString::number(i), array.at(i));
  return parts;
}

/// name=value, "name"="value with blanks", name: value, set apart by blanks, commas or semicolons.
Parts fromPairs(const QString& text) {
  static const QRegularExpression kPair(
      QStringLiteral(R"re("?([\w.\-/]+)"?\s*[=:]\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;}]*)))re"));
  Parts parts;
  for (auto it = kPair.globalMatch(text); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    parts.emplace_back(match.captured(1), match.captured(match.hasCaptured(3) ? 3 : 2));
  }
  return parts;
}

Parts fromRegex(const QString& text, const QString& written) {
  const QRegularExpression pattern(regexPattern(written));
  Parts parts;
  const QRegularExpressionMatch match = pattern.match(text);
  const QStringList names = pattern.namedCaptureGroups();
  for (qsizetype i = 1; i < names.size(); ++i) {
    if (!names[i].isEmpty()) parts.emplace_back(names[i], match.captured(static_cast<int>(i)));
  }
  return parts;
}

Parts extracted(const QString& text, const QJsonObject& options) {
  const QString format = textAt(options, "format", QStringLiteral("auto"));
  if (format == QLatin1String("regexp")) return fromRegex(text, textAt(options, "regExp"));
  if (format == QLatin1String("kvp")) return fromPairs(text);
  if (format == QLatin1String("delimiter")) {
    Parts parts;
    for (const QString& part : text.split(textAt(options, "delimiter", QStringLiteral(",")), Qt::SkipEmptyParts))
      parts.emplace_back(part.trimmed(), 1);
    return parts;
  }
  Parts parts = fromJson(text, options);
  return parts.empty() && format != QLatin1String("json") ? fromPairs(text) : parts;
}

/// A column of what the rows have under one name: of numbers where all are numbers.
DataField columnOfValues(const QString& name, const std::vector<QJsonValue>& values) {
  DataField column;
  column.name = name;
  const bool numbers = std::all_of(values.begin(), values.end(), [](const QJsonValue& value) {
    return value.isDouble() || value.isNull() || value.isUndefined();
  });
  if (!numbers) column.type = FieldType::kText;
  for (const QJsonValue& value : values) {
    if (numbers) {
      column.numbers.push_back(value.toDouble(kNotExtracted));
    } else {
      column.texts.append(valueText(value));
    }
  }
  return column;
}

std::vector<DataField> extractedColumns(const DataField& source, const QJsonObject& options) {
  QStringList names;
  std::vector<std::vector<QJsonValue>> values;
  for (std::size_t row = 0; row < source.size(); ++row) {
    for (auto& [name, value] : extracted(sourceText(source, row), options)) {
      qsizetype column = names.indexOf(name);
      if (column < 0 && names.size() == kMostExtracted) continue;
      if (column < 0) {
        column = names.size();
        names.append(name);
        values.emplace_back(source.size(), QJsonValue());
      }
      values[static_cast<std::size_t>(column)][row] = value;
    }
  }
  std::vector<DataField> columns;
  for (qsizetype i = 0; i < names.size(); ++i)
    columns.push_back(columnOfValues(names[i], values[static_cast<std::size_t>(i)]));
  return columns;
}

}  // namespace

Frames extractFields(Frames frames, const QJsonObject& options) {
  const QString source = textAt(options, "source");
  const Frames before = frames;
  for (DataFrame& frame : frames) {
    const int index = source.isEmpty() ? -1 : fieldCalled(frame, before, source);
    if (index < 0) continue;
    std::vector<DataField> columns = extractedColumns(frame.fields[static_cast<std::size_t>(index)], options);
    std::vector<DataField> kept;
    for (DataField& field : frame.fields) {
      const bool isTime = field.type == FieldType::kTime && boolOf(at(options, "keepTime"), false);
      if (!boolOf(at(options, "replace"), false) || isTime) kept.push_back(std::move(field));
    }
    frame.fields = std::move(kept);
    for (DataField& column : columns) frame.fields.push_back(std::move(column));
  }
  return frames;
}

}  // namespace vigie::console::impl
