#include "console/settings/render_options.h"

#include "console/dashboard/interval.h"
#include "console/dashboard/time_expression.h"

#include <QDateTime>
#include <QCommandLineParser>
#include <QFileInfo>

namespace vigie::console {
namespace {

Error wrong(const QString& message) { return {ErrorCode::kInvalidArgument, message.toStdString()}; }

Result<QUrl> readPrometheusUrl(const QString& text) {
  if (text.isEmpty()) return QUrl(QStringLiteral("http://127.0.0.1:9090"));
  QUrl url(text.trimmed(), QUrl::StrictMode);
  const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  if (!url.isValid() || !isHttp || url.host().isEmpty() || url.hasQuery() || url.hasFragment()) {
    return wrong(QStringLiteral("--prometheus: \"%1\" is not an http(s) URL; for example http://127.0.0.1:9090")
                     .arg(url.userInfo().isEmpty() ? text : QStringLiteral("the value")));
  }
  QString path = url.path();
  while (path.endsWith(QLatin1Char('/'))) path.chop(1);
  url.setPath(path);
  return url;
}

Result<QSize> readSize(const QString& text) {
  const QStringList parts = text.split(QLatin1Char('x'));
  const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
  if (parts.size() != 2 || size.width() < 100 || size.height() < 60 || size.width() > 16'384 ||
      size.height() > 16'384) {
    return wrong(QStringLiteral("--size: \"%1\" is not WIDTHxHEIGHT from 100x60 to 16384x16384; for example 1440x900")
                     .arg(text));
  }
  return size;
}

Result<QMap<QString, QStringList>> readVariables(const QStringList& pairs) {
  QMap<QString, QStringList> variables;
  for (const QString& pair : pairs) {
    const qsizetype equals = pair.indexOf(QLatin1Char('='));
    if (equals < 1) return wrong(QStringLiteral("--var: \"%1\" is not NAME=VALUE; for example job=ai-api").arg(pair));
    variables[pair.left(equals)].append(pair.mid(equals + 1));
  }
  return variables;
}

}  // namespace

Result<RenderOptionsOutcome> readRenderOptions(const QStringList& arguments,
                                               const QMap<QString, QString>& environment) {
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral(
      "Draws a Grafana dashboard without a display: the dashboard and each panel as PNG, each panel's data as CSV, "
      "and\n"
      "report.json with what was asked and what came of it. Exits 0, 3 when a panel failed, 1 when nothing could be\n"
      "written, 2 when the command line or the dashboard is wrong."));
  parser.addPositionalArgument(QStringLiteral("DASHBOARD.json"), QStringLiteral("A Grafana dashboard, classic JSON."));
  const auto option = [&parser](const char* name, const char* help, const char* value, const char* fallback = "") {
    parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString::fromUtf8(help), QString::fromLatin1(value),
                                        QString::fromLatin1(fallback)));
  };
  option("prometheus", "Prometheus, for example http://127.0.0.1:9090 (or PROMETHEUS_URL).", "URL");
  option("out", "The folder to write to; made where it is not there.", "DIR");
  option("from", "Start of the time range: now-6h, now/d, 2026-01-31T08:00:00Z or milliseconds; else the dashboard's.",
         "TIME");
  option("to", "End of the time range; else the dashboard's.", "TIME");
  option("var", "A variable's value; again for several values, All for all.", "NAME=VALUE");
  option("size", "Width and least height of the dashboard; the exact size of a panel with --panel.", "WxH", "1440x900");
  option("theme", "light or dark.", "THEME", "light");
  option("panel", "Only the panel with this id.", "ID");
  option("scrape-interval", "The data source's scrape interval as Grafana has it.", "DURATION", "15s");
  option("lang", "en or fr; the system's language by default.", "LANG");
  option("timeout", "Seconds to wait for all answers.", "SECONDS", "60");
  const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this text."));
  parser.addOption(help);
  if (!parser.parse(QStringList{QStringLiteral("vigie-console render")} + arguments)) {
    return wrong(parser.errorText() + QStringLiteral(" See vigie-console render --help."));
  }
  RenderOptionsOutcome outcome;
  if (parser.isSet(help)) {
    outcome.action = RenderOptionsOutcome::Action::kShow;
    outcome.text =
        parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("vigie-console render"));
    return outcome;
  }

  RenderOptions& o = outcome.options;
  const auto value = [&parser](const char* name) { return parser.value(QString::fromLatin1(name)); };
  if (parser.positionalArguments().size() != 1) {
    return wrong(
        QStringLiteral("render takes one dashboard; for example vigie-console render dashboard.json --out pictures"));
  }
  o.dashboard = parser.positionalArguments().constFirst();
  if (!QFileInfo(o.dashboard).isFile()) return wrong(QStringLiteral("no file \"%1\"").arg(o.dashboard));
  o.out = value("out");
  if (o.out.isEmpty())
    return wrong(QStringLiteral("--out is missing: the folder to write to; for example --out pictures"));
  auto prometheus = readPrometheusUrl(parser.isSet(QStringLiteral("prometheus"))
                                          ? value("prometheus")
                                          : environment.value(QStringLiteral("PROMETHEUS_URL")));
  if (!prometheus) return prometheus.error();
  o.prometheus = *prometheus;
  o.from = value("from");
  o.to = value("to");
  for (const char* end : {"from", "to"}) {
    const QString text = value(end);
    if (!text.isEmpty() && !parseTime(text, QDateTime::currentMSecsSinceEpoch(), false)) {
      return wrong(QStringLiteral("--%1: \"%2\" is not a time; for example now-6h or 2026-01-31T08:00:00Z")
                       .arg(QString::fromLatin1(end), text));
    }
  }
  auto variables = readVariables(parser.values(QStringLiteral("var")));
  if (!variables) return variables.error();
  o.variables = *variables;
  auto size = readSize(value("size"));
  if (!size) return size.error();
  o.size = *size;
  const QString theme = value("theme");
  if (theme != QLatin1String("light") && theme != QLatin1String("dark")) {
    return wrong(QStringLiteral("--theme: \"%1\" is not one of light, dark").arg(theme));
  }
  const auto scrape = parseDuration(value("scrape-interval"));
  if (!scrape || *scrape < 100 || *scrape > 86'400'000) {
    return wrong(QStringLiteral("--scrape-interval: \"%1\" is not a duration from 100ms to 1d; for example 10s")
                     .arg(value("scrape-interval")));
  }
  o.scrapeMs = *scrape;
  o.dark = theme == QLatin1String("dark");
  o.language = value("lang");
  if (!QStringList{QString(), QStringLiteral("en"), QStringLiteral("fr")}.contains(o.language)) {
    return wrong(QStringLiteral("--lang: \"%1\" is not one of en, fr").arg(o.language));
  }
  bool isNumber = false;
  if (parser.isSet(QStringLiteral("panel"))) {
    o.panel = value("panel").toInt(&isNumber);
    if (!isNumber || o.panel < 1)
      return wrong(QStringLiteral("--panel: \"%1\" is not the id of a panel").arg(value("panel")));
  }
  o.timeoutSeconds = value("timeout").toInt(&isNumber);
  if (!isNumber || o.timeoutSeconds < 1 || o.timeoutSeconds > 3600) {
    return wrong(QStringLiteral("--timeout: \"%1\" is not a number of seconds from 1 to 3600").arg(value("timeout")));
  }
  return outcome;
}

}  // namespace vigie::console
