// vigie-console's command line.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QMap>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace vigie::console {

struct ConsoleOptions {
  /// Empty: the local stack.
  QUrl server;
  QUrl prometheus;
  /// Empty: no Grafana is configured, and links go to Prometheus.
  QUrl grafana;
  /// A service account's, from GRAFANA_TOKEN or GRAFANA_TOKEN_FILE: to import dashboards. Never shown or logged.
  QByteArray grafanaToken;
  QString theme = QStringLiteral("system");  ///< system, light, dark
  QString language;                          ///< "en", "fr"; empty follows the locale
  QStringList dashboardFiles;                ///< opened in front of the product's own
  QString dashboardsDir;                     ///< replaces the product's own
  qint64 scrapeMs = 15'000;                  ///< the data source's scrape interval in Grafana
  QString open;                              ///< a link to a dashboard, as Grafana writes it; empty: none
  QString page;                              ///< page to open first; empty: the last one
  /// Not empty: draw every scene in both themes into this folder and leave.
  QString screenshotDir;
  int screenshotTimeoutSeconds = 60;
  QString statsFile;  ///< the console's own figures as JSON; "-": standard output, at the end; empty: nowhere
  QSize windowSize;   ///< empty: the last one

  [[nodiscard]] bool usesLocalStack() const { return server.isEmpty(); }
};

/// What a command line asks for: kShow prints `text` and exits 0.
struct ConsoleOptionsOutcome {
  enum class Action { kRun, kShow };
  Action action = Action::kRun;
  ConsoleOptions options;
  QString text;
};

/// `arguments` with the program's name first. GRAFANA_URL and PROMETHEUS_URL of `environment` are used where the flag
/// is not given. An Error's message is one line that names the flag, the value's fault and an example.
Result<ConsoleOptionsOutcome> readConsoleOptions(const QStringList& arguments,
                                                 const QMap<QString, QString>& environment = {});

}  // namespace vigie::console
