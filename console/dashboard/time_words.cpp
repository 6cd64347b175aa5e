#include "console/dashboard/time_words.h"

#include "console/dashboard/display_zone.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cstdlib>

namespace vigie::console {
namespace {

QString lastWords(int count, QChar unit) {
  const auto counted = [count](const char* words) {
    return QCoreApplication::translate("time", words, nullptr, count);
  };
  switch (unit.unicode()) {
    case 's':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n second(s)"));
    case 'm':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n minute(s)"));
    case 'h':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n hour(s)"));
    case 'd':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n day(s)"));
    case 'w':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n week(s)"));
    case 'M':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n month(s)"));
    case 'Q':
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n quarter(s)"));
    default:
      return counted(QT_TRANSLATE_N_NOOP("time", "Last %n year(s)"));
  }
}

NamedRange last(int count, char unit) {
  return {{QStringLiteral("now-%1%2").arg(count).arg(QLatin1Char(unit)), QStringLiteral("now")},
          lastWords(count, QLatin1Char(unit))};
}

NamedRange named(const char* from, const char* to, const char* words) {
  return {{QString::fromLatin1(from), QString::fromLatin1(to)}, QCoreApplication::translate("time", words)};
}

}  // namespace

std::vector<NamedRange> quickRanges() {
  return {last(5, 'm'),
          last(15, 'm'),
          last(30, 'm'),
          last(1, 'h'),
          last(3, 'h'),
          last(6, 'h'),
          last(12, 'h'),
          last(24, 'h'),
          last(2, 'd'),
          last(7, 'd'),
          last(30, 'd'),
          last(90, 'd'),
          last(6, 'M'),
          last(1, 'y'),
          named("now/d", "now", QT_TRANSLATE_NOOP("time", "Today so far")),
          named("now/d", "now/d", QT_TRANSLATE_NOOP("time", "Today")),
          named("now-1d/d", "now-1d/d", QT_TRANSLATE_NOOP("time", "Yesterday")),
          named("now-2d/d", "now-2d/d", QT_TRANSLATE_NOOP("time", "The day before yesterday")),
          named("now-7d/d", "now-7d/d", QT_TRANSLATE_NOOP("time", "This day last week")),
          named("now/w", "now", QT_TRANSLATE_NOOP("time", "This week so far")),
          named("now/w", "now/w", QT_TRANSLATE_NOOP("time", "This week")),
          named("now-1w/w", "now-1w/w", QT_TRANSLATE_NOOP("time", "Last week")),
          named("now/M", "now", QT_TRANSLATE_NOOP("time", "This month so far")),
          named("now/M", "now/M", QT_TRANSLATE_NOOP("time", "This month")),
          named("now-1M/M", "now-1M/M", QT_TRANSLATE_NOOP("time", "Last month"))};
}

QString rangeWords(const RawRange& range, const TimeWindow& window) {
  for (const NamedRange& quick : quickRanges()) {
    if (quick.range == range) return quick.words;
  }
  static const QRegularExpression kLast(QStringLiteral(R"(^now-(\d{1,9})([smhdwMQy])$)"));
  const auto span = kLast.match(range.from);
  if (range.to == QLatin1String("now") && span.hasMatch()) {
    return lastWords(span.captured(1).toInt(), span.captured(2).front());
  }
  const bool relative = isRelativeTime(range.from) && isRelativeTime(range.to);
  if (relative) return QCoreApplication::translate("time", "%1 to %2").arg(range.from, range.to);
  if (isRelativeTime(range.to)) {
    // One end stands, the other moves: the moving one is said as it is written.
    const QString since = inDisplayZone(window.fromMs).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    return QCoreApplication::translate("time", "%1 to %2").arg(since, range.to);
  }
  return windowWords(window);
}

QString windowWords(const TimeWindow& window) {
  const QDateTime from = inDisplayZone(window.fromMs);
  const QDateTime to = inDisplayZone(window.toMs);
  const QLocale locale;
  const bool fine = window.lengthMs() < 600'000;
  const QString clock = fine ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
  const bool thisYear = from.date().year() == inDisplayZone(QDateTime::currentMSecsSinceEpoch()).date().year() &&
                        from.date().year() == to.date().year();
  const QString day = thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy");
  const auto at = [&](const QDateTime& time) { return locale.toString(time, day + QStringLiteral(", ") + clock); };
  const QString end = from.date() == to.date() ? locale.toString(to, clock) : at(to);
  return QStringLiteral("%1 – %2").arg(at(from), end);
}

QString momentWords(qint64 ms, bool fine) {
  const QDateTime moment = inDisplayZone(ms);
  const QDate today = inDisplayZone(QDateTime::currentMSecsSinceEpoch()).date();
  const QString day = moment.date() == today                 ? QString()
                      : moment.date().year() == today.year() ? QStringLiteral("d MMM ")
                                                             : QStringLiteral("d MMM yyyy ");
  return QLocale().toString(moment, day + (fine ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm")));
}

QString typedTime(qint64 ms, const QTimeZone& zone) {
  const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, zone);
  return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString zoneWords(qint64 ms) {
  const int minutes = inDisplayZone(ms).offsetFromUtc() / 60;
  if (minutes == 0) return QStringLiteral("UTC");
  const int size = std::abs(minutes);
  QString words = QStringLiteral("UTC%1%2").arg(minutes < 0 ? QStringLiteral("−") : QStringLiteral("+")).arg(size / 60);
  if (size % 60 != 0) words += QStringLiteral(":%1").arg(size % 60, 2, 10, QLatin1Char('0'));
  return words;
}

}  // namespace vigie::console
