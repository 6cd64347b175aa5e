#include "console/stack/drill/drill_command.h"

#include "console/stack/alert_rules.h"
#include "console/stack/client_commands.h"
#include "console/stack/drill/compose_ground.h"
#include "console/stack/drill/drill.h"
#include "console/stack/drill/grafana_alert_watch.h"
#include "console/stack/drill/grafana_setting.h"
#include "console/stack/drill/local_alert_watch.h"
#include "console/stack/drill/stack_ground.h"
#include "console/stack/unix_signals.h"
#include "console/stack/write_file.h"

#include <QDir>
#include <QJsonDocument>

#include <cstdio>
#include <memory>

namespace vigie::stack {
namespace {

constexpr int kGrafanaPort = 3000;

/// Where a drill takes place and who is asked about its alert.
struct Scene {
  std::unique_ptr<DrillGround> ground;
  std::unique_ptr<AlertWatch> watch;
};

Result<std::unique_ptr<AlertWatch>> watchGrafana(const GrafanaSetting& grafana, const DrillKind& kind) {
  auto condition = ownAlertCondition(kind.alert);
  if (!condition) {
    return condition.error();
  }
  return std::unique_ptr<AlertWatch>(
      std::make_unique<GrafanaAlertWatch>(grafana.url, grafana.token, kind.alert, *condition));
}

Result<Scene> composeScene(GrafanaSetting grafana, const DrillKind& kind, const DrillOptions& options) {
  auto ground = ComposeGround::find(options.composeFile);
  if (!ground) {
    return ground.error();
  }
  if (grafana.url.isEmpty()) {
    const auto published = (*ground)->compose().address("grafana", kGrafanaPort);
    if (!published) {
      return published.error();
    }
    grafana.url = *published;
  }
  auto watch = watchGrafana(grafana, kind);
  if (!watch) {
    return watch.error();
  }
  return Scene{std::move(*ground), std::move(*watch)};
}

Result<Scene> stackScene(const GrafanaSetting& grafana, const DrillKind& kind, const DrillOptions& options,
                         const StackPaths& paths, const Endpoints& endpoints) {
  Scene scene;
  scene.ground = std::make_unique<StackGround>(paths.controlSocket(), endpoints);
  // What tells is what is read: a stack that was started without a Grafana tells by itself.
  if (options.grafana.isEmpty() && !endpoints.alertmanager.isEmpty()) {
    scene.watch = std::make_unique<LocalAlertWatch>(endpoints, paths.alertInbox(), kind.alert);
    return Result<Scene>(std::move(scene));
  }
  if (grafana.url.isEmpty()) {
    return Error(ErrorCode::kInvalidArgument,
                 "Grafana delivers the alerts of this stack: name it with --grafana URL or GRAFANA_URL");
  }
  if (options.quick) {
    return Error(ErrorCode::kInvalidArgument,
                 "--quick shortens the times of the stack's own rules; Grafana's stay as they are");
  }
  auto watch = watchGrafana(grafana, kind);
  if (!watch) {
    return watch.error();
  }
  scene.watch = std::move(*watch);
  return Result<Scene>(std::move(scene));
}

Result<void> writeReport(const DrillReport& report, const QString& directory) {
  if (!QDir().mkpath(directory)) {
    return Error(ErrorCode::kUnavailable, "cannot make " + directory.toStdString());
  }
  const QDateTime at = report.startedAt.isValid() ? report.startedAt : QDateTime::currentDateTimeUtc();
  const QString name = QString("%1/%2-%3").arg(directory, at.toUTC().toString("yyyyMMdd'T'HHmmss'Z'"), report.name);
  if (const auto written = writeFile(name + ".md", report.toMarkdown().toUtf8()); !written) {
    return written.error();
  }
  return writeFile(name + ".json", QJsonDocument(report.toJson()).toJson());
}

void printEvent(const QString& name, const QJsonObject& what) {
  print(QString::fromUtf8(QJsonDocument(QJsonObject{{name, what}}).toJson(QJsonDocument::Compact)));
}

/// Progress goes to standard error, so that the report alone is on standard output.
void tellProgress(const DrillLeg& leg) {
  const QString when = leg.at ? QString::number(*leg.at, 'f', 1) + " s" : QString(leg.skipped ? "skipped" : "never");
  std::fprintf(stderr, "%10s  %s\n", when.toUtf8().constData(), leg.name.toUtf8().constData());
}

void tellReport(const DrillReport& report, const DrillOptions& options) {
  if (options.events) {
    printEvent("report", report.toJson());
  } else if (options.json) {
    print(QString::fromUtf8(QJsonDocument(report.toJson()).toJson().trimmed()));
  } else {
    print(report.toMarkdown().trimmed());
  }
}

int drillFailed(const Error& error) {
  complain(QString::fromStdString(error.message));
  return 1;
}

}  // namespace

int runDrill(const StackPaths& paths, const DrillOptions& options) {
  const auto kind = drillKind(options.name);
  if (!kind) {
    complain("name one of: " + drillNames().join(", "));
    return 1;
  }
  const auto grafana = grafanaSetting(options.grafana, options.tokenFile, QProcessEnvironment::systemEnvironment());
  if (!grafana) {
    return drillFailed(grafana.error());
  }
  const auto state = options.compose ? std::nullopt : runningState(paths);
  if (!options.compose && !state) {
    complain("no stack is running; start one with ./vigie run");
    return kNotRunning;
  }
  // Before anything is stopped: a signal must not end us between a fault and its end.
  UnixSignals unixSignals;
  bool early = false;
  QObject::connect(&unixSignals, &UnixSignals::received, &unixSignals, [&early] { early = true; });
  const auto scene = options.compose ? composeScene(*grafana, *kind, options)
                                     : stackScene(*grafana, *kind, options, paths, state->endpoints);
  if (!scene) {
    return drillFailed(scene.error());
  }
  DrillReport soFar;
  Drill drill(*kind, options.quick, *scene->ground, *scene->watch, [&](const DrillLeg& leg) {
    tellProgress(leg);
    soFar.legs.append(leg);
    if (options.events) {
      printEvent("leg", soFar.toJson(leg));
    }
  });
  QObject::connect(&unixSignals, &UnixSignals::received, &drill, [&drill] { drill.interrupt(); });
  if (early) {
    drill.interrupt();
  }
  const DrillReport report = drill.run();
  tellReport(report, options);
  if (!options.output.isEmpty()) {
    if (const auto written = writeReport(report, options.output); !written) {
      return drillFailed(written.error());
    }
  }
  return report.passed() ? 0 : 1;
}

}  // namespace vigie::stack
