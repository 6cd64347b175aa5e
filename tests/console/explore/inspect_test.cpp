// A panel looked into.
#include "console/app/theme.h"
#include "console/dashboard/variable_set.h"
#include "console/inspect/inspect_data.h"
#include "console/inspect/inspect_drawer.h"
#include "console/inspect/inspect_queries.h"
#include "console/panels/crosshair.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

class InspectTest : public testing::Test {
 protected:
  InspectTest() {
    theme.install();
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      if (request.form.value("query") == "wrong") {
        return {400, R"({"status":"error","errorType":"bad_data","error":"1:1: parse error: unexpected"})"};
      }
      const auto end = static_cast<qint64>(request.form.value("end").toDouble());
      return {200,
              R"({"status":"success","warnings":["one store did not answer"],"data":{"resultType":"matrix","result":[
                   {"metric":{"job":"a"},"values":[[)" +
                  QByteArray::number(end - 15) + R"(,"1234.5678"],[)" + QByteArray::number(end) +
                  R"(,"2"]]},{"metric":{"job":"b"},"values":[[)" + QByteArray::number(end) + R"(,"3"]]}]}})"};
    };
    host.resize(1000, 700);
    host.show();
  }
  PanelWidget* panel(const char* json) {
    auto* made = new PanelWidget(services, {}, readPanel(QJsonDocument::fromJson(json).object()), &host);
    made->resize(600, 300);
    made->refresh({true, 3'600'000, {1'700'000'000'000, 1'700'003'600'000}}, PanelQuery::Mode::kSupersede);
    EXPECT_TRUE(waitFor([made] { return made->hasAnswered(); }));
    return made;
  }

  Theme theme;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  Crosshair crosshair;
  PanelServices services{theme, client, crosshair, QUrl(), nullptr};
  QWidget host;
};

constexpr const char* kGraph =
    R"j({"type":"timeseries","title":"G","fieldConfig":{"defaults":{"unit":"bytes"}},
         "targets":[{"refId":"A","expr":"rate(x[$__rate_interval])","legendFormat":"{{job}}"}]})j";

TEST_F(InspectTest, PutsSeriesSideBySideInOneTable) {
  InspectDrawer drawer(*panel(kGraph), QStringLiteral("{}"), &host);
  ASSERT_EQ(drawer.dataTab().shown()->frames.size(), 1U);
  EXPECT_EQ(drawer.dataTab().shown()->frames[0].fields.size(), 3U);
  const QStringList lines = drawer.dataTab().csv().split(QLatin1Char('\n'));
  EXPECT_TRUE(lines[0].endsWith(QStringLiteral(",a,b"))) << lines[0].toStdString();
  EXPECT_TRUE(lines[1].contains(QStringLiteral("1234.5678"))) << "every digit";
}

TEST_F(InspectTest, ShowsWhatWasAskedAndAnsweredInFull) {
  InspectDrawer drawer(*panel(kGraph), QStringLiteral("{}"), &host);
  const QString text = drawer.queryTab().text();
  for (const char* part : {"rate(x[1m0s])", "step 15\u202f" "s", "2 series, 3 points", "one store did not answer"}) {
    EXPECT_TRUE(text.contains(QString::fromUtf8(part))) << part << " in " << text.toStdString();
  }
}

TEST_F(InspectTest, ShowsWhyAQueryFailed) {
  InspectDrawer drawer(*panel(R"({"type":"stat","targets":[{"refId":"A","expr":"wrong"}]})"), QStringLiteral("{}"),
                       &host);
  EXPECT_TRUE(drawer.queryTab().text().contains(QStringLiteral("1:1: parse error")));
  EXPECT_TRUE(drawer.statsText().contains(QStringLiteral("parse error")));
}

TEST_F(InspectTest, ShowsDataBeforeItsTransformations) {
  InspectDrawer drawer(*panel(R"({"type":"table","targets":[{"refId":"A","expr":"x"}],
                                  "transformations":[{"id":"reduce","options":{"reducers":["max"]}}]})"),
                       QStringLiteral("{}"), &host);
  const std::size_t after = drawer.dataTab().shown()->frames[0].fields.size();
  drawer.dataTab().setTransformed(false);
  ASSERT_TRUE(waitFor([&drawer] {
    return drawer.dataTab().shown() && drawer.dataTab().shown()->frames[0].rows() == 2 &&
           drawer.dataTab().shown()->frames[0].fields.front().type == FieldType::kTime;
  })) << after;
}

TEST_F(InspectTest, ClosesWithEscapeAndWithItsPanel) {
  PanelWidget* shown = panel(kGraph);
  new InspectDrawer(*shown, QStringLiteral("{ \"a\": 1 }"), &host);
  ASSERT_TRUE(Drawer::openOver(&host));
  EXPECT_EQ(static_cast<InspectDrawer*>(Drawer::openOver(&host))->jsonText(), QStringLiteral("{ \"a\": 1 }"));
  QTest::keyClick(Drawer::openOver(&host), Qt::Key_Escape);
  EXPECT_FALSE(Drawer::openOver(&host));
  new InspectDrawer(*shown, {}, &host);
  delete shown;
  EXPECT_FALSE(Drawer::openOver(&host));
}

}  // namespace
}  // namespace vigie::console
