#include "console/stack/drill/drill_report.h"

#include <QJsonArray>

#include <algorithm>

namespace vigie::stack {
namespace {

QString inSecondsText(double seconds) { return QString::number(seconds, 'f', 1) + " s"; }

}  // namespace

bool DrillReport::isInTime(const DrillLeg& leg) const {
  if (!leg.at) {
    return false;
  }
  if (!leg.limitSeconds) {
    return true;
  }
  const auto from =
      std::find_if(legs.begin(), legs.end(), [&](const DrillLeg& one) { return one.name == leg.limitFrom; });
  return from != legs.end() && from->at && *leg.at - *from->at <= *leg.limitSeconds;
}

bool DrillReport::passed() const {
  return error.isEmpty() && !legs.isEmpty() &&
         std::all_of(legs.begin(), legs.end(), [this](const DrillLeg& leg) { return isInTime(leg); });
}

QString DrillReport::toMarkdown() const {
  QString out =
      QString("# Drill %1: %2\n\nAlert `%3`, fault at %4%5.\n\n")
          .arg(name, passed() ? QString("passed") : QString("failed"), alert, startedAt.toUTC().toString(Qt::ISODate),
               quick ? QString(", with shortened times (--quick)") : QString());
  out += "| leg | after the fault | limit | |\n| --- | --- | --- | --- |\n";
  for (const DrillLeg& leg : legs) {
    const QString limit =
        leg.limitSeconds ? QString("%1 after %2").arg(inSecondsText(*leg.limitSeconds), leg.limitFrom) : QString();
    const QString verdict = !leg.at ? QString("did not come") : isInTime(leg) ? leg.note : QString("too late");
    out += QString("| %1 | %2 | %3 | %4 |\n")
               .arg(leg.name, leg.at ? inSecondsText(*leg.at) : QString("–"), limit, verdict);
  }
  return error.isEmpty() ? out : out + "\nIt ended early: " + error + "\n";
}

QJsonObject DrillReport::toJson() const {
  QJsonArray list;
  for (const DrillLeg& leg : legs) {
    QJsonObject object{{"leg", leg.name}, {"in_time", isInTime(leg)}};
    object.insert("seconds", leg.at ? QJsonValue(*leg.at) : QJsonValue());
    if (leg.limitSeconds) {
      object.insert("limit_seconds", *leg.limitSeconds);
      object.insert("limit_from", leg.limitFrom);
    }
    if (!leg.note.isEmpty()) {
      object.insert("note", leg.note);
    }
    list.append(object);
  }
  QJsonObject object{
      {"drill", name},  {"alert", alert},     {"started_at", startedAt.toUTC().toString(Qt::ISODateWithMs)},
      {"quick", quick}, {"passed", passed()}, {"legs", list}};
  if (!error.isEmpty()) {
    object.insert("error", error);
  }
  return object;
}

}  // namespace vigie::stack
