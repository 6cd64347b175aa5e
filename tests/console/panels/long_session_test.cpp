// A night at the wall in a few minutes: twenty thousand refreshes and more, and the memory stays where it was.
#include "console/app/self_meter.h"
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/offline_memory.h"
#include "console/dashboard/time_range.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/qt_wait.h"
#include "tests/support/threaded_prometheus.h"

#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

const char* const kWall = R"({"uid":"wall","title":"Wall","panels":[
    {"id":1,"type":"timeseries","title":"a","gridPos":{"x":0,"y":0,"w":12,"h":8},"targets":[{"refId":"A","expr":"a"}]},
    {"id":2,"type":"timeseries","title":"b","gridPos":{"x":12,"y":0,"w":12,"h":8},"targets":[{"refId":"A","expr":"b"}]},
    {"id":3,"type":"stat","title":"c","gridPos":{"x":0,"y":8,"w":12,"h":4},"targets":[{"refId":"A","expr":"c"}]},
    {"id":4,"type":"table","title":"d","gridPos":{"x":12,"y":8,"w":12,"h":4},
     "targets":[{"refId":"A","expr":"d","format":"table","instant":true,"range":false}]}]})";

/// `refreshes` of every panel, as the timer makes them, with the window moving on as in the wild.
void stayFlat(int refreshes) {
  test::ThreadedPrometheus prometheus{[](const test::FakePrometheus::Request& request) {
    return test::FakePrometheus::Reply{200, test::waveBody(request, 4, 0, 1)};
  }};
  const QTemporaryDir folder;
  Theme theme;
  theme.install();
  QNetworkAccessManager network;
  PrometheusClient client(network, prometheus.url());
  TimeRange range;
  range.setRefreshEvery(std::chrono::seconds(0));
  OfflineMemory memory(folder.path());
  DashboardView view(std::move(parseDashboard(kWall).value()), theme, client, range, QUrl(), &memory);
  view.resize(1200, 600);
  view.show();
  ASSERT_TRUE(test::waitFor([&] { return view.isReady(); }));

  qint64 settled = 0;
  qint64 end = 1'700'000'000'000;
  for (int refresh = 0; refresh < refreshes; ++refresh) {
    end += 5'000;
    int answers = 0;
    QObject context;
    for (PanelWidget* panel : view.panels()) {
      QObject::connect(panel, &PanelWidget::stateChanged, &context, [&answers] { ++answers; });
      panel->refresh({true, 900'000, {end - 900'000, end}}, PanelQuery::Mode::kSkipIfBusy);
    }
    ASSERT_TRUE(test::waitFor([&] { return answers >= 4; })) << "refresh " << refresh;
    QCoreApplication::sendPostedEvents();
    // Caches fill and the allocator finds its size in the first tenth.
    if (refresh == refreshes / 10) settled = residentBytes();
  }
  const qint64 grown = residentBytes() - settled;
  EXPECT_LT(grown, 8'000'000) << "bytes grown from " << settled << " over " << refreshes * 9 / 10 << " refreshes";
  for (const PanelWidget* panel : view.panels()) EXPECT_EQ(panel->state(), PanelState::kReady);
  EXPECT_EQ(client.stats().failed, 0U);
}

TEST(ConsoleSessionTest, StaysFlatOverHundredsOfRefreshes) { stayFlat(600); }
TEST(ConsoleSessionLongTest, StaysFlatOverTwentyThousandRefreshes) { stayFlat(20'000); }

}  // namespace
}  // namespace vigie::console
