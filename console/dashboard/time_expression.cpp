#include "console/dashboard/time_expression.h"

#include <QDateTime>
#include <QRegularExpression>

namespace vigie::console {
namespace {

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

QDateTime startOf(const QDateTime& time, QChar unit) {
  const QDate day = time.date();
  const QTime clock = time.time();
  switch (unit.unicode()) {
    case 's':
      return QDateTime(day, QTime(clock.hour(), clock.minute(), clock.second()));
    case 'm':
      return QDateTime(day, QTime(clock.hour(), clock.minute()));
    case 'h':
      return QDateTime(day, QTime(clock.hour(), 0));
    case 'd':
      return day.startOfDay();
    case 'w':
      return day.addDays(1 - day.dayOfWeek()).startOfDay();
    case 'M':
      return QDate(day.year(), day.month(), 1).startOfDay();
    case 'Q':
      return QDate(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).startOfDay();
    default:
      return QDate(day.year(), 1, 1).startOfDay();
  }
}

}  // namespace

std::optional<qint64> parseTime(const QString& written, qint64 nowMs, bool roundUp) {
  const QString text = written.trimmed();
  bool isNumber = false;
  if (const qint64 ms = text.toLongLong(&isNumber); isNumber) return ms;
  if (!text.startsWith(QLatin1String("now"))) {
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid()) time = QDateTime::fromString(text, QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (!time.isValid() || time.date().year() < 1971 || time.date().year() > 9999) return std::nullopt;
    return time.toMSecsSinceEpoch();
  }
  static const QRegularExpression kStep(QStringLiteral(R"(\G(?:([+-])(\d{1,6})|/)([smhdwMQy]))"));
  QDateTime time = QDateTime::fromMSecsSinceEpoch(nowMs);
  for (qsizetype at = 3; at < text.size();) {
    const QRegularExpressionMatch match = kStep.match(text, at);
    if (!match.hasMatch()) return std::nullopt;
    const QChar unit = match.captured(3).front();
    if (match.captured(1).isEmpty()) {
      time = startOf(time, unit);
      if (roundUp) time = shifted(time, 1, unit).addMSecs(-1);
    } else {
      time = shifted(time, match.captured(2).toInt() * (match.captured(1) == QLatin1String("-") ? -1 : 1), unit);
    }
    at = match.capturedEnd();
  }
  return time.isValid() ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

}  // namespace vigie::console
