// The Alerts page as an operator meets it: firing, silenced, told, and with nobody answering.
#include "console/alerts/alerts_page.h"

#include "console/alerts/alert_detail.h"
#include "console/alerts/alert_items.h"
#include "console/alerts/alert_list_panel.h"
#include "console/alerts/alert_notice.h"
#include "console/alerts/alert_source.h"
#include "console/alerts/discord_view.h"
#include "console/alerts/drill_run.h"
#include "console/alerts/inbox_follower.h"
#include "console/alerts/runbooks.h"
#include "console/app/context.h"
#include "console/app/health_monitor.h"
#include "console/app/main_window.h"
#include "console/app/navigation.h"
#include "console/app/theme.h"
#include "console/dashboard/time_range.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"
#include "tests/support/fake_alerting.h"
#include "tests/support/qt_wait.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakeAlerting;
using test::waitFor;

const QJsonObject kDownLabels{{QStringLiteral("severity"), QStringLiteral("critical")},
                              {QStringLiteral("job"), QStringLiteral("ai-api")}};
const QJsonObject kDownWords{
    {QStringLiteral("summary"), QStringLiteral("The AI service cannot be reached; users get no answers.")},
    {QStringLiteral("description"), QStringLiteral("Prometheus cannot scrape ai-api.")},
    {QStringLiteral("steps"), QStringLiteral("1. Look at `/health/live`.\n2. Read the log.")},
    {QStringLiteral("drill"), QStringLiteral("1")},
    {QStringLiteral("runbook"), QStringLiteral("runbook-service-down")},
    {QStringLiteral("__dashboardUid__"), QStringLiteral("ai-api")},
    {QStringLiteral("__panelId__"), QStringLiteral("1")}};

QJsonObject message(const QString& title, int colour) {
  const QJsonObject embed{{QStringLiteral("title"), title},
                          {QStringLiteral("color"), colour},
                          {QStringLiteral("url"), QStringLiteral("http://127.0.0.1:9093/#/alerts")}};
  return {{QStringLiteral("username"), QStringLiteral("Vigie")},
          {QStringLiteral("content"),
           QStringLiteral("Severity: **critical**\nRunbook: <http://127.0.0.1:3000/runbook-service-down.md>")},
          {QStringLiteral("embeds"), QJsonArray{embed}}};
}

class AlertsPageTest : public testing::Test {
 protected:
  AlertsPageTest() {
    theme.install();
    endpoints.setAlertmanager(alerting.alertmanager());
    endpoints.set(QUrl(), alerting.url(), QUrl(), true);
    alerting.setRule(QStringLiteral("ServiceDown"), QStringLiteral("firing"), kDownLabels, kDownWords);
    alerting.setRule(QStringLiteral("DiskFilling"), QStringLiteral("inactive"),
                     {{QStringLiteral("severity"), QStringLiteral("warning")}}, {});
  }
  void open() {
    page = new AlertsPage(context, source, &inbox);
    window.addPage(page);
    window.resize(1280, 800);
    window.show();
    source.start();
    inbox.start();
    ASSERT_TRUE(waitFor([this] { return page->isReady(); }));
  }
  void tellTwice() {
    stack::AlertInbox relay;
    ASSERT_TRUE(relay.open(folder.path()));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const char* status : {"firing", "resolved"}) {
      const QJsonObject alert{{QStringLiteral("status"), QString::fromLatin1(status)},
                              {QStringLiteral("startsAt"), QStringLiteral("1")},
                              {QStringLiteral("fingerprint"), QStringLiteral("f")}};
      const QJsonObject group{
          {QStringLiteral("status"), QString::fromLatin1(status)},
          {QStringLiteral("alerts"), QJsonArray{alert}},
          {QStringLiteral("commonLabels"), QJsonObject{{QStringLiteral("alertname"), QStringLiteral("ServiceDown")},
                                                       {QStringLiteral("severity"), QStringLiteral("critical")}}}};
      ASSERT_TRUE(relay.receive(group, now));
    }
    ASSERT_TRUE(relay.recordMessage(1, message(QStringLiteral("DRILL · CRITICAL · ServiceDown: it"), 0xD63232)));
    ASSERT_TRUE(relay.settle(1, stack::Outcome::kPosted, now));
    ASSERT_TRUE(relay.recordMessage(2, message(QStringLiteral("DRILL · RESOLVED · ServiceDown: it"), 0x36A64F)));
    for (int i = 0; i < 4; ++i) {
      relay.countTry(2, now.addSecs(i), stack::Failure::kUnreachable,
                     QStringLiteral("the host refuses the connection"));
    }
    ASSERT_TRUE(relay.defer(2, now.addSecs(30)));
  }
  QString shown() {
    QStringList texts;
    for (const QLabel* label : page->findChildren<QLabel*>()) {
      if (label->isVisible()) texts.append(label->text());
    }
    return texts.join(QLatin1Char('\n'));
  }
  QListView* list() { return page->findChild<QListView*>(); }
  QString row(int n, int role = Qt::DisplayRole) { return list()->model()->index(n, 0).data(role).toString(); }
  void picture(const char* name) {
    const QString keep = qEnvironmentVariable("VIGIE_TEST_SCREENSHOTS");
    if (!keep.isEmpty()) window.grab().save(keep + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
  }
  void TearDown() override {
    EXPECT_TRUE(alerting.violations().isEmpty()) << alerting.violations().join("; ").toStdString();
  }

  FakeAlerting alerting{FakeAlerting::Kind::kPrometheus};
  QTemporaryDir folder;
  Theme theme;
  QNetworkAccessManager network;
  TimeRange range;
  ConsoleOptions options;
  Endpoints endpoints;
  PrometheusClient client{network, alerting.url()};
  HealthMonitor health{network, endpoints, client};
  AlertSource source{network, endpoints, {}};
  InboxFollower inbox{folder.path()};
  ConsoleContext context{theme, range, network, options, endpoints, client, health, nullptr, nullptr, &source, &inbox};
  MainWindow window{context};
  AlertsPage* page = nullptr;
};

TEST_F(AlertsPageTest, ShowsWhatFiresSinceWhenAndWhatToDo) {
  ASSERT_NO_FATAL_FAILURE(open());
  EXPECT_EQ(list()->model()->rowCount(), 2);
  EXPECT_EQ(row(0), QStringLiteral("ServiceDown"));
  EXPECT_TRUE(row(0, AlertItemModel::kWordRole).contains(QStringLiteral("2 min")));
  const QString text = shown();
  for (const char* part : {"critical", "DRILL", "users get no answers", "Look at", "job=ai-api"}) {
    EXPECT_TRUE(text.contains(QLatin1String(part))) << part;
  }
  picture("alerts-firing");
}

TEST_F(AlertsPageTest, CountsInTheNavigationAndSaysSoInTheStrip) {
  AlertNotice notice(theme, source);
  ASSERT_NO_FATAL_FAILURE(open());
  EXPECT_EQ(page->badge(), (PageBadge{1, true}));
  const auto badges = window.findChild<Navigation*>()->findChildren<QLabel*>();
  ASSERT_EQ(badges.size(), 1);
  EXPECT_EQ(badges[0]->text(), QStringLiteral("1"));
  EXPECT_TRUE(badges[0]->isVisible());
  EXPECT_TRUE(notice.isVisible());
  EXPECT_TRUE(notice.text().contains(QStringLiteral("ServiceDown")));
  alerting.setRule(QStringLiteral("ServiceDown"), QStringLiteral("inactive"), kDownLabels, kDownWords);
  source.refresh();
  ASSERT_TRUE(waitFor([&] { return page->badge().count == 0; }));
  EXPECT_FALSE(badges[0]->isVisible());
  EXPECT_FALSE(notice.isVisible());
}

TEST_F(AlertsPageTest, SilencesAndLifts) {
  ASSERT_NO_FATAL_FAILURE(open());
  Q_EMIT page->findChild<AlertDetail*>()->silenceRequested(3'600);
  ASSERT_TRUE(waitFor([&] { return page->badge().count == 0; }));
  EXPECT_TRUE(row(0, AlertItemModel::kWordRole).contains(QStringLiteral("silenced")));
  ASSERT_EQ(alerting.silences().size(), 1);
  picture("alerts-silenced");
  QTest::keyClick(list(), Qt::Key_S);
  EXPECT_TRUE(waitFor([&] { return alerting.silences().isEmpty() && page->badge().count == 1; }));
}

TEST_F(AlertsPageTest, SaysWhyItIsNotSilenced) {
  alerting.maySilence = false;
  ASSERT_NO_FATAL_FAILURE(open());
  Q_EMIT page->findChild<AlertDetail*>()->silenceRequested(3'600);
  EXPECT_TRUE(waitFor([&] { return shown().contains(QStringLiteral("Editor")); }));
}

TEST_F(AlertsPageTest, DrawsAMessageAsDiscordDoesAndItsCounterpart) {
  ASSERT_NO_FATAL_FAILURE(tellTwice());
  ASSERT_NO_FATAL_FAILURE(open());
  page->findChild<AlertListPanel*>()->setTab(AlertListPanel::kMessages);
  ASSERT_EQ(list()->model()->rowCount(), 2);
  EXPECT_TRUE(row(0, AlertItemModel::kDrillRole) == QStringLiteral("true"));
  ASSERT_TRUE(page->showMessage(2));
  auto* picture_ = page->findChild<DiscordView*>();
  EXPECT_TRUE(picture_->spoken().contains(QStringLiteral("RESOLVED")));
  EXPECT_TRUE(shown().contains(QStringLiteral("Discord could not be reached")));
  EXPECT_TRUE(shown().contains(QStringLiteral("the host refuses the connection")));
  EXPECT_TRUE(shown().contains(QStringLiteral("4, the first at")));
  EXPECT_TRUE(row(0, AlertItemModel::kDetailRole).contains(QStringLiteral("tried 4 times")));
  EXPECT_FALSE(row(1, AlertItemModel::kDetailRole).contains(QStringLiteral("tried")));
  picture("alerts-message");
  ASSERT_TRUE(page->showMessage(1));
  EXPECT_TRUE(picture_->spoken().contains(QStringLiteral("CRITICAL")));
  // A runbook that it links to is read here.
  Q_EMIT picture_->linkActivated(QStringLiteral("http://127.0.0.1:3000/runbook-service-down.md"));
  EXPECT_NE(page->findChild<RunbookDrawer*>(), nullptr);
  picture("alerts-runbook");
  EXPECT_TRUE(page->goBack());
}

TEST_F(AlertsPageTest, FiltersByTheKeyboard) {
  ASSERT_NO_FATAL_FAILURE(open());
  list()->setFocus();
  QTest::keyClick(list(), Qt::Key_Slash);
  auto* search = page->findChild<QLineEdit*>();
  QTest::keyClicks(search, QStringLiteral("disk"));
  ASSERT_EQ(list()->model()->rowCount(), 1);
  EXPECT_EQ(row(0), QStringLiteral("DiskFilling"));
  QTest::keyClicks(search, QStringLiteral(" no"));
  EXPECT_EQ(list()->model()->rowCount(), 0);
  EXPECT_TRUE(shown().contains(QStringLiteral("disk no")));
  EXPECT_TRUE(page->goBack());
  EXPECT_EQ(list()->model()->rowCount(), 2);
}

TEST_F(AlertsPageTest, SaysWhenNobodyAnswersAndGoesOn) {
  alerting.stop();
  ASSERT_NO_FATAL_FAILURE(open());
  EXPECT_TRUE(shown().contains(QStringLiteral("cannot be reached")));
  picture("alerts-error");
  alerting.restart();
  page->refresh();
  ASSERT_TRUE(waitFor([&] { return list()->model()->rowCount() == 2; }));
  alerting.stop();
  page->refresh();
  EXPECT_TRUE(waitFor([&] { return shown().contains(AlertsPage::tr("As of %1 ago. %2").left(5)); }));
  EXPECT_EQ(list()->model()->rowCount(), 2) << "what was known stays";
  picture("alerts-stale");
}

TEST_F(AlertsPageTest, EveryRuleOfTheProductHasARunbookInBothLanguages) {
  for (const char* language : {"en", "fr"}) {
    EXPECT_TRUE(runbookText(QStringLiteral("runbook-service-down"), QString::fromLatin1(language))
                    .startsWith(QLatin1String("# ")));
  }
  EXPECT_NE(runbookText(QStringLiteral("runbook-service-down"), QStringLiteral("en")),
            runbookText(QStringLiteral("runbook-service-down"), QStringLiteral("fr")));
  EXPECT_TRUE(runbookText(QStringLiteral("../en/runbook-service-down"), QStringLiteral("en")).isEmpty());
  EXPECT_TRUE(runbookText(QStringLiteral("running"), QStringLiteral("en")).isEmpty());
}

TEST_F(AlertsPageTest, ItsModelKeepsTheRulesOfModels) {
  AlertItemModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  const auto item = [](const char* key, const char* word) {
    AlertItem one;
    one.key = QString::fromLatin1(key);
    one.word = QString::fromLatin1(word);
    return one;
  };
  model.setItems({item("a", "1"), item("b", "1")});
  model.setItems({item("a", "2"), item("b", "1")});
  model.setItems({item("b", "1")});
  model.setItems({});
  EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace vigie::console
