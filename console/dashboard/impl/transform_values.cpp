// Transformations that write other values into the columns there are.
// Source: Grafana's convertFieldType.ts, formatTime.ts and formatString.ts.
#include "console/dashboard/display_zone.h"
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/moment_format.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::intOf;
using jsonread::objectAt;
using jsonread::textAt;

/// The last moment that JavaScript's dates, and so Grafana's, know: milliseconds.
constexpr double kFarthest = 8.64e15;
constexpr double kUnreadable = std::numeric_limits<double>::quiet_NaN();

QString plainText(const DataField& field, std::size_t row) {
  if (field.type == FieldType::kText) return field.texts[static_cast<qsizetype>(row)];
  return field.isNothing(row) ? QString() : QString::number(field.numbers[row], 'g', 15);
}

double numberIn(const QString& text) {
  bool ok = false;
  // Thousands may be apart by commas.
  const double number = QString(text).remove(QLatin1Char(',')).trimmed().toDouble(&ok);
  return ok && std::isfinite(number) ? number : kUnreadable;
}

/// `field` as texts, each made of its row.
DataField asTexts(const DataField& field, const std::function<QString(std::size_t)>& text) {
  DataField result = field;
  result.type = FieldType::kText;
  result.texts.clear();
  for (std::size_t row = 0; row < field.size(); ++row) result.texts.append(text(row));
  result.numbers.clear();
  result.trends.clear();
  return result;
}

DataField asNumbers(const DataField& field, FieldType type, const std::function<double(std::size_t)>& number) {
  DataField result = field;
  result.type = type;
  result.numbers.clear();
  for (std::size_t row = 0; row < field.size(); ++row) result.numbers.push_back(number(row));
  result.texts.clear();
  result.trends.clear();
  return result;
}

QString timeText(const DataField& field, std::size_t row, const QString& pattern, const QString& zoneName) {
  if (!(std::abs(field.numbers[row]) < kFarthest)) return {};
  const QTimeZone zone = zoneName == QLatin1String("utc") ? QTimeZone::utc() : QTimeZone(zoneName.toUtf8());
  const auto ms = static_cast<qint64>(field.numbers[row]);
  const QDateTime time =
      zone.isValid() && !zoneName.isEmpty() ? QDateTime::fromMSecsSinceEpoch(ms, zone) : inDisplayZone(ms);
  return momentText(time, pattern.isEmpty() ? QStringLiteral("YYYY-MM-DD HH:mm:ss") : pattern);
}

DataField asTimes(const DataField& field, const QString& pattern) {
  return asNumbers(field, FieldType::kTime, [&](std::size_t row) {
    if (field.type != FieldType::kText)
      return std::abs(field.numbers[row]) < kFarthest ? field.numbers[row] : kUnreadable;
    const auto moment = momentOf(field.texts[static_cast<qsizetype>(row)], pattern, displayZone());
    return moment ? static_cast<double>(*moment) : kUnreadable;
  });
}

DataField converted(const DataField& field, const QJsonObject& conversion) {
  const QString to = textAt(conversion, "destinationType");
  const QString pattern = textAt(conversion, "dateFormat");
  if (to == QLatin1String("time")) return asTimes(field, pattern);
  if (to == QLatin1String("number")) {
    return asNumbers(field, FieldType::kNumber, [&field](std::size_t row) {
      return field.type == FieldType::kText ? numberIn(field.texts[static_cast<qsizetype>(row)]) : field.numbers[row];
    });
  }
  if (to == QLatin1String("string")) {
    const bool dated = field.type == FieldType::kTime && !pattern.isEmpty();
    return asTexts(field, [&](std::size_t row) {
      return dated ? timeText(field, row, pattern, textAt(conversion, "timezone")) : plainText(field, row);
    });
  }
  if (to == QLatin1String("boolean")) {
    return asTexts(field, [&field](std::size_t row) {
      const QString text = plainText(field, row);
      const bool holds = !text.isEmpty() && text != QLatin1String("0") && text != QLatin1String("false");
      return holds ? QStringLiteral("true") : QStringLiteral("false");
    });
  }
  if (to == QLatin1String("enum")) {
    const QStringList words = jsonread::textsOf(at(objectAt(conversion, "enumConfig"), "text"));
    return asTexts(field, [&](std::size_t row) {
      const double number = field.type == FieldType::kText ? kUnreadable : field.numbers[row];
      const bool known = number >= 0 && number < static_cast<double>(words.size());
      return known ? words[static_cast<qsizetype>(number)] : plainText(field, row);
    });
  }
  return field;
}

/// Each word's first letter large, the others small.
QStringList capitalWords(const QString& text) {
  QStringList words = text.split(QLatin1Char(' '));
  for (QString& word : words) word = word.left(1).toUpper() + word.mid(1).toLower();
  return words;
}

QString substring(const QString& text, const QJsonObject& options) {
  // As JavaScript's: ends beyond the text are its ends, and in either order.
  const auto size = static_cast<int>(text.size());
  const int from = std::clamp(intOf(at(options, "substringStart")).value_or(0), 0, size);
  const int to = std::clamp(intOf(at(options, "substringEnd")).value_or(size), 0, size);
  return text.mid(std::min(from, to), std::abs(to - from));
}

/// "{column}" in a prefix or a suffix is that column's value in the row.
QString affix(const QString& written, const DataFrame& frame, std::size_t row) {
  static const QRegularExpression kColumn(QStringLiteral(R"(\{([\w.\-]+)\})"));
  QString result;
  qsizetype done = 0;
  for (auto it = kColumn.globalMatch(written); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const auto column = std::find_if(frame.fields.begin(), frame.fields.end(),
                                     [&match](const DataField& field) { return field.name == match.captured(1); });
    if (column == frame.fields.end()) continue;
    result += written.mid(done, match.capturedStart() - done) + plainText(*column, row);
    done = match.capturedEnd();
  }
  return result + written.mid(done);
}

QString formattedText(const QString& text, const QString& how) {
  if (how == QLatin1String("Lower Case")) return text.toLower();
  if (how == QLatin1String("Sentence Case")) return text.left(1).toUpper() + text.mid(1);
  if (how == QLatin1String("Title Case")) return capitalWords(text).join(QLatin1Char(' '));
  if (how == QLatin1String("Pascal Case")) return capitalWords(text).join(QString());
  if (how == QLatin1String("Camel Case")) {
    const QString words = capitalWords(text).join(QString());
    return words.left(1).toLower() + words.mid(1);
  }
  if (how == QLatin1String("Snake Case")) return text.toLower().replace(QLatin1Char(' '), QLatin1Char('_'));
  if (how == QLatin1String("Kebab Case")) return text.toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
  if (how == QLatin1String("Trim")) return text.trimmed();
  return text.toUpper();
}

/// Each field called so, in all frames, as `change` makes it.
template <typename Change>
Frames withChanged(Frames frames, const QString& name, Change change) {
  if (name.isEmpty()) return frames;
  const Frames before = frames;
  const std::vector<QStringList> names = fieldNames(before);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    for (std::size_t f = 0; f < frames[i].fields.size(); ++f) {
      if (names[i][static_cast<qsizetype>(f)] == name || before[i].fields[f].name == name)
        frames[i].fields[f] = change(before[i], before[i].fields[f]);
    }
  }
  return frames;
}

}  // namespace

Frames convertFieldType(Frames frames, const QJsonObject& options) {
  for (const QJsonValue& item : arrayAt(options, "conversions")) {
    const QJsonObject conversion = item.toObject();
    frames =
        withChanged(std::move(frames), textAt(conversion, "targetField"),
                    [&conversion](const DataFrame&, const DataField& field) { return converted(field, conversion); });
  }
  return frames;
}

Frames formatTime(Frames frames, const QJsonObject& options) {
  const QString pattern = textAt(options, "outputFormat");
  const QString zone = textAt(options, "timezone");
  return withChanged(std::move(frames), textAt(options, "timeField"), [&](const DataFrame&, const DataField& field) {
    const DataField times = field.type == FieldType::kText ? asTimes(field, {}) : field;
    return asTexts(times, [&](std::size_t row) { return timeText(times, row, pattern, zone); });
  });
}

Frames formatString(Frames frames, const QJsonObject& options) {
  const QString how = textAt(options, "outputFormat", QStringLiteral("Upper Case"));
  return withChanged(std::move(frames), textAt(options, "stringField"),
                     [&](const DataFrame& frame, const DataField& field) {
                       return asTexts(field, [&](std::size_t row) {
                         const QString text = plainText(field, row);
                         if (how == QLatin1String("Substring")) return substring(text, options);
                         if (how != QLatin1String("Affix")) return formattedText(text, how);
                         return affix(textAt(options, "stringPrefix"), frame, row) + text +
                                affix(textAt(options, "stringSuffix"), frame, row);
                       });
                     });
}

}  // namespace vigie::console::impl
