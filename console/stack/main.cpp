// vigie-stack: the local stack from the command line, and for the console.
#include "console/stack/alert_rules.h"
#include "console/stack/client_commands.h"
#include "console/stack/drill/compose_guard.h"
#include "console/stack/drill/drill_command.h"
#include "console/stack/relay/inbox_command.h"
#include "console/stack/relay/relay_command.h"
#include "console/stack/run_command.h"
#include "console/stack/stack_paths.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <exception>
#include <iostream>
#include <string>
#include <unistd.h>

using namespace vigie::stack;

int main(int argc, char** argv) try {
  const QCoreApplication application(argc, argv);

  CLI::App app(
      "Starts, watches and stops Vigie's local stack: PostgreSQL, vigie-server, Prometheus, Alertmanager, exporters.");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.require_subcommand(1);
  std::string home;
  app.add_option("--home", home, "Keep everything in this directory instead of the user's own")
      ->envname("VIGIE_STACK_HOME");
  app.fallthrough();

  RunOptions options;
  std::string server;
  auto* run = app.add_subcommand("run", "Run the stack in the foreground, or join the one that runs");
  run->add_flag("--attached", options.attached, "End when the last console has let go");
  run->add_flag("--any-port", options.anyPort, "Use free ports instead of the usual ones")
      ->envname("VIGIE_STACK_ANY_PORT");
  run->add_option("--server", server, "The vigie-server program to run")->envname("VIGIE_STACK_SERVER");

  bool json = false;
  auto* status = app.add_subcommand("status", "Say how the running stack is; exits with 3 when none runs");
  status->add_flag("--json", json, "As JSON");

  auto* stop = app.add_subcommand("stop", "Stop the running stack");

  std::string name;
  int lines = 100;
  auto* logs = app.add_subcommand("logs", "Show a service's newest log lines");
  logs->add_option("NAME", name, "A service, as vigie-stack status names it")->required();
  logs->add_option("-n,--lines", lines, "How many")->capture_default_str();

  std::string drillName;
  std::string drillOutput;
  DrillOptions drillOptions;
  auto* drill =
      app.add_subcommand("drill", "Cause a fault on purpose and time its alert from the fault to the last message");
  drill->add_option("NAME", drillName, "service-down, high-error-rate or high-response-time")->required();
  drill->add_flag("--quick", drillOptions.quick, "Shorten the alerts' times twentyfold meanwhile");
  drill->add_flag("--json", drillOptions.json, "Print the report as JSON instead of Markdown");
  drill->add_option("--output", drillOutput, "Write both forms of the report into this directory");

  drill->add_flag("--events", drillOptions.events, "Print JSON lines: each leg as it comes, then the report");
  std::string grafana;
  std::string grafanaTokenFile;
  std::string composeFile;
  drill->add_option("--grafana", grafana, "Read the alert from this Grafana (or GRAFANA_URL)");
  drill->add_option("--grafana-token-file", grafanaTokenFile,
                    "The file of its token (or GRAFANA_TOKEN, GRAFANA_TOKEN_FILE)");
  auto* compose = drill->add_option("--compose", composeFile, "Drill docker compose (this file, or the one it finds)")
                      ->expected(0, 1);

  std::string guardFile;
  std::string guardService;
  std::string guardProgram;
  // A drill on compose runs it; it is no command of an operator.
  auto* guard = app.add_subcommand("compose-guard", "Start a service again when its drill is gone")->group("");
  guard->add_option("--file", guardFile);
  guard->add_option("--service", guardService)->required();
  guard->add_option("--program", guardProgram)->required();

  bool inboxJson = false;
  int messages = 20;
  auto* alerts = app.add_subcommand("alerts", "Show the newest alert messages and what became of them");
  alerts->add_flag("--json", inboxJson, "As JSON, with what Discord is sent");
  alerts->add_option("-n,--messages", messages, "How many")->capture_default_str();

  std::string inbox;
  std::string amtool;
  RelayCommand relayCommand;
  // The stack runs it; it is no command of an operator.
  auto* relay = app.add_subcommand("relay", "Take alerts from Alertmanager and post them to Discord")->group("");
  relay->add_option("--directory", inbox)->required();
  relay->add_option("--amtool", amtool)->required();
  relay->add_option("--port", relayCommand.port)->required();

  std::string rulesFrom;
  std::string rulesTo;
  auto* rules = app.add_subcommand("alert-rules", "Convert Grafana's alert rules to rules of Prometheus");
  rules->add_option("--from", rulesFrom, "A folder of Grafana's alerting files instead of the rules that are built in");
  rules->add_option("--output", rulesTo, "Write to this file instead of standard output");

  CLI11_PARSE(app, argc, argv);

  const QString chosenHome = QString::fromStdString(home);
  const StackPaths paths = StackPaths::resolve(getuid(), QProcessEnvironment::systemEnvironment(), chosenHome);
  if (status->parsed()) {
    return printStatus(paths, json);
  }
  if (stop->parsed()) {
    return stopStack(paths);
  }
  if (logs->parsed()) {
    return printLog(paths, QString::fromStdString(name), lines);
  }
  if (drill->parsed()) {
    drillOptions.name = QString::fromStdString(drillName);
    drillOptions.output = QString::fromStdString(drillOutput);
    drillOptions.grafana = QString::fromStdString(grafana);
    drillOptions.tokenFile = QString::fromStdString(grafanaTokenFile);
    drillOptions.compose = compose->count() > 0;
    drillOptions.composeFile = QString::fromStdString(composeFile);
    return runDrill(paths, drillOptions);
  }
  if (guard->parsed()) {
    const QStringList program = QString::fromStdString(guardProgram).split(' ');
    return runComposeGuard(ComposeCli(program, QString::fromStdString(guardFile)),
                           QString::fromStdString(guardService));
  }
  if (alerts->parsed()) {
    return printInbox(paths, inboxJson, messages);
  }
  if (relay->parsed()) {
    relayCommand.directory = QString::fromStdString(inbox);
    relayCommand.amtool = QString::fromStdString(amtool);
    return runRelay(relayCommand);
  }
  if (rules->parsed()) {
    return printAlertRules(QString::fromStdString(rulesFrom), QString::fromStdString(rulesTo));
  }
  options.home = chosenHome;
  options.server = QString::fromStdString(server);
  return runStack(options);
} catch (const std::exception& error) {
  std::cerr << "vigie-stack: " << error.what() << '\n';
  return 1;
}
