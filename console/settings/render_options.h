// The command line of `vigie-console render`.
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace vigie::console {

struct RenderOptions {
  QString dashboard;  ///< a file
  QUrl prometheus;
  QString from;  ///< as Grafana writes it; empty: the dashboard's own
  QString to;
  QMap<QString, QStringList> variables;
  QSize size{1440, 900};  ///< of the dashboard: its width and least height; of a panel that is asked for alone
  bool dark = false;
  qint64 scrapeMs = 15'000;  ///< the data source's scrape interval in Grafana
  int panel = 0;             ///< 0: all of them
  QString out;               ///< a folder, made where it is not there
  QString language;
  int timeoutSeconds = 60;
};

/// What a command line asks for: kShow prints `text` and exits 0.
struct RenderOptionsOutcome {
  enum class Action { kRun, kShow };
  Action action = Action::kRun;
  RenderOptions options;
  QString text;
};

/// `arguments` without the program's name and without "render". PROMETHEUS_URL of `environment` is used where the flag
/// is not given. An Error's message is one line that names the flag, the value's fault and an example.
Result<RenderOptionsOutcome> readRenderOptions(const QStringList& arguments,
                                               const QMap<QString, QString>& environment = {});

}  // namespace vigie::console
