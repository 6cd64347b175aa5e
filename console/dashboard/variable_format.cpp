#include "console/dashboard/variable_format.h"

#include "console/dashboard/moment_format.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include <cmath>

namespace vigie::console {
namespace {

QStringList mapped(const QStringList& values, const std::function<QString(const QString&)>& each) {
  QStringList result;
  for (const QString& value : values) result.append(each(value));
  return result;
}

QString plain(const VariableValue& v) { return v.values.join(QLatin1Char(',')); }

/// JavaScript's encodeURIComponent with the sub-delimiters encoded too (RFC 3986): what Qt does.
QString percentEncoded(const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

QString escapedRegex(QString text) {
  static const QRegularExpression kSpecial(QStringLiteral(R"(([\\^$*+?.()|[\]{}\/]))"));
  return text.replace(kSpecial, QStringLiteral("\\\\1"));
}

QString escapedLucene(QString text) {
  bool isNumber = false;
  text.toDouble(&isNumber);
  if (isNumber) return text;
  static const QRegularExpression kSpecial(QStringLiteral(R"(([!*+\-=<>\s&|()\[\]{}^~?:\\/"]))"));
  return text.replace(kSpecial, QStringLiteral("\\\\1"));
}

QString lucene(const VariableValue& v) {
  if (!v.isList) return escapedLucene(plain(v));
  if (v.values.isEmpty()) return QStringLiteral("__empty__");
  return QStringLiteral("(%1)").arg(mapped(v.values, [](const QString& t) {
                                      return QStringLiteral("\"%1\"").arg(escapedLucene(t));
                                    }).join(QStringLiteral(" OR ")));
}

QString alternatives(const QStringList& escaped) {
  return escaped.size() == 1 ? escaped.first() : QStringLiteral("(%1)").arg(escaped.join(QLatin1Char('|')));
}

QString promQl(const VariableValue& v) {
  if (!v.escapesRegex) return escapeForPromQl(plain(v));
  return alternatives(mapped(v.values, escapeForPromQlRegex));
}

QString glob(const VariableValue& v) { return v.values.size() > 1 ? QStringLiteral("{%1}").arg(plain(v)) : plain(v); }

QString distributed(const VariableValue& v) {
  QStringList parts = v.values;
  for (qsizetype i = 1; i < parts.size(); ++i) parts[i] = v.name + QLatin1Char('=') + parts[i];
  return parts.join(QLatin1Char(','));
}

QString quoted(const VariableValue& v, QChar quote, const QString& escape) {
  return mapped(v.values, [&](QString t) { return quote + t.replace(quote, escape) + quote; }).join(QLatin1Char(','));
}

QString sqlString(const VariableValue& v) {
  return mapped(v.values,
                [](QString t) {
                  t.replace(QLatin1Char('\''), QLatin1String("''")).replace(QLatin1Char('"'), QLatin1String("\\\""));
                  return QStringLiteral("'%1'").arg(t);
                })
      .join(QLatin1Char(','));
}

QString jsonText(const VariableValue& v) {
  if (!v.isList) return plain(v);
  return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(v.values)).toJson(QJsonDocument::Compact));
}

QString queryParameters(const VariableValue& v) {
  const QStringList values = v.isAll ? QStringList{QStringLiteral("$__all")} : v.values;
  return mapped(values, [&v](const QString& t) { return QStringLiteral("var-%1=%2").arg(v.name, percentEncoded(t)); })
      .join(QLatin1Char('&'));
}

QString customParameters(const VariableValue& v, const QStringList& arguments) {
  const QString name = percentEncoded(arguments.value(0).isEmpty() ? v.name : arguments.value(0));
  const QString prefix = percentEncoded(arguments.value(1));
  return mapped(v.values, [&](const QString& t) { return name + QLatin1Char('=') + prefix + percentEncoded(t); })
      .join(QLatin1Char('&'));
}

QString date(const VariableValue& v, const QStringList& arguments) {
  bool isNumber = false;
  const double ms = plain(v).toDouble(&isNumber);
  if (!isNumber || std::abs(ms) > 8.64e15) return QStringLiteral("NaN");
  const QString how = arguments.value(0, QStringLiteral("iso"));
  if (how == QLatin1String("ms")) return plain(v);
  if (how == QLatin1String("seconds")) return QString::number(std::llround(ms / 1000));
  const QDateTime time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(ms), Qt::UTC);
  if (how == QLatin1String("iso")) return time.toString(Qt::ISODateWithMs);
  return momentText(time, arguments.join(QLatin1Char(':')));
}

using Arguments = QStringList;
using Formatter = QString (*)(const VariableValue&, const Arguments&);

const QHash<QString, Formatter>& formatters() {
  using V = VariableValue;
  static const QHash<QString, Formatter> kFormatters = {
      {kPromQlFormat, [](const V& v, const Arguments&) { return promQl(v); }},
      {QStringLiteral("glob"), [](const V& v, const Arguments&) { return glob(v); }},
      {QStringLiteral("raw"), [](const V& v, const Arguments&) { return plain(v); }},
      {QStringLiteral("csv"), [](const V& v, const Arguments&) { return plain(v); }},
      {QStringLiteral("pipe"), [](const V& v, const Arguments&) { return v.values.join(QLatin1Char('|')); }},
      {QStringLiteral("join"),
       [](const V& v, const Arguments& a) { return v.values.join(a.value(0, QStringLiteral(","))); }},
      {QStringLiteral("regex"),
       [](const V& v, const Arguments&) { return alternatives(mapped(v.values, escapedRegex)); }},
      {QStringLiteral("lucene"), [](const V& v, const Arguments&) { return lucene(v); }},
      {QStringLiteral("distributed"), [](const V& v, const Arguments&) { return distributed(v); }},
      {QStringLiteral("html"),
       [](const V& v, const Arguments&) {
         return v.values.join(QStringLiteral(", ")).toHtmlEscaped().replace(QLatin1Char('\''), QLatin1String("&#39;"));
       }},
      {QStringLiteral("json"), [](const V& v, const Arguments&) { return jsonText(v); }},
      {QStringLiteral("percentencode"),
       [](const V& v, const Arguments&) {
         return percentEncoded(v.isList ? QStringLiteral("{%1}").arg(plain(v)) : plain(v));
       }},
      {QStringLiteral("uriencode"),
       [](const V& v, const Arguments&) {
         return QString::fromLatin1(QUrl::toPercentEncoding(v.isList ? QStringLiteral("{%1}").arg(plain(v)) : plain(v),
                                                            QByteArrayLiteral(";,/?:@&=+$#")));
       }},
      {QStringLiteral("singlequote"),
       [](const V& v, const Arguments&) { return quoted(v, QLatin1Char('\''), QStringLiteral("\\'")); }},
      {QStringLiteral("doublequote"),
       [](const V& v, const Arguments&) { return quoted(v, QLatin1Char('"'), QStringLiteral("\\\"")); }},
      {QStringLiteral("sqlstring"), [](const V& v, const Arguments&) { return sqlString(v); }},
      {QStringLiteral("date"), [](const V& v, const Arguments& a) { return date(v, a); }},
      {QStringLiteral("text"), [](const V& v, const Arguments&) { return v.text; }},
      {QStringLiteral("queryparam"), [](const V& v, const Arguments&) { return queryParameters(v); }},
      {QStringLiteral("customqueryparam"), [](const V& v, const Arguments& a) { return customParameters(v, a); }},
  };
  return kFormatters;
}

/// Grafana's own expression, so that what is a variable there is one here.
const QRegularExpression& variablePattern() {
  static const QRegularExpression kPattern(
      QStringLiteral(R"(\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\})"));
  return kPattern;
}

QString nameIn(const QRegularExpressionMatch& match) {
  for (const int group : {1, 2, 4}) {
    if (!match.captured(group).isEmpty()) return match.captured(group);
  }
  return {};
}

}  // namespace

QString escapeForPromQl(QString text) {
  text.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
  return text.replace(QLatin1Char('\''), QLatin1String("\\\\'"));
}

QString escapeForPromQlRegex(const QString& text) {
  static const QString kSpecial = QStringLiteral("$^*{}[]'+?.()|");
  QString result;
  for (const QChar c : text) {
    if (c == QLatin1Char('\\')) {
      result += QLatin1String("\\\\\\\\");
      continue;
    }
    if (kSpecial.contains(c)) result += QLatin1String("\\\\");
    result += c;
  }
  return result;
}

QString formatVariable(const VariableValue& value, const QString& format) {
  QStringList arguments = format.split(QLatin1Char(':'));
  const QString id = arguments.takeFirst();
  // A custom "all" goes in untouched, except where it would break what it goes into.
  if (value.isVerbatim && id != QLatin1String("text") && id != QLatin1String("percentencode") &&
      id != QLatin1String("queryparam")) {
    return plain(value);
  }
  const Formatter formatter = formatters().value(id, nullptr);
  return formatter ? formatter(value, arguments) : glob(value);
}

QString interpolate(const QString& text, const VariableLookup& lookup, const QString& defaultFormat) {
  if (!text.contains(QLatin1Char('$')) && !text.contains(QLatin1String("[["))) return text;
  QString result;
  qsizetype at = 0;
  for (auto it = variablePattern().globalMatch(text); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const auto value = lookup(nameIn(match));
    if (!value) continue;
    const QString written = match.captured(6).isEmpty() ? match.captured(3) : match.captured(6);
    VariableValue used = *value;
    // ${name.text} is the text; other fields are of objects we do not have.
    if (match.captured(5) == QLatin1String("text")) used.values = {used.text};
    result +=
        text.mid(at, match.capturedStart() - at) + formatVariable(used, written.isEmpty() ? defaultFormat : written);
    at = match.capturedEnd();
  }
  return result + text.mid(at);
}

QStringList variablesIn(const QString& text) {
  QStringList names;
  for (auto it = variablePattern().globalMatch(text); it.hasNext();) names.append(nameIn(it.next()));
  names.removeDuplicates();
  return names;
}

}  // namespace vigie::console
