#include "console/alerts/alert_state.h"

#include "console/alerts/alert_items.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QJsonObject parsed(const char* json) { return QJsonDocument::fromJson(json).object(); }

constexpr const char* kPrometheus = R"({"status":"success","data":{"groups":[{"name":"g","rules":[
  {"type":"recording","name":"a:b","query":"1"},
  {"type":"alerting","state":"inactive","name":"DiskFilling","query":"(d) > 0","duration":600,"labels":{"severity":"warning"},
   "annotations":{"summary":"{{ $labels.x }} is full"},"alerts":[],"health":"ok"},
  {"type":"alerting","state":"firing","name":"HighErrorRate","query":"(e) > 0.1","duration":120,"labels":{"severity":"warning"},
   "annotations":{},"alerts":[{"labels":{"alertname":"HighErrorRate","severity":"warning"},"annotations":{"summary":"Errors."},
   "state":"firing","activeAt":"2026-01-01T10:00:00.123456789Z","value":"2.5e-01"}],"health":"ok"},
  {"type":"alerting","state":"firing","name":"ServiceDown","query":"(s) > 0","duration":60,"labels":{"severity":"critical"},
   "annotations":{},"alerts":[{"labels":{"alertname":"ServiceDown","job":"ai-api","severity":"critical"},
   "annotations":{"drill":"1","runbook":"runbook-service-down"},"state":"firing","activeAt":"2026-01-01T10:00:00Z","value":"1e+00"}],
   "health":"ok"}]}]}})";

TEST(AlertStateTest, ReadsPrometheusRulesMostAlarmingFirst) {
  const auto alerts = alertsFromRules(parsed(kPrometheus));
  ASSERT_EQ(alerts.size(), 3U);
  EXPECT_EQ(alerts[0].name, QStringLiteral("ServiceDown"));
  EXPECT_EQ(alerts[0].phase, AlertPhase::kFiring);
  EXPECT_TRUE(alerts[0].isDrill());
  EXPECT_EQ(alerts[0].runbook(), QStringLiteral("runbook-service-down"));
  EXPECT_EQ(alerts[0].labels.value(QStringLiteral("job")), QStringLiteral("ai-api"));
  EXPECT_EQ(alerts[1].name, QStringLiteral("HighErrorRate"));
  EXPECT_EQ(alerts[1].value, QStringLiteral("2.5e-01"));
  EXPECT_EQ(alerts[1].since.toUTC().toString(Qt::ISODate), QStringLiteral("2026-01-01T10:00:00Z"));
  EXPECT_EQ(alerts[2].phase, AlertPhase::kInactive);
  EXPECT_EQ(alerts[2].pendingFor, 600);
}

TEST(AlertStateTest, ShowsNoTemplateThatNobodyFilledIn) {
  const auto alerts = alertsFromRules(parsed(kPrometheus));
  EXPECT_EQ(itemOf(alerts[2], QDateTime::currentDateTimeUtc()).detail, QString());
  EXPECT_EQ(itemOf(alerts[1], QDateTime::currentDateTimeUtc()).detail, QStringLiteral("Errors."));
}

TEST(AlertStateTest, ReadsGrafanasWordsTolerantly) {
  const auto alerts = alertsFromRules(parsed(R"json({"data":{"groups":[{"rules":[
    {"state":"inactive","name":"A","uid":"a","alerts":[{"labels":{},"state":"Normal (MissingSeries)","activeAt":"0001-01-01T00:00:00Z","value":""}]},
    {"state":"firing","name":"B","uid":"b","alerts":[{"labels":{"alertname":"B"},"state":"Alerting (NoData)","activeAt":"2026-01-01T10:00:00Z","value":""}]},
    {"state":"pending","name":"C","uid":"c","alerts":[{"labels":{"alertname":"C"},"state":"Pending","activeAt":"2026-01-01T10:00:00Z","value":"3e+00"}]},
    {"state":"recovering","name":"D","uid":"d","alerts":[]},
    {"name":7}, "nothing"]}]}})json"));
  ASSERT_EQ(alerts.size(), 4U);
  EXPECT_EQ(alerts[0].name, QStringLiteral("B"));
  EXPECT_EQ(alerts[0].phase, AlertPhase::kFiring);
  EXPECT_EQ(alerts[1].name, QStringLiteral("D"));
  EXPECT_EQ(alerts[1].phase, AlertPhase::kFiring);
  EXPECT_EQ(alerts[2].name, QStringLiteral("C"));
  EXPECT_EQ(alerts[2].phase, AlertPhase::kPending);
  EXPECT_EQ(alerts[3].phase, AlertPhase::kInactive);
  EXPECT_FALSE(alerts[3].since.isValid());
  EXPECT_TRUE(alertsFromRules({}).empty());
}

TEST(AlertStateTest, MarksWhatASilenceHolds) {
  auto alerts = alertsFromRules(parsed(kPrometheus));
  const QJsonArray active = QJsonDocument::fromJson(R"([
    {"labels":{"alertname":"ServiceDown","job":"another","severity":"critical"},"status":{"silencedBy":["x"]}},
    {"labels":{"alertname":"ServiceDown","job":"ai-api","severity":"critical","grafana_folder":"F"},"status":{"silencedBy":["s"]}},
    {"labels":{"alertname":"HighErrorRate","severity":"warning"},"status":{"silencedBy":[]}}])")
                                .array();
  const QJsonArray silences = QJsonDocument::fromJson(R"([{"id":"s","endsAt":"2026-01-01T11:30:00Z"}])").array();
  addSilences(alerts, active, silences);
  EXPECT_EQ(alerts[0].silencedBy, QStringList{QStringLiteral("s")});
  EXPECT_EQ(alerts[0].silencedUntil.toUTC().toString(Qt::ISODate), QStringLiteral("2026-01-01T11:30:00Z"));
  EXPECT_FALSE(alerts[1].isSilenced());
}

TEST(AlertStateTest, SilencesThisAlertAndNoOther) {
  const auto alerts = alertsFromRules(parsed(kPrometheus));
  const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-01T10:05:00Z"), Qt::ISODate);
  const QJsonObject silence = silenceOf(alerts[0], 3'600, now, QStringLiteral("op"), QStringLiteral("why"));
  EXPECT_EQ(silence.value(QLatin1String("endsAt")).toString(), QStringLiteral("2026-01-01T11:05:00.000Z"));
  QStringList matched;
  for (const QJsonValue& one : silence.value(QLatin1String("matchers")).toArray()) {
    matched.append(one[QLatin1String("name")].toString() + QLatin1Char('=') + one[QLatin1String("value")].toString());
    EXPECT_FALSE(one[QLatin1String("isRegex")].toBool(true));
  }
  EXPECT_EQ(matched.join(QLatin1Char(' ')), QStringLiteral("alertname=ServiceDown job=ai-api severity=critical"));
}

}  // namespace
}  // namespace vigie::console
