#include "console/stack/drill/drill_report.h"

#include <QJsonArray>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

DrillReport report(double delivered) {
  DrillReport out;
  out.name = "service-down";
  out.alert = "ServiceDown";
  out.startedAt = QDateTime::fromString("2026-01-02T03:04:05Z", Qt::ISODate);
  out.legs = {
      {"fault", 0.0, {}, {}, {}}, {"firing", 71.25, {}, {}, {}}, {"delivered", delivered, 100.0, "fault", "posted"}};
  return out;
}

TEST(DrillReportTest, PassesWhenEveryLegCameInTime) {
  EXPECT_TRUE(report(99).passed());
  EXPECT_TRUE(report(99).toMarkdown().startsWith("# Drill service-down: passed"));
  EXPECT_TRUE(report(99).toMarkdown().contains("| delivered | 99.0 s | 100.0 s after fault | posted |"));
}

TEST(DrillReportTest, FailsWhenALegIsLateMissingOrTheDrillEndedEarly) {
  EXPECT_FALSE(report(101).passed());
  EXPECT_TRUE(report(101).toMarkdown().contains("| too late: posted |")) << "the note may say why";
  DrillReport missing = report(99);
  missing.legs.append(DrillLeg{"resolved", {}, {}, {}, {}});
  missing.legs.append(DrillLeg{"resolve delivered", {}, {}, {}, "It was tried 7 time(s)"});
  EXPECT_FALSE(missing.passed());
  EXPECT_TRUE(missing.toMarkdown().contains("| resolved | – |  | did not come |"));
  EXPECT_TRUE(missing.toMarkdown().contains("| did not come: It was tried 7 time(s) |"));
  DrillReport early = report(99);
  early.error = "interrupted";
  EXPECT_FALSE(early.passed());
  EXPECT_TRUE(early.toMarkdown().contains("It ended early: interrupted"));
  EXPECT_FALSE(DrillReport().passed());
}

TEST(DrillReportTest, KeepsItsTableWhateverDiscordSaid) {
  DrillReport out = report(99);
  out.legs.last().note = "the last failure: a | b\nc";
  EXPECT_TRUE(out.toMarkdown().contains("| the last failure: a \\| b c |\n"));
}

TEST(DrillReportTest, MeasuresALimitFromTheLegItNames) {
  DrillReport late = report(99);
  late.legs.append(DrillLeg{"recovered", 200.0, {}, {}, {}});
  late.legs.append(DrillLeg{"resolve delivered", 319.0, 120.0, "recovered", {}});
  EXPECT_TRUE(late.passed());
  late.legs.last().at = 321;
  EXPECT_FALSE(late.passed());
}

TEST(DrillReportTest, PassesWithALegThatCouldNotBeTried) {
  DrillReport out = report(99);
  DrillLeg skipped{"acknowledged", {}, {}, {}, "the role Editor"};
  skipped.skipped = true;
  out.legs.append(skipped);
  out.ground = "compose";
  out.source = "Grafana at http://127.0.0.1:3000";
  out.history.append(QJsonObject{{"at", "2026-01-02T03:05:00Z"}, {"state", "Alerting"}});
  EXPECT_TRUE(out.passed());
  const QString text = out.toMarkdown();
  EXPECT_TRUE(text.contains("On compose; read from Grafana at http://127.0.0.1:3000."));
  EXPECT_TRUE(text.contains("| acknowledged | – |  | skipped: the role Editor |"));
  EXPECT_TRUE(text.contains("\nWritten down there:\n\n- 2026-01-02T03:05:00Z Alerting\n"));
  const QJsonObject json = out.toJson();
  EXPECT_TRUE(json.value("legs").toArray().last().toObject().value("skipped").toBool());
  EXPECT_EQ(json.value("history").toArray().size(), 1);
}

TEST(DrillReportTest, SaysTheSameInJson) {
  const QJsonObject json = report(101).toJson();
  EXPECT_FALSE(json.value("passed").toBool());
  const QJsonObject leg = json.value("legs").toArray().at(2).toObject();
  EXPECT_EQ(leg.value("leg").toString(), "delivered");
  EXPECT_EQ(leg.value("seconds").toDouble(), 101);
  EXPECT_EQ(leg.value("limit_seconds").toDouble(), 100);
  EXPECT_FALSE(leg.value("in_time").toBool());
}

}  // namespace
}  // namespace vigie::stack
