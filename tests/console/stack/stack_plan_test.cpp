#include "console/stack/stack_plan.h"

#include "console/stack/alert_rules.h"
#include "console/stack/stack_configuration.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <algorithm>

namespace vigie::stack {
namespace {

StackPorts somePorts() {
  return {.server = {8101, "port 8001 is busy; using 8101"},
          .internal = {8100, {}},
          .prometheus = {9190, {}},
          .nodeExporter = {9101, {}},
          .postgresExporter = {9188, {}},
          .alertmanager = {9193, {}},
          .alertmanagerPath = "/0123456789abcdef0123456789abcdef",
          .relay = {9195, {}}};
}

QList<ServiceSpec> somePlan(const QProcessEnvironment& caller = {}) {
  const StackPaths paths{"/data", "/log", "/run/user/1000/vigie"};
  Programs programs;
  programs.postgresBin = "/pg/bin";
  programs.postgresMajor = 15;
  programs.server = "/bin/vigie-server";
  programs.stack = "/bin/vigie-stack";
  programs.prometheus = "/p";
  programs.alertmanager = "/a";
  programs.amtool = "/amtool";
  programs.nodeExporter = "/n";
  programs.postgresExporter = "/e";
  return planServices(paths, programs, somePorts(), caller, "/k");
}

const ServiceSpec* find(const QList<ServiceSpec>& plan, const QString& name) {
  const auto found = std::find_if(plan.begin(), plan.end(), [&](const auto& one) { return one.name == name; });
  return found == plan.end() ? nullptr : &*found;
}

TEST(StackPlanTest, RendersTheCompiledInPrometheusConfigurationWithItsPorts) {
  const auto rendered = renderPrometheusConfig(prometheusTemplate(), somePorts(), true);
  ASSERT_TRUE(rendered.has_value());
  for (const char* target : {"'127.0.0.1:8100'", "'127.0.0.1:9188'", "'127.0.0.1:9101'", "'127.0.0.1:9193'"}) {
    EXPECT_EQ(rendered->count(target), 1) << target;
  }
  EXPECT_FALSE(rendered->contains("web:8000"));
}

TEST(StackPlanTest, HandsPrometheusTheAlertRulesBesideItsConfiguration) {
  const StackPaths paths{"/data", "/log", "/run/user/1000/vigie"};
  EXPECT_EQ(paths.alertRules(), "/data/alert-rules.yml");
  const auto rendered = renderPrometheusConfig(prometheusTemplate(), somePorts(), false);
  ASSERT_TRUE(rendered.has_value());
  EXPECT_TRUE(rendered->endsWith("\nrule_files:\n  - alert-rules.yml\n"));
}

TEST(StackPlanTest, PutsAlertmanagerWhereNoWebPageLooks) {
  const QTemporaryDir directory;
  const auto made = unguessablePath(directory.filePath("path"));
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->size(), 33);
  EXPECT_EQ(unguessablePath(directory.filePath("path")).value(), *made) << "links in messages would break";
  EXPECT_NE(unguessablePath(directory.filePath("other")).value(), *made);
  const QString path = somePorts().alertmanagerPath;
  const QList<ServiceSpec> plan = somePlan();
  const ServiceSpec* alertmanager = find(plan, "alertmanager");
  EXPECT_TRUE(alertmanager->arguments.contains("--web.external-url=http://127.0.0.1:9193" + path));
  EXPECT_TRUE(alertmanager->ready.request.startsWith("GET " + path.toLatin1() + "/-/ready "));
  EXPECT_TRUE(
      renderPrometheusConfig(prometheusTemplate(), somePorts(), true)->contains("path_prefix: '" + path.toLatin1()));
  EXPECT_EQ(endpointsOf(somePorts(), true).alertmanager.path(), path);
}

TEST(StackPlanTest, RoutesAlertsToItsOwnRelay) {
  const auto rendered = renderAlertmanagerConfig(alertmanagerTemplate(), somePorts());
  ASSERT_TRUE(rendered.has_value());
  EXPECT_EQ(rendered->count("'http://127.0.0.1:9195/alerts'"), 1);
  EXPECT_FALSE(rendered->contains("9095"));
}

TEST(StackPlanTest, LeavesAlertsToAGrafanaThatIsNamed) {
  QProcessEnvironment caller;
  caller.insert("GRAFANA_URL", "http://127.0.0.1:3000");
  const QList<ServiceSpec> plan = somePlan(caller);
  EXPECT_EQ(find(plan, "alertmanager"), nullptr);
  EXPECT_EQ(find(plan, "alert-relay"), nullptr);
  const auto rendered = renderPrometheusConfig(prometheusTemplate(), somePorts(), deliversAlerts(caller));
  ASSERT_TRUE(rendered.has_value());
  EXPECT_FALSE(rendered->contains("alerting:"));
  EXPECT_TRUE(endpointsOf(somePorts(), deliversAlerts(caller)).alertmanager.isEmpty());
}

TEST(StackPlanTest, GivesTheWebhookToTheRelayAndToNobodyElse) {
  QProcessEnvironment caller;
  caller.insert("DISCORD_WEBHOOK_URL", "https://discord.com/api/webhooks/1/secret");
  for (const ServiceSpec& service : somePlan(caller)) {
    EXPECT_EQ(service.environment.toStringList().join(' ').contains("secret"), service.name == "alert-relay");
    EXPECT_FALSE(service.arguments.join(' ').contains("secret")) << qPrintable(service.name);
  }
}

TEST(StackPlanTest, SaysThatAlertsAreNotSentWithoutAWebhook) {
  const auto noteWith = [](const QString& url) {
    QProcessEnvironment caller;
    caller.insert("DISCORD_WEBHOOK_URL", url);
    return find(somePlan(caller), "alert-relay")->note;
  };
  EXPECT_TRUE(noteWith("").contains("not sent"));
  EXPECT_TRUE(noteWith("https://discord.invalid/not-configured").contains("not sent"));
  EXPECT_TRUE(noteWith("https://discord.com/api/webhooks/1/x").isEmpty());
}

TEST(StackPlanTest, ConvertsTheBuiltInAlertRules) {
  const auto rules = ownAlertRules();
  ASSERT_TRUE(rules.has_value()) << rules.error().message;
  EXPECT_EQ(rules->count("- alert: "), 10);
}

TEST(StackPlanTest, RefusesAConfigurationWhoseTargetsChanged) {
  QByteArray renamed = prometheusTemplate();
  renamed.replace("web:8000", "api:8000");
  const auto rendered = renderPrometheusConfig(renamed, somePorts(), true);
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
      EXPECT_TRUE(all.contains("127.0.0.1:") || service.name == "alert-relay") << qPrintable(all);
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
