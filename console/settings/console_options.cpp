#include "console/settings/console_options.h"

#include "console/dashboard/dashboard_link.h"
#include "console/dashboard/interval.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMap>

namespace vigie::console {
namespace {

Error invalid(const QString& message) { return {ErrorCode::kInvalidArgument, message.toStdString()}; }

/// An http(s) URL with a host and no query; a trailing slash is dropped so that paths can be appended.
Result<QUrl> readUrl(const QString& source, const QString& text) {
  if (text.isEmpty()) return QUrl();
  QUrl url(text.trimmed(), QUrl::StrictMode);
  const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  if (!url.isValid() || !isHttp || url.host().isEmpty() || url.hasQuery() || url.hasFragment()) {
    return invalid(QStringLiteral("%1: \"%2\" is not an http(s) URL; for example http://127.0.0.1:9090")
                       .arg(source, url.userInfo().isEmpty() ? text : QStringLiteral("the value")));
  }
  QString path = url.path();
  while (path.endsWith(QLatin1Char('/'))) path.chop(1);
  url.setPath(path);
  return url;
}

/// The variable's value, or what the file holds that NAME_FILE names. Never part of an error.
Result<QByteArray> readSecret(const QString& name, const QMap<QString, QString>& environment) {
  const QString path = environment.value(name + QStringLiteral("_FILE"));
  if (path.isEmpty()) return environment.value(name).trimmed().toUtf8();
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return invalid(QStringLiteral("%1_FILE: the file cannot be read: %2").arg(name, file.errorString()));
  }
  return file.read(4096).trimmed();
}

Result<QString> readChoice(const QString& flag, const QString& text, const QStringList& allowed) {
  if (allowed.contains(text)) return text;
  return invalid(QStringLiteral("%1: \"%2\" is not one of %3").arg(flag, text, allowed.join(QStringLiteral(", "))));
}

}  // namespace

Result<ConsoleOptionsOutcome> readConsoleOptions(const QStringList& arguments,
                                                 const QMap<QString, QString>& environment) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Vigie's operator console: live charts, chat and the state of the service.\n"
                     "Without --server it uses the local stack that vigie-stack runs."));
  const auto option = [&parser](const char* name, const char* help, const char* value, const char* fallback = "") {
    parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString::fromUtf8(help), QString::fromLatin1(value),
                                        QString::fromLatin1(fallback)));
  };
  option("server", "The AI API, for example http://127.0.0.1:8001.", "URL");
  option("prometheus", "Prometheus, for example http://127.0.0.1:9090 (or PROMETHEUS_URL).", "URL");
  option("grafana", "Grafana, for links to it (or GRAFANA_URL).", "URL");
  option("theme", "system, light or dark.", "THEME", "system");
  option("lang", "en or fr; the system's language by default.", "LANG");
  option("dashboard", "Open this Grafana dashboard (classic JSON) too; may be repeated.", "FILE");
  option("dashboards", "Read the dashboards from this folder instead of the built-in ones.", "DIR");
  option("scrape-interval",
         "The data source's scrape interval as Grafana has it, so that queries agree: 15s, with the local stack 10s.",
         "DURATION");
  option("open",
         "Open what a Grafana link says: an address, or its query alone, such as '?from=now-24h&var-job=ai-api'.",
         "LINK");
  option("page", "The page to open first.", "PAGE");
  option("window-size", "For example 1440x900.", "WxH");
  option("stats-json", "Write the console's own figures there every two seconds; - is standard output, at the end.",
         "FILE");
  option("screenshot-dir", "Draw each page in both themes into this folder and exit; 1 if one is not complete in time.",
         "DIR");
  option("screenshot-timeout", "Seconds to wait for a complete page.", "SECONDS", "60");
  const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this text."));
  const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")},
                                   QStringLiteral("Show the version."));
  parser.addOption(help);
  parser.addOption(version);

  if (!parser.parse(arguments)) return invalid(parser.errorText() + QStringLiteral(" See --help."));
  if (!parser.positionalArguments().isEmpty()) {
    return invalid(QStringLiteral("\"%1\" is not an option; a dashboard is opened with --dashboard FILE")
                       .arg(parser.positionalArguments().constFirst()));
  }

  ConsoleOptionsOutcome outcome;
  if (parser.isSet(help)) {
    outcome.action = ConsoleOptionsOutcome::Action::kShow;
    outcome.text = parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("vigie-console"));
    return outcome;
  }
  if (parser.isSet(version)) {
    outcome.action = ConsoleOptionsOutcome::Action::kShow;
    outcome.text = QStringLiteral("vigie-console " VIGIE_VERSION "\n");
    return outcome;
  }

  ConsoleOptions& o = outcome.options;
  struct UrlFlag {
    const char* flag;
    const char* variable;
    QUrl* target;
  };
  const UrlFlag urlFlags[] = {{"server", "", &o.server},
                              {"prometheus", "PROMETHEUS_URL", &o.prometheus},
                              {"grafana", "GRAFANA_URL", &o.grafana}};
  for (const UrlFlag& entry : urlFlags) {
    const QString flag = QString::fromLatin1(entry.flag);
    const QString variable = QString::fromLatin1(entry.variable);
    const bool fromFlag = parser.isSet(flag);
    auto url = readUrl(fromFlag ? QStringLiteral("--") + flag : variable,
                       fromFlag ? parser.value(flag) : environment.value(variable));
    if (!url) return url.error();
    *entry.target = *url;
  }

  auto token = readSecret(QStringLiteral("GRAFANA_TOKEN"), environment);
  if (!token) return token.error();
  o.grafanaToken = *token;

  auto theme = readChoice(QStringLiteral("--theme"), parser.value(QStringLiteral("theme")),
                          {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")});
  if (!theme) return theme.error();
  o.theme = *theme;

  if (parser.isSet(QStringLiteral("lang"))) {
    auto language = readChoice(QStringLiteral("--lang"), parser.value(QStringLiteral("lang")),
                               {QStringLiteral("en"), QStringLiteral("fr")});
    if (!language) return language.error();
    o.language = *language;
  }

  o.dashboardFiles = parser.values(QStringLiteral("dashboard"));
  for (const QString& file : o.dashboardFiles) {
    if (!QFileInfo(file).isFile()) return invalid(QStringLiteral("--dashboard: no file \"%1\"").arg(file));
  }
  o.dashboardsDir = parser.value(QStringLiteral("dashboards"));
  if (!o.dashboardsDir.isEmpty() && !QFileInfo(o.dashboardsDir).isDir()) {
    return invalid(QStringLiteral("--dashboards: no folder \"%1\"").arg(o.dashboardsDir));
  }
  // Grafana's default, and what our own provisioning says (monitoring/grafana/provisioning/datasources).
  const bool ours = o.usesLocalStack() && o.prometheus.isEmpty();
  const QString usual = ours ? QStringLiteral("10s") : QStringLiteral("15s");
  const QString scrapeText =
      parser.isSet(QStringLiteral("scrape-interval")) ? parser.value(QStringLiteral("scrape-interval")) : usual;
  const auto scrape = parseDuration(scrapeText);
  if (!scrape || *scrape < 100 || *scrape > 86'400'000) {
    return invalid(QStringLiteral("--scrape-interval: \"%1\" is not a duration from 100ms to 1d; for example 10s")
                       .arg(scrapeText));
  }
  o.scrapeMs = *scrape;
  o.open = parser.value(QStringLiteral("open"));
  if (parser.isSet(QStringLiteral("open"))) {
    const auto link = readLink(o.open);
    if (!link) return invalid(QStringLiteral("--open: %1").arg(QString::fromStdString(link.error().message)));
  }
  o.page = parser.value(QStringLiteral("page"));
  if (o.page.isEmpty() && !o.open.isEmpty()) o.page = QStringLiteral("dashboards");
  o.statsFile = parser.value(QStringLiteral("stats-json"));
  o.screenshotDir = parser.value(QStringLiteral("screenshot-dir"));

  bool isNumber = false;
  o.screenshotTimeoutSeconds = parser.value(QStringLiteral("screenshot-timeout")).toInt(&isNumber);
  if (!isNumber || o.screenshotTimeoutSeconds < 1 || o.screenshotTimeoutSeconds > 3600) {
    return invalid(QStringLiteral("--screenshot-timeout: \"%1\" is not a number of seconds from 1 to 3600")
                       .arg(parser.value(QStringLiteral("screenshot-timeout"))));
  }

  const QString size = parser.value(QStringLiteral("window-size"));
  if (!size.isEmpty()) {
    const QStringList parts = size.split(QLatin1Char('x'));
    const int width = parts.value(0).toInt();
    const int height = parts.value(1).toInt();
    if (parts.size() != 2 || width < 640 || height < 400 || width > 16384 || height > 16384) {
      return invalid(
          QStringLiteral("--window-size: \"%1\" is not WIDTHxHEIGHT from 640x400; for example 1440x900").arg(size));
    }
    o.windowSize = QSize(width, height);
  }
  return outcome;
}

}  // namespace vigie::console
