// Links of values under the hand: what a click opens, and what it never does.
#include "console/app/theme.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/link_menu.h"
#include "console/panels/panel_body.h"
#include "console/panels/panel_factory.h"
#include "console/panels/pinned_tooltip.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QDesktopServices>
#include <QJsonDocument>
#include <QMenu>
#include <QNetworkAccessManager>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <gtest/gtest.h>

#include <memory>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

/// Stands in for the desktop's browser.
class Browser : public QObject {
  Q_OBJECT
 public:
  Browser() {
    for (const char* scheme : {"http", "https", "file"}) QDesktopServices::setUrlHandler(q(scheme), this, "open");
  }
  ~Browser() override {
    for (const char* scheme : {"http", "https", "file"}) QDesktopServices::unsetUrlHandler(q(scheme));
  }
  QStringList opened;
 public Q_SLOTS:
  void open(const QUrl& url) { opened.append(url.toString()); }
};

class LinkTest : public testing::Test {
 protected:
  LinkTest() { theme.install(); }

  std::unique_ptr<PanelBody> make(const char* type, const char* url, const char* more = "") {
    const QByteArray json =
        QByteArray(R"({"type":")") + type +
        R"(","targets":[{"refId":"A","expr":"x","legendFormat":"{{job}}"}],"fieldConfig":{"defaults":{
        "links":[{"title":"Logs of ${__field.labels.job}","url":")" +
        url + "\"}" + more + "]}}}";
    const PanelModel panel = readPanel(QJsonDocument::fromJson(json).object());
    std::unique_ptr<PanelBody> body(createPanelBody(panel, services, nullptr));
    body->resize(400, 200);
    body->setLinkResolver([this](const std::vector<DataLink>& links, const LinkSubject& subject) {
      return resolveLinks(links, place, &subject);
    });
    auto frame = std::make_shared<Frame>();
    frame->series = {{{{q("job"), q("api")}}, {0, 15'000, 30'000, 45'000, 60'000}, {4, 4, 4, 4, 4}}};
    auto data = std::make_shared<PanelData>();
    data->window = {0, 60'000};
    data->stepMs = 15'000;
    PlannedQuery planned;
    planned.query.range = true;
    fillPanelData(panel, {{planned, frame}}, {}, *data);
    body->show();
    body->setData(data);
    body->grab();
    return body;
  }

  Browser browser;
  Theme theme;
  test::FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  Crosshair crosshair;
  PanelServices services{theme, client, crosshair, {}, nullptr};
  LinkPlace place;
};

class LinkedPanelTest : public LinkTest, public testing::WithParamInterface<const char*> {};

TEST_P(LinkedPanelTest, OpensTheLinkOfTheValueThatIsClicked) {
  const auto body = make(GetParam(), "https://logs.example/?job=${__field.labels.job}&v=${__value.raw}");
  QTest::mouseClick(body.get(), Qt::LeftButton, {}, QPoint(200, 100));
  EXPECT_EQ(browser.opened, QStringList(q("https://logs.example/?job=api&v=4")));
}

TEST_P(LinkedPanelTest, NamesButNeverOpensAFile) {
  const auto body = make(GetParam(), "file:///etc/hostname");
  QTest::mouseClick(body.get(), Qt::LeftButton, {}, QPoint(200, 100));
  EXPECT_TRUE(browser.opened.isEmpty());
  auto* menu = body->findChild<QMenu*>();
  ASSERT_NE(menu, nullptr) << "it is named";
  ASSERT_EQ(menu->actions().size(), 1);
  EXPECT_EQ(menu->actions().front()->text(), q("Logs of api"));
  EXPECT_FALSE(menu->actions().front()->isEnabled());
  EXPECT_TRUE(menu->actions().front()->toolTip().contains(q("file")));
}

INSTANTIATE_TEST_SUITE_P(All, LinkedPanelTest, testing::Values("stat", "gauge", "bargauge", "piechart"));

TEST_F(LinkTest, OffersAMenuOfSeveral) {
  const auto body = make("stat", "https://a.example", R"(,{"title":"B","url":"https://b.example"})");
  QTest::mouseClick(body.get(), Qt::LeftButton, {}, QPoint(200, 100));
  auto* menu = body->findChild<QMenu*>();
  ASSERT_NE(menu, nullptr);
  ASSERT_EQ(menu->actions().size(), 2);
  EXPECT_TRUE(browser.opened.isEmpty()) << "nothing is opened before it is chosen";
  menu->actions().back()->trigger();
  EXPECT_EQ(browser.opened, QStringList(q("https://b.example")));
}

TEST_F(LinkTest, StandsUnderPinnedValues) {
  const auto body = make("timeseries", "https://logs.example/?at=${__value.time}&s=${__series.name}");
  auto* overlay = body->findChild<ChartOverlay*>();
  ASSERT_NE(overlay, nullptr);
  QTest::mouseClick(overlay, Qt::LeftButton, {}, QPoint(200, 60));
  ASSERT_NE(overlay->pinned(), nullptr);
  QToolButton* link = nullptr;
  for (QToolButton* button : overlay->pinned()->findChildren<QToolButton*>()) {
    if (button->text() == q("Logs of api")) link = button;
  }
  ASSERT_NE(link, nullptr);
  EXPECT_TRUE(overlay->pinned()->rect().contains(link->geometry()));
  QTest::mouseClick(link, Qt::LeftButton);
  ASSERT_EQ(browser.opened.size(), 1);
  EXPECT_TRUE(browser.opened.front().endsWith(q("&s=api"))) << browser.opened.front().toStdString();
}

TEST_F(LinkTest, OpensFromATablesCell) {
  const auto body = make("table", "https://logs.example/?v=${__value.raw}");
  auto* view = body->findChild<QTableView*>();
  ASSERT_NE(view, nullptr);
  const QModelIndex cell = view->model()->index(0, view->model()->columnCount() - 1);
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(cell).center());
  EXPECT_EQ(browser.opened, QStringList(q("https://logs.example/?v=4")));
}

}  // namespace
}  // namespace vigie::console

#include "link_test.moc"
