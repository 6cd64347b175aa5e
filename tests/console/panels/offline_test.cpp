// What an operator sees when Prometheus is away, and after a restart of the console.
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/offline_memory.h"
#include "console/dashboard/time_range.h"
#include "console/panels/notice_mark.h"
#include "console/panels/panel_header.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <memory>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

const char* const kBoard = R"({"uid":"board","title":"Board","panels":[
    {"id":1,"type":"timeseries","title":"Lines","gridPos":{"x":0,"y":0,"w":12,"h":8},
     "targets":[{"refId":"A","expr":"requests","legendFormat":"{{job}}"}]},
    {"id":2,"type":"timeseries","title":"Wrong","gridPos":{"x":12,"y":0,"w":12,"h":8},
     "targets":[{"refId":"A","expr":"wrong("}]}]})";

/// One run of the console: its windows and clients, over a Prometheus and a disk that outlive it.
struct Session {
  Session(const QUrl& url, const QString& folder) : client(network, url), memory(folder) {
    memory.setSource(QStringLiteral("here"));
    theme.install();
    range.setRefreshEvery(std::chrono::seconds(0));
    view = std::make_unique<DashboardView>(std::move(parseDashboard(kBoard).value()), theme, client, range, QUrl(),
                                           &memory);
    view->resize(1200, 500);
    view->show();
  }
  [[nodiscard]] PanelWidget& panel(int index) const { return *view->panels().at(static_cast<std::size_t>(index)); }
  [[nodiscard]] QString age() const { return panel(0).findChild<PanelHeader*>()->age(); }

  Theme theme;
  QNetworkAccessManager network;
  PrometheusClient client;
  TimeRange range;
  OfflineMemory memory;
  std::unique_ptr<DashboardView> view;
};

/// VIGIE_TEST_SCREENSHOTS=<folder> keeps pictures of the states.
void keepPicture(Session& session, const char* name) {
  const QString folder = qEnvironmentVariable("VIGIE_TEST_SCREENSHOTS");
  if (folder.isEmpty()) return;
  for (const ThemeChoice choice : {ThemeChoice::kDark, ThemeChoice::kLight}) {
    session.theme.setChoice(choice);
    QCoreApplication::processEvents();
    session.view->grab().save(
        QStringLiteral("%1/%2-%3.png")
            .arg(folder, QString::fromLatin1(name))
            .arg(choice == ThemeChoice::kDark ? QStringLiteral("dark") : QStringLiteral("light")));
  }
}

class OfflinePanelsTest : public testing::Test {
 protected:
  OfflinePanelsTest() {
    prometheus.respond = [this](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      const QByteArray query = request.form.value("query");
      if (query == "wrong(") return {400, R"({"status":"error","errorType":"bad_data","error":"parse error"})"};
      if (query.contains("timestamp(")) return {200, test::vectorBody("3")};
      const auto end = static_cast<qint64>(request.form.value("end").toDouble());
      QByteArray body = test::matrixBody(R"({"job":"ai-api"})", {"0.2", "0.9", "0.7"}, end - 30, 15);
      if (!warning.isEmpty())
        body.replace(R"({"status":"success",)", R"({"status":"success","warnings":[")" + warning + "\"],");
      return {200, body};
    };
  }
  std::unique_ptr<Session> start() { return std::make_unique<Session>(prometheus.url(), folder.path()); }
  void runOnce() {
    const auto run = start();
    ASSERT_TRUE(waitFor([&] { return run->view->isReady(); }));
    ASSERT_EQ(run->panel(0).state(), PanelState::kReady);
  }

  QByteArray warning;
  QTemporaryDir folder;
  FakePrometheus prometheus;
};

TEST_F(OfflinePanelsTest, ShowsTheLastDataAfterARestartWithoutPrometheus) {
  runOnce();
  prometheus.stop();
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->panel(0).data() && run->view->isReady(); }));
  EXPECT_EQ(run->panel(0).state(), PanelState::kOffline);
  ASSERT_EQ(run->panel(0).data()->series.size(), 1U);
  EXPECT_EQ(run->panel(0).data()->series[0].name, QStringLiteral("ai-api"));
  EXPECT_TRUE(run->age().startsWith(QStringLiteral("offline · data of "))) << run->age().toStdString();
  EXPECT_TRUE(run->age().contains(QLatin1Char(':'))) << "the time of the answer";
  EXPECT_TRUE(run->panel(0).reason().contains(QStringLiteral("does not answer")));
  EXPECT_EQ(run->panel(1).state(), PanelState::kError) << "what never was answered has nothing to show";
  EXPECT_TRUE(run->view->showsData());
  keepPicture(*run, "offline");

  prometheus.restart();
  EXPECT_TRUE(waitFor([&] { return run->panel(0).state() == PanelState::kReady; })) << "it recovers by itself";
  EXPECT_FALSE(run->age().contains(QStringLiteral("data of")));
}

TEST_F(OfflinePanelsTest, ClaimsNothingKnownWhereThereWasNothing) {
  prometheus.stop();
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->view->isReady(); }));
  EXPECT_EQ(run->panel(0).state(), PanelState::kError);
  EXPECT_FALSE(run->view->showsData());
}

TEST_F(OfflinePanelsTest, ShowsTheLastDataAtOnceWhilePrometheusIsSlow) {
  runOnce();
  prometheus.respond = [](const FakePrometheus::Request&) { return FakePrometheus::Reply{200, {}, {}, true}; };
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->panel(0).data() != nullptr; }));
  EXPECT_EQ(run->panel(0).state(), PanelState::kOffline);
  EXPECT_TRUE(run->age().startsWith(QStringLiteral("data of "))) << run->age().toStdString();
  EXPECT_FALSE(run->panel(0).hasAnswered());
}

TEST_F(OfflinePanelsTest, ShowsNoOldDataOfAQueryThatIsWrongNow) {
  runOnce();
  prometheus.respond = [](const FakePrometheus::Request&) {
    return FakePrometheus::Reply{400, R"({"status":"error","errorType":"bad_data","error":"now wrong"})"};
  };
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->view->isReady() && run->panel(0).state() == PanelState::kError; }));
  EXPECT_TRUE(run->panel(0).reason().contains(QStringLiteral("now wrong")));
}

TEST_F(OfflinePanelsTest, PutsPrometheusWarningsOnThePanelInFull) {
  warning = "PromQL warning: the metric might not be a counter, and this sentence is long enough to be cut in a header";
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->view->isReady(); }));
  auto* mark = run->panel(0).findChild<NoticeMark*>();
  ASSERT_NE(mark, nullptr);
  EXPECT_TRUE(mark->isVisible());
  EXPECT_EQ(mark->accessibleDescription(), QString::fromLatin1(warning));
  EXPECT_FALSE(run->panel(1).findChild<NoticeMark*>()->isVisible());
  keepPicture(*run, "notices");
  warning.clear();
  run->view->refreshNow();
  EXPECT_TRUE(waitFor([&] { return !mark->isVisible(); })) << "it goes with the warning";
}

TEST_F(OfflinePanelsTest, AsksForNothingWhileItsWindowIsMinimised) {
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->view->isReady(); }));
  run->view->showMinimized();
  ASSERT_TRUE(waitFor([&] { return run->view->isMinimized(); }));
  // What was asked before: how old the newest samples are.
  ASSERT_TRUE(waitFor([&] { return run->client.inFlight() == 0; }));
  const auto asked = prometheus.requests().size();
  run->range.setSpan(std::chrono::seconds(1'800));
  run->view->refreshNow();
  QCoreApplication::processEvents();
  EXPECT_EQ(run->client.inFlight(), 0);
  EXPECT_EQ(prometheus.requests().size(), asked);
  run->view->showNormal();
  EXPECT_TRUE(waitFor([&] { return prometheus.requests().size() > asked; })) << "it goes on when it is seen again";
}

TEST_F(OfflinePanelsTest, FetchesOnlyTheNewestPartOnItsTimer) {
  const auto run = start();
  ASSERT_TRUE(waitFor([&] { return run->view->isReady(); }));
  const auto asked = [this] {
    QList<FakePrometheus::Request> ranges;
    for (const auto& request : prometheus.requests()) {
      if (request.form.value("query") == "requests") ranges.append(request);
    }
    return ranges;
  };
  const auto length = [](const FakePrometheus::Request& request) {
    return request.form.value("end").toDouble() - request.form.value("start").toDouble();
  };
  const auto before = asked().size();
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  run->panel(0).refresh({true, 3'600'000, {now - 3'600'000, now}}, PanelQuery::Mode::kSkipIfBusy);
  ASSERT_TRUE(waitFor([&] { return asked().size() > before; }));
  EXPECT_GE(length(asked().at(before - 1)), 3'500);
  EXPECT_LE(length(asked().last()), 700) << "ten minutes of overlap and what is new";
  EXPECT_TRUE(waitFor([&] { return run->client.stats().tails > 0; }));

  run->view->refreshNow();
  ASSERT_TRUE(waitFor([&] { return asked().size() > before + 1; }));
  EXPECT_GE(length(asked().last()), 3'500) << "who asks for a refresh gets all of it";
}

}  // namespace
}  // namespace vigie::console
