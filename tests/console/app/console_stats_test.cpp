// The console's own figures, measured on itself: the same for the page and for other programs.
#include "console/app/console_stats.h"

#include "console/app/console_page.h"
#include "console/app/self_meter.h"
#include "console/app/stats_file.h"
#include "console/app/theme.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <chrono>

namespace vigie::console {
namespace {

MeteredApplication& application() { return *static_cast<MeteredApplication*>(qApp); }

class ConsoleStatsTest : public testing::Test {
 protected:
  void askTwice() {
    int answers = 0;
    const auto count = [&answers](const Result<FramePtr>&) { ++answers; };
    const QueryTicket first = client.ask({QStringLiteral("up")}, count);
    const QueryTicket second = client.ask({QStringLiteral("up")}, count);
    ASSERT_TRUE(test::waitFor([&] { return answers == 2; }));
  }

  test::FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  StatsSource source{application(), client};
};

TEST_F(ConsoleStatsTest, CountsWhatWasAskedAndWhatWasNotAskedTwice) {
  askTwice();
  prometheus.respond = [](const test::FakePrometheus::Request&) {
    return test::FakePrometheus::Reply{400, R"({"status":"error","errorType":"bad_data","error":"no"})"};
  };
  bool failed = false;
  const QueryTicket wrong = client.ask({QStringLiteral("wrong(")}, [&](const Result<FramePtr>& r) { failed = !r; });
  ASSERT_TRUE(test::waitFor([&] { return failed; }));
  const QueryStats& q = client.stats();
  EXPECT_EQ(q.asked, 3U);
  EXPECT_EQ(q.shared, 1U);
  EXPECT_EQ(q.sent, 2U);
  EXPECT_EQ(q.failed, 1U);
  EXPECT_GT(q.bytesReceived, 50U);
}

TEST_F(ConsoleStatsTest, SeesFramesAndTheEventThatHungTheWindow) {
  const quint64 stalls = source.read().stalls;
  QLabel window(QStringLiteral("x"));
  window.show();
  ASSERT_TRUE(test::waitFor([&] { return source.read().frames > 0; }));
  QTimer::singleShot(0, &window, [] {
    // What hangs a window: work in an event's handler.
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(120);
    while (std::chrono::steady_clock::now() < end) continue;
  });
  EXPECT_TRUE(test::waitFor([&] { return source.read().stalls > stalls; }));
  const ConsoleStats stats = source.read();
  EXPECT_GE(stats.worstEventMs, 120);
  EXPECT_GE(stats.frameWorstMs, stats.frameP50Ms);
  EXPECT_GT(stats.residentBytes, 5'000'000);
  EXPECT_GT(stats.uptimeMs, 0);
}

TEST_F(ConsoleStatsTest, WritesAFileForOtherPrograms) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("stats.json"));
  askTwice();
  {
    StatsFile file(source, path);
    ASSERT_TRUE(file.start());
    source.noteFirstPage();
  }
  QFile written(path);
  ASSERT_TRUE(written.open(QIODevice::ReadOnly));
  const QJsonObject stats = QJsonDocument::fromJson(written.readAll()).object();
  EXPECT_GT(stats.value(QStringLiteral("first_page_ms")).toInt(), 0) << "written anew at the end";
  EXPECT_GT(stats.value(QStringLiteral("resident_bytes")).toDouble(), 5e6);
  EXPECT_EQ(stats.value(QStringLiteral("queries")).toObject().value(QStringLiteral("asked")).toInt(), 2);
  for (const char* part : {"frames", "event_loop", "queries", "drawing"}) {
    EXPECT_FALSE(stats.value(QLatin1String(part)).toObject().isEmpty()) << part;
  }
  StatsFile nowhere(source, folder.filePath(QStringLiteral("no/such/folder.json")));
  EXPECT_FALSE(nowhere.start());
}

TEST_F(ConsoleStatsTest, ShowsThemOnAPage) {
  askTwice();
  Theme theme;
  theme.install();
  ConsolePage page(theme, source);
  page.resize(1200, 700);
  page.show();
  QStringList texts;
  for (const QLabel* label : page.findChildren<QLabel*>()) texts.append(label->text());
  EXPECT_TRUE(texts.join(QLatin1Char('\n')).contains(QStringLiteral("2 asked, 1 sent, 1 shared, 0 failed")));
  const QString folder = qEnvironmentVariable("VIGIE_TEST_SCREENSHOTS");
  if (!folder.isEmpty()) page.grab().save(folder + QStringLiteral("/console-page.png"));
}

}  // namespace
}  // namespace vigie::console

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QLocale::setDefault(QLocale(QLocale::English));
  const vigie::console::MeteredApplication application(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
