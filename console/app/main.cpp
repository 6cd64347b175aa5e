// vigie-console: builds the collaborators and hands them to the pages. Ownership order is visible here.
#include "console/app/context.h"
#include "console/app/health_monitor.h"
#include "console/app/main_window.h"
#include "console/app/pages.h"
#include "console/app/screenshot_run.h"
#include "console/app/self_meter.h"
#include "console/app/status_strip.h"
#include "console/app/theme.h"
#include "console/dashboard/time_range.h"
#include "console/i18n/language.h"
#include "console/prometheus/prometheus_client.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QMap>
#include <QNetworkAccessManager>
#include <QProcessEnvironment>

#include <cstdio>
#include <exception>
#include <memory>

namespace {

using namespace vigie::console;

ThemeChoice choiceOf(const QString& name) {
  if (name == QLatin1String("light")) return ThemeChoice::kLight;
  return name == QLatin1String("dark") ? ThemeChoice::kDark : ThemeChoice::kSystem;
}

QStringList argumentsOf(int argc, char** argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) arguments.append(QString::fromLocal8Bit(argv[i]));
  return arguments;
}

int run(int argc, char** argv) {
  // Read before QApplication: --help and --version need no display.
  QMap<QString, QString> environment;
  const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"GRAFANA_URL", "PROMETHEUS_URL"}) {
    environment.insert(QString::fromLatin1(name), system.value(QString::fromLatin1(name)));
  }
  auto outcome = readConsoleOptions(argumentsOf(argc, argv), environment);
  if (!outcome) {
    std::fprintf(stderr, "vigie-console: %s\n", outcome.error().message.c_str());
    return 2;
  }
  if (outcome->action == ConsoleOptionsOutcome::Action::kShow) {
    std::fputs(outcome->text.toUtf8().constData(), stdout);
    return 0;
  }
  ConsoleOptions options = outcome->options;
  if (options.server.isEmpty()) options.server = QUrl(QStringLiteral("http://127.0.0.1:8001"));
  if (options.prometheus.isEmpty()) options.prometheus = QUrl(QStringLiteral("http://127.0.0.1:9090"));

  MeteredApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("vigie"));
  QApplication::setOrganizationName(QStringLiteral("vigie"));
  QApplication::setApplicationVersion(QStringLiteral(VIGIE_VERSION));
  QGuiApplication::setDesktopFileName(QStringLiteral("io.github.vigie.Console"));

  installLanguage(application, options.language);

  Theme theme;
  theme.setChoice(choiceOf(options.theme));
  theme.install();
  TimeRange timeRange;
  QNetworkAccessManager network;
  Endpoints endpoints;
  endpoints.set(options.server, options.prometheus, options.grafana, outcome->options.usesLocalStack());
  PrometheusClient prometheus(network, options.prometheus);
  HealthMonitor health(network, endpoints, prometheus);
  const ConsoleContext context{theme, timeRange, network, options, endpoints, prometheus, health};

  MainWindow window(context);
  window.setStatusStrip(
      new StatusStrip(theme, health, prometheus, [&application] { return application.takeFrameMs(); }));
  addPages(window, context);
  if (!options.page.isEmpty() && !window.showPage(options.page)) {
    std::fprintf(stderr, "vigie-console: --page: there is no page \"%s\"\n", options.page.toUtf8().constData());
    return 2;
  }
  if (!options.windowSize.isEmpty()) window.resize(options.windowSize);
  health.start();
  window.show();
  std::unique_ptr<ScreenshotRun> screenshots;
  if (!options.screenshotDir.isEmpty()) {
    screenshots = std::make_unique<ScreenshotRun>(window, theme, health, options.screenshotDir, options.page,
                                                  std::chrono::seconds(options.screenshotTimeoutSeconds));
    QObject::connect(screenshots.get(), &ScreenshotRun::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    screenshots->start();
  }
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) try { return run(argc, argv); } catch (const std::exception& error) {
  std::fprintf(stderr, "vigie-console: %s\n", error.what());
  return 1;
}
