#include "console/dashboard/dashboard_time.h"

#include "console/dashboard/json_read.h"

#include <QLocale>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::objectAt;
using jsonread::textAt;

QTimeZone zoneNamed(const QString& name) {
  if (name.compare(QLatin1String("utc"), Qt::CaseInsensitive) == 0) return QTimeZone::utc();
  if (name.isEmpty() || name == QLatin1String("browser")) return QTimeZone::systemTimeZone();
  const QTimeZone zone(name.toUtf8());
  return zone.isValid() ? zone : QTimeZone::systemTimeZone();
}

Qt::DayOfWeek weekStartNamed(const QString& name) {
  if (name == QLatin1String("sunday")) return Qt::Sunday;
  if (name == QLatin1String("saturday")) return Qt::Saturday;
  return name == QLatin1String("monday") ? Qt::Monday : QLocale().firstDayOfWeek();
}

}  // namespace

DashboardTime readDashboardTime(const QJsonObject& dashboard) {
  DashboardTime time;
  const QJsonObject written = objectAt(dashboard, "time");
  time.range = {textAt(written, "from", QStringLiteral("now-6h")), textAt(written, "to", QStringLiteral("now"))};
  time.rules.zone = zoneNamed(textAt(dashboard, "timezone"));
  time.rules.weekStart = weekStartNamed(textAt(dashboard, "weekStart"));
  const int month = jsonread::intOf(at(dashboard, "fiscalYearStartMonth")).value_or(0);
  time.rules.fiscalYearStartMonth = month >= 0 && month < 12 ? month : 0;
  time.refresh = readPace(textAt(dashboard, "refresh")).value_or(RefreshPace{});

  const QJsonObject picker = objectAt(dashboard, "timepicker");
  time.pickerHidden = boolOf(at(picker, "hidden"), false);
  time.nowDelay = std::chrono::milliseconds(jsonread::durationOf(at(picker, "nowDelay")));
  const QStringList paces = jsonread::textsOf(at(picker, "refresh_intervals"));
  if (!paces.isEmpty()) time.paces = {RefreshPace{}, RefreshPace::fromRange()};
  for (const QString& text : paces) {
    if (const auto pace = readPace(text); pace && !pace->automatic && pace->fixed.count() > 0)
      time.paces.push_back(*pace);
  }
  for (const QJsonValue& item : arrayAt(picker, "quick_ranges")) {
    const QJsonObject quick = item.toObject();
    const RawRange range{textAt(quick, "from"), textAt(quick, "to", QStringLiteral("now"))};
    if (!range.from.isEmpty()) time.quickRanges.push_back({range, textAt(quick, "display", range.from)});
  }
  return time;
}

}  // namespace vigie::console
