#include "console/stack/stack_plan.h"

#include "console/stack/alert_rules.h"

#include <QRegularExpression>
#include <gtest/gtest.h>

#include <algorithm>

namespace vigie::stack {
namespace {

StackPorts somePorts() {
  return {.server = {8101, "port 8001 is busy; using 8101"},
          .internal = {8100, {}},
          .prometheus = {9190, {}},
          .nodeExporter = {9101, {}},
          .postgresExporter = {9188, {}}};
}

QList<ServiceSpec> somePlan(const QProcessEnvironment& caller = {}) {
  const StackPaths paths{"/data", "/log", "/run/user/1000/vigie"};
  return planServices(paths, Programs{"/pg/bin", 15, "/bin/vigie-server", "/p", "/n", "/e"}, somePorts(), caller, "/k");
}

TEST(StackPlanTest, RendersTheCompiledInPrometheusConfigurationWithItsPorts) {
  const auto rendered = renderPrometheusConfig(prometheusTemplate(), somePorts());
  ASSERT_TRUE(rendered.has_value());
  for (const char* target : {"'127.0.0.1:8100'", "'127.0.0.1:9188'", "'127.0.0.1:9101'"}) {
    EXPECT_EQ(rendered->count(target), 1) << target;
  }
  EXPECT_FALSE(rendered->contains("web:8000"));
}

TEST(StackPlanTest, HandsPrometheusTheAlertRulesBesideItsConfiguration) {
  const StackPaths paths{"/data", "/log", "/run/user/1000/vigie"};
  EXPECT_EQ(paths.alertRules(), "/data/alert-rules.yml");
  const auto rendered = renderPrometheusConfig(prometheusTemplate(), somePorts());
  ASSERT_TRUE(rendered.has_value());
  EXPECT_TRUE(rendered->endsWith("\nrule_files:\n  - alert-rules.yml\n"));
}

TEST(StackPlanTest, ConvertsTheBuiltInAlertRules) {
  const auto rules = ownAlertRules();
  ASSERT_TRUE(rules.has_value()) << rules.error().message;
  EXPECT_EQ(rules->count("- alert: "), 10);
}

TEST(StackPlanTest, RefusesAConfigurationWhoseTargetsChanged) {
  QByteArray renamed = prometheusTemplate();
  renamed.replace("web:8000", "api:8000");
  const auto rendered = renderPrometheusConfig(renamed, somePorts());
  ASSERT_FALSE(rendered.has_value());
  EXPECT_NE(rendered.error().message.find("web:8000"), std::string::npos);
}

TEST(StackPlanTest, NamesEveryServiceOnce) {
  QStringList names;
  for (const ServiceSpec& service : somePlan()) {
    names << service.name;
  }
  EXPECT_EQ(names, serviceNames());
}

TEST(StackPlanTest, ListensOnLoopbackOnly) {
  for (const ServiceSpec& service : somePlan()) {
    const QString all = service.arguments.join(' ') + ' ' + service.environment.toStringList().join(' ');
    EXPECT_FALSE(all.contains("0.0.0.0")) << qPrintable(all);
    if (service.name == "postgresql") {
      EXPECT_TRUE(all.contains("-c listen_addresses= ")) << qPrintable(all);
    } else {
      EXPECT_TRUE(all.contains("127.0.0.1:")) << qPrintable(all);
    }
  }
}

TEST(StackPlanTest, HandsTheServerItsSettingsAndNothingElseOfTheCaller) {
  QProcessEnvironment caller;
  caller.insert("OPENAI_API_KEY", "k");
  caller.insert("DATABASE_URL", "postgresql://elsewhere/");
  caller.insert("LD_PRELOAD", "/tmp/evil.so");
  const QList<ServiceSpec> plan = somePlan(caller);
  const auto server =
      std::find_if(plan.begin(), plan.end(), [](const auto& one) { return one.name == "vigie-server"; });
  ASSERT_NE(server, plan.end());
  EXPECT_EQ(server->environment.value("OPENAI_API_KEY"), "k");
  EXPECT_EQ(server->environment.value("DATABASE_URL"),
            "postgresql:///vigie?user=vigie&host=%2Frun%2Fuser%2F1000%2Fvigie");
  EXPECT_EQ(server->environment.value("VIGIE_KNOWLEDGE_DIR"), "/k");
  EXPECT_FALSE(server->environment.contains("LD_PRELOAD"));
  EXPECT_EQ(server->note, "port 8001 is busy; using 8101");
  for (const ServiceSpec& other : plan) {
    if (other.name != "vigie-server") {
      EXPECT_FALSE(other.environment.contains("OPENAI_API_KEY")) << qPrintable(other.name);
    }
  }
}

TEST(StackPlanTest, EndsPostgresqlLastAndNeverByKill9First) {
  for (const ServiceSpec& service : somePlan()) {
    EXPECT_EQ(service.stopsLast, service.name == "postgresql");
    if (service.stopsLast) {
      EXPECT_EQ(service.deathSignal, SIGQUIT);
      EXPECT_EQ(service.lastSignal, SIGQUIT);
    }
  }
}

}  // namespace
}  // namespace vigie::stack
