#include "console/stack/drill/drill_command.h"

#include "console/stack/client_commands.h"
#include "console/stack/drill/drill.h"
#include "console/stack/unix_signals.h"
#include "console/stack/write_file.h"

#include <QDir>
#include <QJsonDocument>

#include <cstdio>

namespace vigie::stack {
namespace {

Result<void> writeReport(const DrillReport& report, const QString& directory) {
  if (!QDir().mkpath(directory)) {
    return Error(ErrorCode::kUnavailable, "cannot make " + directory.toStdString());
  }
  const QString name =
      QString("%1/%2-%3").arg(directory, report.startedAt.toUTC().toString("yyyyMMdd'T'HHmmss'Z'"), report.name);
  if (const auto written = writeFile(name + ".md", report.toMarkdown().toUtf8()); !written) {
    return written.error();
  }
  return writeFile(name + ".json", QJsonDocument(report.toJson()).toJson());
}

}  // namespace

int runDrill(const StackPaths& paths, const DrillOptions& options) {
  const auto kind = drillKind(options.name);
  if (!kind) {
    complain("name one of: " + drillNames().join(", "));
    return 1;
  }
  const auto state = runningState(paths);
  if (!state) {
    complain("no stack is running; start one with ./vigie run");
    return kNotRunning;
  }
  if (state->endpoints.alertmanager.isEmpty()) {
    complain(
        "Grafana delivers the alerts of this stack (GRAFANA_URL), and a drill reads them from Alertmanager; start "
        "the stack without it");
    return 1;
  }
  UnixSignals unixSignals;
  // Progress goes to standard error, so that the report alone is on standard output.
  Drill drill(*kind, options.quick, paths, state->endpoints, [](const DrillLeg& leg) {
    const QString when = leg.at ? QString::number(*leg.at, 'f', 1) + " s" : QString("never");
    std::fprintf(stderr, "%10s  %s\n", when.toUtf8().constData(), leg.name.toUtf8().constData());
  });
  QObject::connect(&unixSignals, &UnixSignals::received, &drill, [&drill] { drill.interrupt(); });
  const DrillReport report = drill.run();
  print(options.json ? QString::fromUtf8(QJsonDocument(report.toJson()).toJson().trimmed())
                     : report.toMarkdown().trimmed());
  if (!options.output.isEmpty()) {
    if (const auto written = writeReport(report, options.output); !written) {
      complain(QString::fromStdString(written.error().message));
      return 1;
    }
  }
  return report.passed() ? 0 : 1;
}

}  // namespace vigie::stack
