#include "console/alerts/alert_source.h"

#include "console/settings/endpoints.h"
#include "tests/support/fake_alerting.h"
#include "tests/support/qt_wait.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakeAlerting;
using test::waitFor;
using State = AlertSource::State;

const QJsonObject kCritical{{QStringLiteral("severity"), QStringLiteral("critical")}};

class AlertSourceTest : public testing::Test {
 protected:
  void useStack() {
    endpoints.setAlertmanager(prometheus.alertmanager());
    endpoints.set(QUrl(), prometheus.url(), QUrl(), true);
  }
  void useGrafana() {
    grafana.token = "glsa_canary";
    endpoints.set(QUrl(), prometheus.url(), grafana.url(), false);
  }
  bool becomes(AlertSource& source, State state) {
    return waitFor([&] { return source.state() == state; });
  }
  void TearDown() override {
    EXPECT_TRUE(prometheus.violations().isEmpty()) << prometheus.violations().join("; ").toStdString();
    EXPECT_TRUE(grafana.violations().isEmpty()) << grafana.violations().join("; ").toStdString();
  }

  FakeAlerting prometheus{FakeAlerting::Kind::kPrometheus};
  FakeAlerting grafana{FakeAlerting::Kind::kGrafana};
  QNetworkAccessManager network;
  Endpoints endpoints;
};

TEST_F(AlertSourceTest, SilencesAndLiftsInAlertmanager) {
  useStack();
  prometheus.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kCritical, {});
  AlertSource source(network, endpoints, "glsa_canary");
  source.start();
  ASSERT_TRUE(becomes(source, State::kReady));
  ASSERT_EQ(source.alerts().size(), 1U);
  EXPECT_EQ(source.firing(), 1);
  source.silence(source.alerts()[0], 3'600);
  ASSERT_TRUE(waitFor([&] { return source.alerts()[0].isSilenced(); }));
  EXPECT_EQ(source.firing(), 0) << "what is silenced alarms nobody";
  EXPECT_TRUE(source.alerts()[0].silencedUntil.isValid());
  source.lift(source.alerts()[0]);
  EXPECT_TRUE(waitFor([&] { return !source.alerts()[0].isSilenced(); }));
  EXPECT_TRUE(prometheus.silences().isEmpty());
}

TEST_F(AlertSourceTest, SaysThatNobodyMayBeTold) {
  FakeAlerting alertmanager{FakeAlerting::Kind::kPrometheus};
  endpoints.setAlertmanager(alertmanager.alertmanager());
  endpoints.set(QUrl(), prometheus.url(), QUrl(), true);
  prometheus.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kCritical, {});
  AlertSource source(network, endpoints, "glsa_canary");
  source.start();
  ASSERT_TRUE(becomes(source, State::kReady));
  EXPECT_EQ(source.silenceProblem(), QString());
  alertmanager.stop();
  source.refresh();
  ASSERT_TRUE(waitFor([&] { return !source.silenceProblem().isEmpty(); }));
  EXPECT_EQ(source.firing(), 1) << "the list is worth showing all the same";
  alertmanager.restart();
  source.refresh();
  EXPECT_TRUE(waitFor([&] { return source.silenceProblem().isEmpty(); }));
}

TEST_F(AlertSourceTest, AsksGrafanaWithItsToken) {
  useGrafana();
  grafana.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kCritical, {});
  grafana.setLastAttempt(QStringLiteral("2026-01-01T10:00:00.000Z"),
                         QStringLiteral("Post \"https://discord.com/api/webhooks/1/canary\": no such host"));
  AlertSource source(network, endpoints, "glsa_canary");
  source.start();
  ASSERT_TRUE(becomes(source, State::kReady));
  EXPECT_EQ(source.name(), QStringLiteral("Grafana"));
  EXPECT_EQ(source.firing(), 1);
  ASSERT_TRUE(waitFor([&] { return !source.contactPoints().empty(); }));
  EXPECT_FALSE(source.contactPoints()[0].failure.contains(QStringLiteral("canary"))) << "a webhook is a secret";
  EXPECT_TRUE(source.contactPoints()[0].failure.contains(QStringLiteral("no such host")));
  source.silence(source.alerts()[0], 60);
  EXPECT_TRUE(waitFor([&] { return source.alerts()[0].isSilenced(); }));
}

TEST_F(AlertSourceTest, SaysWhatItTakesToAskAndToSilence) {
  useGrafana();
  AlertSource source(network, endpoints, "another");
  source.start();
  ASSERT_TRUE(becomes(source, State::kError));
  EXPECT_TRUE(source.problem().contains(QStringLiteral("GRAFANA_TOKEN")));
  grafana.token.clear();
  grafana.maySilence = false;
  grafana.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kCritical, {});
  source.refresh();
  ASSERT_TRUE(becomes(source, State::kReady));
  QSignalSpy done(&source, &AlertSource::silenceDone);
  source.silence(source.alerts()[0], 60);
  ASSERT_TRUE(waitFor([&] { return done.size() == 1; }));
  EXPECT_TRUE(done[0][0].toString().contains(QStringLiteral("Editor")));
}

TEST_F(AlertSourceTest, KeepsTheLastAnswerWhileNobodyAnswers) {
  useStack();
  prometheus.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kCritical, {});
  AlertSource source(network, endpoints, {});
  source.start();
  ASSERT_TRUE(becomes(source, State::kReady));
  prometheus.stop();
  source.refresh();
  ASSERT_TRUE(becomes(source, State::kStale));
  EXPECT_EQ(source.alerts().size(), 1U);
  EXPECT_TRUE(source.problem().contains(QStringLiteral("127.0.0.1")));
  prometheus.restart();
  source.refresh();
  EXPECT_TRUE(becomes(source, State::kReady));
}

TEST_F(AlertSourceTest, ForgetsTheServiceThatItNoLongerAsks) {
  useStack();
  prometheus.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kCritical, {});
  AlertSource source(network, endpoints, "glsa_canary");
  source.start();
  ASSERT_TRUE(becomes(source, State::kReady));
  grafana.silent = true;
  useGrafana();
  EXPECT_EQ(source.state(), State::kLoading);
  EXPECT_TRUE(source.alerts().empty());
}

TEST_F(AlertSourceTest, ShowsRulesWhereNothingTakesSilences) {
  endpoints.set(QUrl(), prometheus.url(), QUrl(), false);
  prometheus.setRule(QStringLiteral("DiskFilling"), QStringLiteral("pending"), {}, {});
  AlertSource source(network, endpoints, {});
  source.start();
  ASSERT_TRUE(becomes(source, State::kReady));
  EXPECT_FALSE(source.canSilence());
  EXPECT_EQ(source.alerts().size(), 1U);
}

TEST_F(AlertSourceTest, RefusesWhatIsNoListOfRules) {
  useStack();
  prometheus.failWith = 502;
  AlertSource source(network, endpoints, {});
  source.start();
  ASSERT_TRUE(becomes(source, State::kError));
  EXPECT_TRUE(source.problem().contains(QStringLiteral("502")));
}

}  // namespace
}  // namespace vigie::console
