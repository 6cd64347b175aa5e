#include "console/dashboard/links.h"

#include "console/dashboard/dashboard_link.h"
#include "console/dashboard/interval.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace vigie::console {
namespace {

struct LinkEnds {
  QString from;
  QString to;
};

LinkEnds endsOf(const LinkTime& time) {
  const auto end = [](const QString& written, qint64 ms) {
    return isRelativeTime(written) ? written : QString::number(ms);
  };
  if (time.raw.from.isEmpty() && time.followsClock) {
    return {QStringLiteral("now-") + formatDuration(time.spanMs), QStringLiteral("now")};
  }
  return {end(time.raw.from, time.window.fromMs), end(time.raw.to, time.window.toMs)};
}

}  // namespace

QString urlEncoded(const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

QString urlTimeRange(const LinkTime& time) {
  const LinkEnds ends = endsOf(time);
  return QStringLiteral("from=%1&to=%2").arg(urlEncoded(ends.from), urlEncoded(ends.to));
}

QUrl grafanaDashboardUrl(const QUrl& grafana, const QString& uid, int panelId, const LinkTime& time,
                         const LinkVariables& variables) {
  const LinkEnds ends = endsOf(time);
  DashboardLink link;
  link.range = RawRange{ends.from, ends.to};
  if (!time.zone.isEmpty()) link.zone = time.zone;
  link.variables = variables;
  link.panelId = panelId;
  QUrl url = grafana;
  url.setPath(grafana.path() + QStringLiteral("/d/") + uid);
  url.setQuery(QStringLiteral("orgId=1&") + linkQuery(link).mid(1), QUrl::StrictMode);
  return url;
}

QUrl grafanaExploreUrl(const QUrl& grafana, const QString& datasource, const QStringList& expressions,
                       const LinkTime& time) {
  const LinkEnds ends = endsOf(time);
  const QString uid = datasource.isEmpty() ? QStringLiteral("prometheus") : datasource;
  const QJsonObject source{{QStringLiteral("type"), QStringLiteral("prometheus")}, {QStringLiteral("uid"), uid}};
  QJsonArray queries;
  for (qsizetype i = 0; i < expressions.size(); ++i) {
    // A … Z, as Grafana names them; more queries than letters are numbered.
    const QString refId = i < 26 ? QString(QChar(u'A' + static_cast<char16_t>(i))) : QStringLiteral("Q%1").arg(i);
    queries.append(QJsonObject{{QStringLiteral("refId"), refId},
                               {QStringLiteral("datasource"), source},
                               {QStringLiteral("expr"), expressions[i]},
                               {QStringLiteral("range"), true}});
  }
  const QJsonObject pane{
      {QStringLiteral("datasource"), uid},
      {QStringLiteral("queries"), queries},
      {QStringLiteral("range"), QJsonObject{{QStringLiteral("from"), ends.from}, {QStringLiteral("to"), ends.to}}}};
  const QByteArray panes = QJsonDocument(QJsonObject{{QStringLiteral("a"), pane}}).toJson(QJsonDocument::Compact);
  QUrl url = grafana;
  url.setPath(grafana.path() + QStringLiteral("/explore"));
  url.setQuery(QStringLiteral("schemaVersion=1&orgId=1&panes=") + urlEncoded(QString::fromUtf8(panes)),
               QUrl::StrictMode);
  return url;
}

QUrl prometheusGraphUrl(const QUrl& prometheus, const QStringList& expressions, const LinkTime& time) {
  QUrl url = prometheus;
  url.setPath(prometheus.path() + QStringLiteral("/graph"));
  const qint64 span = time.followsClock ? time.spanMs : time.window.lengthMs();
  QStringList items;
  for (qsizetype i = 0; i < expressions.size(); ++i) {
    const QString prefix = QStringLiteral("g%1.").arg(i);
    items.append(prefix + QStringLiteral("expr=") + urlEncoded(expressions[i]));
    items.append(prefix + QStringLiteral("tab=0"));
    items.append(prefix + QStringLiteral("range_input=%1s").arg(std::max<qint64>(1, span / 1000)));
    if (!time.followsClock) {
      const QDateTime end = QDateTime::fromMSecsSinceEpoch(time.window.toMs, Qt::UTC);
      items.append(prefix + QStringLiteral("end_input=") +
                   urlEncoded(end.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))));
    }
  }
  url.setQuery(items.join(QLatin1Char('&')), QUrl::StrictMode);
  return url;
}

}  // namespace vigie::console
