#include "console/chat/server_endpoint.h"

namespace vigie::console {

QUrl ServerEndpoint::rest(const QString& path, const QUrlQuery& query) const {
  QUrl url = base;
  QString prefix = base.path(QUrl::FullyEncoded);
  while (prefix.endsWith(u'/')) prefix.chop(1);
  url.setPath(prefix + path, QUrl::TolerantMode);
  url.setQuery(query);
  return url;
}

QUrl ServerEndpoint::chatSocket() const {
  QUrl url = rest(QStringLiteral("/ws/chat"));
  url.setScheme(base.scheme() == u"https" ? QStringLiteral("wss") : QStringLiteral("ws"));
  return url;
}

QString ServerEndpoint::displayName() const {
  return base.port() < 0 ? base.host() : base.host() + u':' + QString::number(base.port());
}

}  // namespace vigie::console
