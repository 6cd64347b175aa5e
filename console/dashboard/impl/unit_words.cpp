#include "console/dashboard/impl/unit_words.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/moment_format.h"
#include "console/dashboard/unit_format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <cmath>

namespace vigie::console::impl {

namespace {

QString twoDigits(qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); }

/// "26:03:09", or with the days apart "1 d 02:03:09".
QString hoursText(double value, bool withDays) {
  const auto seconds = static_cast<qint64>(std::abs(value));
  const qint64 days = withDays ? seconds / 86400 : 0;
  const qint64 rest = seconds - days * 86400;
  const QString clock =
      QStringLiteral("%1:%2:%3").arg(twoDigits(rest / 3600), twoDigits(rest / 60 % 60), twoDigits(rest % 60));
  const QString sign = value < 0 ? QStringLiteral("-") : QString();
  return days > 0 ? sign + QCoreApplication::translate("units", "%1 d %2").arg(days).arg(clock) : sign + clock;
}

/// Grafana's clock: "01h:02m:03s:004ms", from the largest part there is.
QString clockText(double milliseconds) {
  const auto ms = static_cast<qint64>(std::abs(milliseconds));
  QStringList parts;
  if (ms >= 3'600'000) parts.append(twoDigits(ms / 3'600'000) + QLatin1Char('h'));
  if (ms >= 60'000) parts.append(twoDigits(ms / 60'000 % 60) + QLatin1Char('m'));
  if (ms >= 1'000) parts.append(twoDigits(ms / 1'000 % 60) + QLatin1Char('s'));
  parts.append(QStringLiteral("%1ms").arg(ms % 1'000, 3, 10, QLatin1Char('0')));
  return (milliseconds < 0 ? QStringLiteral("-") : QString()) + parts.join(QLatin1Char(':'));
}

std::optional<QString> durationFor(const QString& unit, double value) {
  if (!std::isfinite(value) || std::abs(value) > 1e15) return std::nullopt;
  if (unit == QLatin1String("dthms")) return hoursText(value, false);
  if (unit == QLatin1String("dtdhms")) return hoursText(value, true);
  if (unit == QLatin1String("clocks")) return clockText(value * 1000);
  if (unit == QLatin1String("clockms")) return clockText(value);
  return std::nullopt;
}

}  // namespace

std::optional<QString> wordFor(const QString& unit, double value, const QLocale& locale) {
  const auto said = [value](const char* yes, const char* no) {
    return QCoreApplication::translate("units", value != 0 ? yes : no);
  };
  if (unit == QLatin1String("bool"))
    return said(QT_TRANSLATE_NOOP("units", "True"), QT_TRANSLATE_NOOP("units", "False"));
  if (unit == QLatin1String("bool_yes_no"))
    return said(QT_TRANSLATE_NOOP("units", "Yes"), QT_TRANSLATE_NOOP("units", "No"));
  if (unit == QLatin1String("bool_on_off"))
    return said(QT_TRANSLATE_NOOP("units", "On"), QT_TRANSLATE_NOOP("units", "Off"));
  // "bool:up/down"
  if (unit.startsWith(QLatin1String("bool:"))) {
    const QString words = unit.mid(5);
    return words.section(QLatin1Char('/'), value != 0 ? 0 : 1, value != 0 ? 0 : 1);
  }
  if (auto duration = durationFor(unit, value)) return duration;
  if (unit == QLatin1String("hex") || unit == QLatin1String("hex0x")) {
    const QString digits = QString::number(static_cast<qint64>(value), 16).toUpper();
    return unit == QLatin1String("hex") ? digits : QStringLiteral("0x") + digits;
  }
  if (unit == QLatin1String("sci")) return locale.toString(value, 'e', 3);
  const bool ownPattern = unit.startsWith(QLatin1String("time:"));
  if ((!ownPattern && !unit.startsWith(QLatin1String("dateTime"))) || std::abs(value) > 8e15) return std::nullopt;
  const QDateTime time = inDisplayZone(static_cast<qint64>(value));
  if (ownPattern) return momentText(time, unit.mid(5));
  if (unit == QLatin1String("dateTimeFromNow")) {
    const qint64 age = (QDateTime::currentMSecsSinceEpoch() - time.toMSecsSinceEpoch()) / 1000;
    return age >= 0 ? QCoreApplication::translate("units", "%1 ago").arg(formatAge(age))
                    : QCoreApplication::translate("units", "in %1").arg(formatAge(-age));
  }
  const bool today = unit.endsWith(QLatin1String("NoDateIfToday")) &&
                     time.date() == inDisplayZone(QDateTime::currentMSecsSinceEpoch()).date();
  if (unit.startsWith(QLatin1String("dateTimeAsUS")))
    return time.toString(today ? QStringLiteral("h:mm:ss ap") : QStringLiteral("MM/dd/yyyy h:mm:ss ap"));
  if (unit.startsWith(QLatin1String("dateTimeAsLocal"))) return locale.toString(time, QLocale::ShortFormat);
  return time.toString(today ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

}  // namespace vigie::console::impl
