#include "console/dashboard/impl/unit_words.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/unit_format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <cmath>

namespace vigie::console::impl {

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
  if (unit == QLatin1String("hex") || unit == QLatin1String("hex0x")) {
    const QString digits = QString::number(static_cast<qint64>(value), 16).toUpper();
    return unit == QLatin1String("hex") ? digits : QStringLiteral("0x") + digits;
  }
  if (unit == QLatin1String("sci")) return locale.toString(value, 'e', 3);
  if (!unit.startsWith(QLatin1String("dateTime")) || std::abs(value) > 8e15) return std::nullopt;
  const QDateTime time = inDisplayZone(static_cast<qint64>(value));
  if (unit == QLatin1String("dateTimeFromNow")) {
    const qint64 age = (QDateTime::currentMSecsSinceEpoch() - time.toMSecsSinceEpoch()) / 1000;
    return age >= 0 ? QCoreApplication::translate("units", "%1 ago").arg(formatAge(age))
                    : QCoreApplication::translate("units", "in %1").arg(formatAge(-age));
  }
  if (unit.startsWith(QLatin1String("dateTimeAsUS"))) return time.toString(QStringLiteral("MM/dd/yyyy h:mm:ss ap"));
  if (unit.startsWith(QLatin1String("dateTimeAsLocal"))) return locale.toString(time, QLocale::ShortFormat);
  return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

}  // namespace vigie::console::impl
