// What a dashboard marks on its charts, read as Grafana's Prometheus data source reads it.
#include "console/dashboard/annotation_set.h"
#include "console/dashboard/dashboard.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QNetworkAccessManager>
#include <QTcpServer>
#include <QTcpSocket>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

AnnotationQuery query(const char* title) {
  AnnotationQuery query;
  query.titleFormat = QString::fromLatin1(title);
  return query;
}

Frame frame(std::vector<qint64> times, std::vector<double> values, Labels labels = {}) {
  Frame frame;
  frame.series.push_back({std::move(labels), std::move(times), std::move(values)});
  return frame;
}

TEST(AnnotationTest, JoinsWhatIsAtMostAStepApart) {
  const Labels labels{{QStringLiteral("alertname"), QStringLiteral("ServiceDown")},
                      {QStringLiteral("job"), QStringLiteral("ai-api")}};
  AnnotationQuery down = query("{{alertname}} {{missing}}");
  down.textFormat = QStringLiteral("job {{job}}");
  down.tagKeys = QStringLiteral("job,instance");
  const auto events = annotationsOf(down, frame({1'000, 2'000, 3'000, 9'000, 10'000}, {1, 1, 0, 1, 1}, labels), 1'000);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].fromMs, 1'000);
  EXPECT_EQ(events[0].toMs, 2'000);
  EXPECT_EQ(events[1].fromMs, 9'000);
  EXPECT_EQ(events[1].toMs, 10'000);
  EXPECT_EQ(events[0].title, QStringLiteral("ServiceDown"));
  EXPECT_EQ(events[0].text, QStringLiteral("job ai-api"));
  EXPECT_EQ(events[0].tags, QStringList{QStringLiteral("ai-api")});
}

TEST(AnnotationTest, TakesValuesAsTimes) {
  AnnotationQuery changed = query("Changed: {{kind}}");
  changed.useValueForTime = true;
  const auto events = annotationsOf(
      changed,
      frame({1'000, 2'000, 3'000}, {500'000, 500'000, 900'000}, {{QStringLiteral("kind"), QStringLiteral("model")}}),
      10'000);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].fromMs, 500'000);
  EXPECT_EQ(events[1].fromMs, 900'000);
  EXPECT_EQ(events[1].title, QStringLiteral("Changed: model"));
}

TEST(AnnotationTest, ReadsOnlyQueriesOfPrometheus) {
  const auto dashboard = parseDashboard(R"j({"panels":[],"annotations":{"list":[
      {"builtIn":1,"name":"Annotations & Alerts","datasource":{"type":"grafana","uid":"-- Grafana --"},"enable":true},
      {"name":"old","datasource":"-- Grafana --","expr":"x"},
      {"name":"loki","datasource":{"type":"loki"},"expr":"{a=\"b\"}"},
      {"name":"restarts","datasource":"Prometheus","expr":"changes(up[5m])","step":"30s","enable":false,"hide":true,
       "iconColor":"#ff0000","useValueForTime":"on","filter":{"exclude":true,"ids":[3]}},
      {"name":"new","datasource":{"type":"prometheus"},"target":{"expr":"deploys","interval":"1m"}}]}})j");
  ASSERT_TRUE(dashboard);
  ASSERT_EQ(dashboard->annotations.size(), 2U);
  const AnnotationQuery& restarts = dashboard->annotations[0];
  EXPECT_EQ(restarts.name, QStringLiteral("restarts"));
  EXPECT_FALSE(restarts.enabled);
  EXPECT_TRUE(restarts.hidden);
  EXPECT_TRUE(restarts.useValueForTime);
  EXPECT_TRUE(restarts.panelsExcluded);
  EXPECT_EQ(dashboard->annotations[1].expr, QStringLiteral("deploys"));
  EXPECT_EQ(dashboard->annotations[1].step, QStringLiteral("1m"));
}

class AnnotationSetTest : public testing::Test {
 protected:
  AnnotationSetTest() {
    prometheus.respond = [this](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      const QByteArray expr = request.form.value("query");
      steps.append(request.form.value("step").toDouble());
      if (expr.startsWith("ALERTS")) {
        return {200,
                test::matrixBody(R"({"alertname":"HighErrorRate","severity":"warning"})", {"1", "1"}, alertAt, 15)};
      }
      if (expr == "wrong") return {400, R"({"status":"error","errorType":"bad_data","error":"parse error"})"};
      return {200, test::matrixBody(R"({"kind":"model"})", {"700000"}, 700, 10)};
    };
  }

  qint64 alertAt = 600;  ///< seconds
  QList<double> steps;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  const TimeWindow window{0, 900'000};
};

TEST_F(AnnotationSetTest, AsksForWhatIsOnAndForgetsNothingWhenItIsSwitched) {
  AnnotationQuery own = query("Changed: {{kind}}");
  own.name = QStringLiteral("Changes");
  own.expr = QStringLiteral("change_time");
  own.step = QStringLiteral("10s");
  own.useValueForTime = true;
  own.panels = {7};
  AnnotationSet set({own}, client);
  set.refresh(window, {});
  EXPECT_FALSE(set.isSettled());
  ASSERT_TRUE(waitFor([&] { return set.isSettled(); }));
  EXPECT_EQ(set.within(window, 7).size(), 2U) << "its own and the alert";
  ASSERT_EQ(set.within(window, 8).size(), 1U) << "the other is for panel 7 only";
  EXPECT_EQ(set.within(window, 8)[0]->title, QStringLiteral("HighErrorRate"));
  EXPECT_EQ(set.within(window, 8)[0]->colour, QStringLiteral("orange")) << "a warning";
  EXPECT_TRUE(set.within({0, 100'000}, 7).empty());
  EXPECT_TRUE(steps.contains(10.0)) << "Grafana's step: 15 min over 100 points, at least 10 s";
  set.setEnabled(1, false);
  EXPECT_EQ(set.within(window, 7).size(), 1U);
  set.setEnabled(1, true);
  EXPECT_EQ(set.within(window, 7).size(), 2U);
  EXPECT_TRUE(prometheus.violations().isEmpty());
}

TEST_F(AnnotationSetTest, SaysOnceWhatIsTheSameAtEveryRefresh) {
  AnnotationSet set({}, client);
  int changes = 0;
  int answers = 0;
  QObject::connect(&set, &AnnotationSet::changed, &set, [&] { ++changes; });
  QObject::connect(&set, &AnnotationSet::answered, &set, [&] { ++answers; });
  const auto refresh = [&](int wanted) {
    set.refresh(window, {});
    return waitFor([&] { return answers == wanted && set.isSettled(); });
  };
  ASSERT_TRUE(refresh(1));
  const Annotation* const alert = set.within(window, 1).at(0);
  ASSERT_TRUE(refresh(2));
  EXPECT_EQ(changes, 1) << "every chart is painted anew for it";
  EXPECT_EQ(set.within(window, 1).at(0), alert) << "valid until it says that it changed";
  alertAt = 615;
  ASSERT_TRUE(refresh(3));
  EXPECT_EQ(changes, 2);
  EXPECT_EQ(set.within(window, 1).at(0)->fromMs, 615'000);
}

TEST_F(AnnotationSetTest, SaysWhatCouldNotBeAsked) {
  AnnotationQuery own = query("x");
  own.name = QStringLiteral("Broken");
  own.expr = QStringLiteral("wrong");
  AnnotationSet set({own}, client);
  set.refresh(window, {});
  ASSERT_TRUE(waitFor([&] { return set.isSettled(); }));
  EXPECT_TRUE(set.layers()[0].problem.contains(QStringLiteral("parse error")));
  EXPECT_TRUE(set.layers()[1].problem.isEmpty());
}

TEST_F(AnnotationSetTest, MarksTheServicesJournaledChanges) {
  QTcpServer server;
  ASSERT_TRUE(server.listen(QHostAddress::LocalHost));
  QByteArray asked;
  QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
    QTcpSocket* socket = server.nextPendingConnection();
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, &asked] {
      asked += socket->readAll();
      if (!asked.contains("\r\n\r\n")) return;
      const QByteArray body = R"j({"object":"list","data":[{"id":"1","object":"vigie.change","kind":"k",
          "summary":"k from 4 to 6","happened_at":"1970-01-01T00:05:00Z"}],"has_more":false,"next_cursor":null})j";
      socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                    QByteArray::number(body.size()) + "\r\n\r\n" + body);
      socket->disconnectFromHost();
    });
  });
  AnnotationSet set({}, client);
  EXPECT_TRUE(set.layers().back().hidden) << "no server, no journal";
  set.setServer(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort())));
  EXPECT_FALSE(set.layers().back().hidden);
  set.refresh(window, {});
  const auto found = [&]() -> const Annotation* {
    for (const Annotation* note : set.within(window, 1)) {
      if (note->title == QStringLiteral("k from 4 to 6")) return note;
    }
    return nullptr;
  };
  ASSERT_TRUE(waitFor([&] { return found() != nullptr; }));
  EXPECT_EQ(found()->fromMs, 300'000);
  EXPECT_TRUE(asked.startsWith("GET /v1/changes?limit=100 ")) << asked.constData();
}

}  // namespace
}  // namespace vigie::console
