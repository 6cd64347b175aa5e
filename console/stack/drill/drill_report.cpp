#include "console/stack/drill/drill_report.h"

#include <QJsonArray>

#include <algorithm>

namespace vigie::stack {
namespace {

QString inSecondsText(double seconds) { return QString::number(seconds, 'f', 1) + " s"; }

/// Words from elsewhere, in a cell of a Markdown table.
QString inCell(QString text) { return text.replace('|', "\\|").simplified(); }

QString withNote(const QString& verdict, const QString& note) {
  return note.isEmpty() ? verdict : verdict + ": " + inCell(note);
}

}  // namespace

bool DrillReport::isInTime(const DrillLeg& leg) const {
  if (leg.skipped) {
    return true;
  }
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
      QString("# Drill %1: %2\n\nAlert `%3`, fault at %4%5.")
          .arg(name, passed() ? QString("passed") : QString("failed"), alert, startedAt.toUTC().toString(Qt::ISODate),
               quick ? QString(", with shortened times (--quick)") : QString());
  out += source.isEmpty() ? QString("\n\n") : QString(" On %1; read from %2.\n\n").arg(ground, source);
  out += "| leg | after the fault | limit | |\n| --- | --- | --- | --- |\n";
  for (const DrillLeg& leg : legs) {
    const QString limit =
        leg.limitSeconds ? QString("%1 after %2").arg(inSecondsText(*leg.limitSeconds), leg.limitFrom) : QString();
    const QString verdict = leg.skipped     ? "skipped: " + inCell(leg.note)
                            : !leg.at       ? withNote("did not come", leg.note)
                            : isInTime(leg) ? inCell(leg.note)
                                            : withNote("too late", leg.note);
    out += QString("| %1 | %2 | %3 | %4 |\n")
               .arg(leg.name, leg.at ? inSecondsText(*leg.at) : QString("–"), limit, verdict);
  }
  for (const QJsonValue& change : history) {
    out += QString(out.endsWith("|\n") ? "\nWritten down there:\n\n- %1 %2\n" : "- %1 %2\n")
               .arg(change["at"].toString(), change["state"].toString());
  }
  return error.isEmpty() ? out : out + "\nIt ended early: " + error + "\n";
}

QJsonObject DrillReport::toJson(const DrillLeg& leg) const {
  QJsonObject object{{"leg", leg.name}, {"in_time", isInTime(leg)}};
  object.insert("seconds", leg.at ? QJsonValue(*leg.at) : QJsonValue());
  if (leg.limitSeconds) {
    object.insert("limit_seconds", *leg.limitSeconds);
    object.insert("limit_from", leg.limitFrom);
  }
  if (leg.skipped) {
    object.insert("skipped", true);
  }
  if (!leg.note.isEmpty()) {
    object.insert("note", leg.note);
  }
  return object;
}

QJsonObject DrillReport::toJson() const {
  QJsonArray list;
  for (const DrillLeg& leg : legs) {
    list.append(toJson(leg));
  }
  QJsonObject object{
      {"drill", name},  {"alert", alert},     {"started_at", startedAt.toUTC().toString(Qt::ISODateWithMs)},
      {"quick", quick}, {"passed", passed()}, {"legs", list}};
  if (!source.isEmpty()) {
    object.insert("ground", ground);
    object.insert("source", source);
  }
  if (!history.isEmpty()) {
    object.insert("history", history);
  }
  if (!error.isEmpty()) {
    object.insert("error", error);
  }
  return object;
}

}  // namespace vigie::stack
