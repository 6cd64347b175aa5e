#include "console/dashboard/time_expression.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace vigie::console {
namespace {

/// The console's other times are within these years; a moment outside is a slip of the finger.
constexpr int kFirstYear = 1971;
constexpr int kLastYear = 2200;
/// Fewer digits than this are no milliseconds of those years.
constexpr qsizetype kMinEpochDigits = 11;

Error wrongTime(const QString& message) { return {ErrorCode::kInvalidArgument, message.toStdString()}; }

QDateTime shifted(const QDateTime& time, int amount, QChar unit) {
  switch (unit.unicode()) {
    case 's':
      return time.addSecs(amount);
    case 'm':
      return time.addSecs(60ll * amount);
    case 'h':
      return time.addSecs(3600ll * amount);
    case 'd':
      return time.addDays(amount);
    case 'w':
      return time.addDays(7ll * amount);
    case 'M':
      return time.addMonths(amount);
    case 'Q':
      return time.addMonths(3 * amount);
    default:
      return time.addYears(amount);
  }
}

QDateTime startOf(const QDateTime& time, QChar unit, int firstMonth, const TimeRules& rules) {
  const QDate day = time.date();
  const QTime clock = time.time();
  // Months since the (fiscal) year or quarter began.
  const int months = (day.month() - 1 - firstMonth + 12) % 12;
  const auto startOfMonth = [&](int back) {
    return QDate(day.year(), day.month(), 1).addMonths(-back).startOfDay(rules.zone);
  };
  switch (unit.unicode()) {
    // By arithmetic: in the hour that the clock repeats, its hands do not say which one it is.
    case 's':
      return time.addMSecs(-clock.msec());
    case 'm':
      return time.addMSecs(-clock.msec() - 1000ll * clock.second());
    case 'h':
      return time.addMSecs(-clock.msec() - 1000ll * clock.second() - 60'000ll * clock.minute());
    case 'd':
      return day.startOfDay(rules.zone);
    case 'w':
      return day.addDays(-((day.dayOfWeek() - rules.weekStart + 7) % 7)).startOfDay(rules.zone);
    case 'M':
      return startOfMonth(0);
    case 'Q':
      return startOfMonth(months % 3);
    default:
      return startOfMonth(months);
  }
}

/// "-1d/d": what stands behind "now", or behind the "||" of a fixed moment.
Result<qint64> afterSteps(QDateTime time, const QString& written, const QString& steps, bool roundUp,
                          const TimeRules& rules) {
  static const QRegularExpression kStep(QStringLiteral(R"(\G([-+/])(\d{0,9})(f?)([A-Za-z]))"));
  static const QString kUnits = QStringLiteral("smhdwMQy");
  for (qsizetype at = 0; at < steps.size();) {
    const QRegularExpressionMatch match = kStep.match(steps, at);
    if (!match.hasMatch()) {
      return wrongTime(QCoreApplication::translate(
                           "time", "“%1” is not understood in “%2”: after now comes -1h, +1h or /d, as in now-1d/d.")
                           .arg(steps.mid(at), written));
    }
    const QChar unit = match.captured(4).front();
    const bool fiscal = !match.captured(3).isEmpty();
    if (!kUnits.contains(unit)) {
      return wrongTime(QCoreApplication::translate("time", "“%1” is no unit of time in “%2”: s, m, h, d, w, M, Q or y.")
                           .arg(QString(unit), written));
    }
    const int amount = match.captured(2).isEmpty() ? 1 : match.captured(2).toInt();
    if (match.captured(1) == QLatin1String("/")) {
      if (amount != 1) {
        return wrongTime(
            QCoreApplication::translate("time", "“%1” rounds to one whole unit only, as in now/d.").arg(written));
      }
      time = startOf(time, unit, fiscal ? rules.fiscalYearStartMonth : 0, rules);
      if (roundUp) time = shifted(time, 1, unit).addMSecs(-1);
    } else {
      time = shifted(time, match.captured(1) == QLatin1String("-") ? -amount : amount, unit);
    }
    at = match.capturedEnd();
  }
  if (!time.isValid() || time.date().year() < kFirstYear || time.date().year() > kLastYear) {
    return wrongTime(QCoreApplication::translate("time", "“%1” is too far away.").arg(written));
  }
  return time.toMSecsSinceEpoch();
}

/// ISO 8601 and "yyyy-MM-dd HH:mm:ss", with an offset or in the zone; nothing for anything else.
QDateTime absolute(const QString& text, bool roundUp, const TimeRules& rules) {
  static const QRegularExpression kDayOnly(QStringLiteral(R"(^\d{4}-\d{2}-\d{2}$)"));
  static const QRegularExpression kOffset(QStringLiteral(R"((Z|[+-]\d{2}:?\d{2})$)"),
                                          QRegularExpression::CaseInsensitiveOption);
  if (kDayOnly.match(text).hasMatch()) {
    const QDate day = QDate::fromString(text, Qt::ISODate);
    if (!day.isValid()) return {};
    return roundUp ? day.addDays(1).startOfDay(rules.zone).addMSecs(-1) : day.startOfDay(rules.zone);
  }
  QString iso = text;
  if (iso.size() > 10 && iso[10] == QLatin1Char(' ')) iso[10] = QLatin1Char('T');
  const QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs);
  if (!time.isValid() || kOffset.match(text.mid(10)).hasMatch()) return time;
  return {time.date(), time.time(), rules.zone};
}

}  // namespace

bool isRelativeTime(const QString& text) { return text.trimmed().startsWith(QLatin1String("now")); }

Result<qint64> readTime(const QString& written, qint64 nowMs, bool roundUp, const TimeRules& rules) {
  const QString text = written.trimmed();
  if (text.isEmpty()) {
    return wrongTime(QCoreApplication::translate("time", "A time is missing: for example now-6h or 2026-01-31 08:00."));
  }
  bool isNumber = false;
  if (const qint64 ms = text.toLongLong(&isNumber); isNumber) return ms;
  if (isRelativeTime(text)) {
    QString steps = text.mid(3);
    steps.remove(QRegularExpression(QStringLiteral(R"(\s)")));
    return afterSteps(QDateTime::fromMSecsSinceEpoch(nowMs, rules.zone), text, steps, roundUp, rules);
  }
  // Elasticsearch's way of counting from a fixed moment, which Grafana reads too.
  const qsizetype bars = text.indexOf(QLatin1String("||"));
  const QDateTime time = absolute(bars < 0 ? text : text.left(bars), roundUp && bars < 0, rules);
  if (!time.isValid()) {
    return wrongTime(QCoreApplication::translate(
                         "time", "“%1” is no time: for example now-6h, now/d, 2026-01-31 08:00 or 1769846400000.")
                         .arg(text));
  }
  return afterSteps(time.toTimeZone(rules.zone), text, bars < 0 ? QString() : text.mid(bars + 2), roundUp, rules);
}

std::optional<qint64> parseTime(const QString& text, qint64 nowMs, bool roundUp, const TimeRules& rules) {
  const auto time = readTime(text, nowMs, roundUp, rules);
  return time ? std::optional(*time) : std::nullopt;
}

Result<TimeWindow> readRange(const RawRange& range, qint64 nowMs, const TimeRules& rules) {
  auto from = readTime(range.from, nowMs, false, rules);
  if (!from) return Error(from.error().code, from.error().message, "from");
  auto to = readTime(range.to, nowMs, true, rules);
  if (!to) return Error(to.error().code, to.error().message, "to");
  if (*from >= *to) {
    return Error(
        ErrorCode::kInvalidArgument,
        QCoreApplication::translate("time", "The range ends before it begins: its end must be later.").toStdString(),
        "to");
  }
  return TimeWindow{*from, *to};
}

Result<RawRange> readTypedRange(const QString& typed, qint64 nowMs, const TimeRules& rules) {
  const QString text = typed.trimmed();
  RawRange range;
  static const QRegularExpression kBetween(QStringLiteral(R"(^(.+?)(?:\s+(?:to|à|–)\s+)(.+)$)"));
  static const QRegularExpression kSpan(QStringLiteral(R"(^([+-]?)(\d{1,9}f?[smhdwMQy])((?:/f?[smhdwMQy])?)$)"));
  if (text.startsWith(QLatin1Char('{'))) {
    const QJsonObject copied = QJsonDocument::fromJson(text.toUtf8()).object();
    range = {copied.value(QLatin1String("from")).toVariant().toString(),
             copied.value(QLatin1String("to")).toVariant().toString()};
    if (range.from.isEmpty() || range.to.isEmpty()) {
      return wrongTime(QCoreApplication::translate("time", "This is no copied range: it has no “from” and “to”."));
    }
  } else if (const auto between = kBetween.match(text); between.hasMatch()) {
    range = {between.captured(1).trimmed(), between.captured(2).trimmed()};
  } else if (const auto span = kSpan.match(text); span.hasMatch()) {
    const bool ahead = span.captured(1) == QLatin1String("+");
    const QString end = QStringLiteral("now%1%2%3")
                            .arg(ahead ? QLatin1String("+") : QLatin1String("-"), span.captured(2), span.captured(3));
    range = ahead ? RawRange{QStringLiteral("now"), end} : RawRange{end, QStringLiteral("now")};
  } else if (isRelativeTime(text)) {
    // A rounded moment is a whole one: "now/d" is today. Anything else lasts until now, or begins there.
    const bool whole = text.contains(QLatin1Char('/'));
    const auto at = parseTime(text, nowMs, false, rules);
    range = {text, whole ? text : QStringLiteral("now")};
    if (!whole && at && *at > nowMs) range = {QStringLiteral("now"), text};
  } else {
    bool isNumber = false;
    text.toLongLong(&isNumber);
    if (isNumber && text.size() < kMinEpochDigits) {
      return wrongTime(QCoreApplication::translate("time", "“%1” needs a unit: %1m, %1h or %1d.").arg(text));
    }
    range = {text, text.size() == 10 ? text : QStringLiteral("now")};
  }
  if (const auto window = readRange(range, nowMs, rules); !window) return window.error();
  return range;
}

QString copiedRange(const RawRange& range, qint64 nowMs, const TimeRules& rules) {
  const auto written = [&](const QString& text, bool roundUp) {
    const auto time = isRelativeTime(text) ? std::nullopt : parseTime(text, nowMs, roundUp, rules);
    return time ? QDateTime::fromMSecsSinceEpoch(*time, Qt::UTC).toString(Qt::ISODateWithMs) : text;
  };
  const QJsonObject copied{{QStringLiteral("from"), written(range.from, false)},
                           {QStringLiteral("to"), written(range.to, true)}};
  return QString::fromUtf8(QJsonDocument(copied).toJson(QJsonDocument::Compact));
}

}  // namespace vigie::console
