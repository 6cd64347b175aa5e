// Dashboards of the configured Grafana, over its HTTP API. UI thread; nothing blocks.
// Source: https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ (GET /api/dashboards/uid/:uid).
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <functional>

class QNetworkAccessManager;

namespace vigie::console {

class GrafanaDashboards : public QObject {
  Q_OBJECT
 public:
  using Callback = std::function<void(const Result<QByteArray>&)>;

  /// `network` outlives the client. `base` without a trailing slash. `token` of a service account, or empty; it goes
  /// to `base` only, and never into an error's words.
  GrafanaDashboards(QNetworkAccessManager& network, QUrl base, QByteArray token, QObject* parent = nullptr);

  /// The dashboard as Grafana's API wraps it. Later, once, and not after `context` is gone. Redirects to another host
  /// are not followed: the token would go with them.
  void fetch(const QString& uid, QObject* context, Callback callback);

 private:
  QNetworkAccessManager& network_;
  QUrl base_;
  QByteArray token_;
};

}  // namespace vigie::console
