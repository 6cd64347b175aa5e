// vigie-console: builds the collaborators and hands them to the pages. Ownership order is visible here.
#include "console/alerts/alert_notice.h"
#include "console/alerts/alert_source.h"
#include "console/alerts/alerts_page.h"
#include "console/alerts/inbox_follower.h"
#include "console/app/console_stats.h"
#include "console/app/context.h"
#include "console/app/health_monitor.h"
#include "console/app/local_stack.h"
#include "console/app/main_window.h"
#include "console/app/message_filter.h"
#include "console/app/page.h"
#include "console/app/pages.h"
#include "console/app/render_command.h"
#include "console/app/screenshot_run.h"
#include "console/app/self_meter.h"
#include "console/app/stats_file.h"
#include "console/app/status_strip.h"
#include "console/app/system_scheme.h"
#include "console/app/termination.h"
#include "console/app/theme.h"
#include "console/dashboard/offline_memory.h"
#include "console/dashboard/time_range.h"
#include "console/i18n/language.h"
#include "console/prometheus/prometheus_client.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"
#include "console/settings/time_memory.h"
#include "console/settings/window_memory.h"
#include "console/stack/stack_paths.h"

#include <QMap>
#include <QNetworkAccessManager>
#include <QProcessEnvironment>
#include <QTimer>

#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <unistd.h>

namespace {

using namespace vigie::console;
namespace stack = vigie::stack;

ThemeChoice choiceOf(const QString& name) {
  if (name == QLatin1String("light")) return ThemeChoice::kLight;
  return name == QLatin1String("dark") ? ThemeChoice::kDark : ThemeChoice::kSystem;
}

QString nameOf(ThemeChoice choice) {
  if (choice == ThemeChoice::kSystem) return QStringLiteral("system");
  return choice == ThemeChoice::kDark ? QStringLiteral("dark") : QStringLiteral("light");
}

QStringList argumentsOf(int argc, char** argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) arguments.append(QString::fromLocal8Bit(argv[i]));
  return arguments;
}

/// A window system, or a platform of Qt that was chosen instead. Qt itself would abort the process without one.
bool hasDisplay() {
  return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
         !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

int run(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "render") == 0) return renderCommand(argc, argv);
  // Read before QApplication: --help and --version need no display.
  QMap<QString, QString> environment;
  const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"GRAFANA_URL", "GRAFANA_TOKEN", "GRAFANA_TOKEN_FILE", "PROMETHEUS_URL"}) {
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
  const bool local = options.usesLocalStack();
  const bool themeGiven = options.theme != QLatin1String("system");
  // Where the local stack usually is; its own word replaces it.
  if (options.server.isEmpty()) options.server = QUrl(QStringLiteral("http://127.0.0.1:8001"));
  if (options.prometheus.isEmpty()) options.prometheus = QUrl(QStringLiteral("http://127.0.0.1:9090"));

  installMessageFilter("vigie-console");
  if (!hasDisplay()) {
    // Pictures need none.
    if (options.screenshotDir.isEmpty()) {
      std::fputs(
          "vigie-console: there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it in a desktop "
          "session; \"vigie-console render\" and --screenshot-dir need none.\n",
          stderr);
      return 2;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
  }
  MeteredApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("vigie"));
  QApplication::setOrganizationName(QStringLiteral("vigie"));
  QApplication::setApplicationVersion(QStringLiteral(VIGIE_VERSION));
  QGuiApplication::setDesktopFileName(QStringLiteral("io.github.vigie.Console"));

  installLanguage(application, options.language);

  WindowMemory memory;
  const bool remembers = options.screenshotDir.isEmpty();
  const WindowMemory::State remembered = remembers ? memory.read() : WindowMemory::State();

  Theme theme;
  theme.setChoice(choiceOf(themeGiven || remembered.theme.isEmpty() ? options.theme : remembered.theme));
  theme.install();
  const SystemScheme systemScheme(theme);
  TimeRange timeRange;
  recall(timeRange, remembered);
  QNetworkAccessManager network;
  Endpoints endpoints;
  endpoints.set(options.server, options.prometheus, options.grafana, local);
  PrometheusClient prometheus(network, options.prometheus);
  QObject::connect(&endpoints, &Endpoints::changed, &prometheus,
                   [&endpoints, &prometheus] { prometheus.setBaseUrl(endpoints.prometheus()); });
  HealthMonitor health(network, endpoints, prometheus);
  LocalStack localStack(endpoints, prometheus);
  OfflineMemory lastData;
  // The local stack is one source, whatever ports it got.
  const auto source = [&endpoints] {
    return endpoints.isLocalStack() ? QStringLiteral("local stack")
                                    : endpoints.prometheus().toString(QUrl::RemoveUserInfo);
  };
  lastData.setSource(source());
  QObject::connect(&endpoints, &Endpoints::changed, &lastData, [&] { lastData.setSource(source()); });
  StatsSource stats(application, prometheus);
  AlertSource alerts(network, endpoints, options.grafanaToken);
  InboxFollower inbox(stack::StackPaths::resolve(getuid(), system).alertInbox());
  const ConsoleContext context{theme,
                               timeRange,
                               network,
                               options,
                               endpoints,
                               prometheus,
                               health,
                               remembers ? &lastData : nullptr,
                               &stats,
                               &alerts,
                               local ? &inbox : nullptr};

  MainWindow window(context);
  auto* strip = new StatusStrip(theme, health, prometheus, [&application] { return application.takeFrameMs(); });
  window.setStatusStrip(strip);
  addPages(window, context);
  auto* notice = new AlertNotice(theme, alerts);
  strip->setNotice(notice);
  QObject::connect(notice, &AlertNotice::chosen, &window, [&window](const QString& alert) {
    window.showPage(QStringLiteral("alerts"));
    if (auto* page = qobject_cast<AlertsPage*>(window.currentPage())) page->showAlert(alert);
  });
  for (Page* page : window.pages()) {
    QObject::connect(page, &Page::readinessChanged, &window, [&window, &stats, page] {
      // Behind the repaint that the last answer caused.
      if (page == window.currentPage() && page->isReady()) {
        QTimer::singleShot(0, &window, [&stats] { stats.noteFirstPage(); });
      }
    });
  }
  if (!options.page.isEmpty() && !window.showPage(options.page)) {
    QStringList pages;
    for (const Page* page : window.pages()) pages.append(page->info().id);
    std::fprintf(stderr, "vigie-console: --page: there is no page \"%s\"; there are %s\n",
                 options.page.toUtf8().constData(), pages.join(QStringLiteral(", ")).toUtf8().constData());
    return 2;
  }
  if (options.page.isEmpty()) window.showPage(remembered.page);
  window.setNavigationCollapsed(remembered.navigationCollapsed);
  if (!remembered.geometry.isEmpty()) window.restoreGeometry(remembered.geometry);
  if (!options.windowSize.isEmpty()) window.resize(options.windowSize);
  if (remembers) {
    QObject::connect(&window, &MainWindow::closing, [&] {
      WindowMemory::State state;
      state.geometry = window.saveGeometry();
      state.page = window.currentPage()->info().id;
      state.theme = nameOf(theme.choice());
      state.navigationCollapsed = window.isNavigationCollapsed();
      remember(timeRange, state);
      memory.write(state);
    });
  }
  if (local) {
    strip->setLocalStack([&localStack] { return localStack.health(); });
    QObject::connect(&localStack, &LocalStack::changed, &health, &HealthMonitor::changed);
    localStack.attach();
  }
  std::unique_ptr<StatsFile> statsFile;
  if (!options.statsFile.isEmpty()) {
    statsFile = std::make_unique<StatsFile>(stats, options.statsFile);
    if (!statsFile->start()) return 2;
  }
  const Termination termination;
  QObject::connect(&termination, &Termination::requested, &window, &QWidget::close);
  health.start();
  alerts.start();
  if (local) inbox.start();
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
