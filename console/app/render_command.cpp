#include "console/app/render_command.h"

#include "console/app/message_filter.h"
#include "console/app/render_run.h"
#include "console/app/theme.h"
#include "console/i18n/language.h"
#include "console/prometheus/prometheus_client.h"
#include "console/settings/render_options.h"

#include <QApplication>
#include <QFile>
#include <QNetworkAccessManager>
#include <QProcessEnvironment>

#include <cstdio>

namespace vigie::console {
namespace {

int refuse(const Error& error) {
  std::fprintf(stderr, "vigie-console render: %s\n", error.message.c_str());
  return 2;
}

}  // namespace

int renderCommand(int argc, char** argv) {
  QStringList arguments;
  for (int i = 2; i < argc; ++i) arguments.append(QString::fromLocal8Bit(argv[i]));
  const QString variable = QStringLiteral("PROMETHEUS_URL");
  const auto outcome =
      readRenderOptions(arguments, {{variable, QProcessEnvironment::systemEnvironment().value(variable)}});
  if (!outcome) return refuse(outcome.error());
  if (outcome->action == RenderOptionsOutcome::Action::kShow) {
    std::fputs(outcome->text.toUtf8().constData(), stdout);
    return 0;
  }
  const RenderOptions& options = outcome->options;
  QFile file(options.dashboard);
  if (!file.open(QIODevice::ReadOnly)) {
    return refuse(Error(ErrorCode::kNotFound, "the dashboard cannot be read: " + file.errorString().toStdString()));
  }
  auto dashboard = parseDashboard(file.readAll());
  if (!dashboard) return refuse(dashboard.error());

  installMessageFilter("vigie-console render");
  // No display is needed, and none is asked for.
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("vigie"));
  installLanguage(*qApp, options.language);
  Theme theme;
  theme.setChoice(options.dark ? ThemeChoice::kDark : ThemeChoice::kLight);
  theme.install();
  QNetworkAccessManager network;
  PrometheusClient prometheus(network, options.prometheus);
  prometheus.setDeadline(std::chrono::seconds(options.timeoutSeconds));
  RenderRun run(options, std::move(*dashboard), theme, prometheus);
  int exitCode = 1;
  QObject::connect(
      &run, &RenderRun::finished, qApp,
      [&exitCode](int code) {
        exitCode = code;
        QCoreApplication::quit();
      },
      Qt::QueuedConnection);
  QTimer::singleShot(0, &run, &RenderRun::start);
  QApplication::exec();
  return exitCode;
}

}  // namespace vigie::console
