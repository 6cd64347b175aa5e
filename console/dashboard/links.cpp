#include "console/dashboard/links.h"

#include "console/dashboard/interval.h"

#include <QDateTime>
#include <QUrlQuery>

#include <algorithm>

namespace vigie::console {
namespace {

/// QUrlQuery leaves '+' alone, and servers read it as a space.
QString encoded(const QString& value) { return QString::fromLatin1(QUrl::toPercentEncoding(value)); }

}  // namespace

QUrl grafanaDashboardUrl(const QUrl& grafana, const QString& uid, int panelId, const LinkTime& time,
                         const LinkVariables& variables) {
  QUrl url = grafana;
  url.setPath(grafana.path() + QStringLiteral("/d/") + uid);
  QUrlQuery query;
  query.addQueryItem(QStringLiteral("orgId"), QStringLiteral("1"));
  if (time.followsClock) {
    query.addQueryItem(QStringLiteral("from"), QStringLiteral("now-") + formatDuration(time.spanMs));
    query.addQueryItem(QStringLiteral("to"), QStringLiteral("now"));
  } else {
    query.addQueryItem(QStringLiteral("from"), QString::number(time.window.fromMs));
    query.addQueryItem(QStringLiteral("to"), QString::number(time.window.toMs));
  }
  for (const auto& [name, value] : variables) {
    query.addQueryItem(QStringLiteral("var-") + encoded(name), encoded(value));
  }
  if (panelId > 0) query.addQueryItem(QStringLiteral("viewPanel"), QString::number(panelId));
  url.setQuery(query);
  return url;
}

QUrl prometheusGraphUrl(const QUrl& prometheus, const QStringList& expressions, const LinkTime& time) {
  QUrl url = prometheus;
  url.setPath(prometheus.path() + QStringLiteral("/graph"));
  const qint64 span = time.followsClock ? time.spanMs : time.window.lengthMs();
  QStringList items;
  for (qsizetype i = 0; i < expressions.size(); ++i) {
    const QString prefix = QStringLiteral("g%1.").arg(i);
    items.append(prefix + QStringLiteral("expr=") + encoded(expressions[i]));
    items.append(prefix + QStringLiteral("tab=0"));
    items.append(prefix + QStringLiteral("range_input=%1s").arg(std::max<qint64>(1, span / 1000)));
    if (!time.followsClock) {
      const QDateTime end = QDateTime::fromMSecsSinceEpoch(time.window.toMs, Qt::UTC);
      items.append(prefix + QStringLiteral("end_input=") +
                   encoded(end.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))));
    }
  }
  url.setQuery(items.join(QLatin1Char('&')), QUrl::StrictMode);
  return url;
}

}  // namespace vigie::console
