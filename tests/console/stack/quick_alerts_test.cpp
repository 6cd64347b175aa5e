#include "console/stack/quick_alerts.h"

#include "console/stack/alert_rules.h"
#include "console/stack/stack_configuration.h"

#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

TEST(QuickAlertsTest, ShortensTheRulesThatThereIsADrillOfAndNoOthers) {
  std::vector<alerting::AlertRuleGroup> groups(1);
  alerting::AlertRule drilled;
  drilled.pendingFor = std::chrono::seconds(120);
  drilled.query.expression = "rate(a[5m]) / rate(b[1h])";
  drilled.others = {{"DRILL", "max_over_time(c[10m])"}};
  alerting::AlertRule other;
  other.pendingFor = std::chrono::seconds(120);
  other.query.expression = "rate(a[5m])";
  groups[0].rules = {drilled, other};
  quicken(groups);
  EXPECT_EQ(groups[0].interval, std::chrono::seconds(1));
  EXPECT_EQ(groups[0].rules[0].pendingFor, std::chrono::seconds(6));
  EXPECT_EQ(groups[0].rules[0].query.expression, "rate(a[15s]) / rate(b[180s])");
  EXPECT_EQ(groups[0].rules[0].others[0].expression, "max_over_time(c[30s])");
  EXPECT_EQ(groups[0].rules[1].pendingFor, std::chrono::seconds(120));
  EXPECT_EQ(groups[0].rules[1].query.expression, "rate(a[5m])");
}

TEST(QuickAlertsTest, KnowsTheTimesOfTheBuiltInFiles) {
  QByteArray scraping = prometheusTemplate();
  QByteArray routing = alertmanagerTemplate();
  EXPECT_TRUE(quickScraping(scraping).has_value());
  EXPECT_TRUE(quickRouting(routing).has_value());
  EXPECT_FALSE(scraping.contains(": 10s"));
  EXPECT_TRUE(routing.contains("repeat_interval: 4h"));
  EXPECT_NE(ownAlertRules(true).value(), ownAlertRules(false).value());
}

TEST(QuickAlertsTest, SaysWhichTimeIsNotThereAnyMore) {
  QByteArray changed = "scrape_interval: 15s";
  const auto quick = quickScraping(changed);
  ASSERT_FALSE(quick.has_value());
  EXPECT_NE(quick.error().message.find("scrape_interval: 10s"), std::string::npos);
}

}  // namespace
}  // namespace vigie::stack
