// Where vigie-server is, and the key it asks for.
#pragma once

#include <QString>
#include <QUrl>
#include <QUrlQuery>

namespace vigie::console {

/// `base` is http:// or https:// with an optional path prefix; `apiKey` is empty where the server needs none. The key
/// goes into the Authorization header and nowhere else.
struct ServerEndpoint {
  QUrl base;
  QString apiKey;

  /// base + path, for REST. `path` starts with a slash and is already encoded.
  [[nodiscard]] QUrl rest(const QString& path, const QUrlQuery& query = {}) const;
  /// The chat socket: ws:// for http, wss:// for https.
  [[nodiscard]] QUrl chatSocket() const;
  /// "127.0.0.1:8001": how messages name the server.
  [[nodiscard]] QString displayName() const;

  friend bool operator==(const ServerEndpoint&, const ServerEndpoint&) = default;
};

}  // namespace vigie::console
