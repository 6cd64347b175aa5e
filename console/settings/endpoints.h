// Where the service is. Changes when the local stack says which ports it got (UI thread).
#pragma once

#include <QObject>
#include <QUrl>

#include <utility>

namespace vigie::console {

class Endpoints : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  [[nodiscard]] const QUrl& server() const { return server_; }
  [[nodiscard]] const QUrl& prometheus() const { return prometheus_; }
  /// Empty: not configured.
  [[nodiscard]] const QUrl& grafana() const { return grafana_; }
  /// The local stack's; empty: none, or not known.
  [[nodiscard]] const QUrl& alertmanager() const { return alertmanager_; }
  [[nodiscard]] bool isLocalStack() const { return localStack_; }
  /// What the console acts on, for headings: "local stack" or the server's host.
  [[nodiscard]] QString name() const {
    return localStack_ ? tr("local stack")
                       : server_.host() + (server_.port() > 0 ? QStringLiteral(":%1").arg(server_.port()) : QString());
  }

  void set(const QUrl& server, const QUrl& prometheus, const QUrl& grafana, bool localStack) {
    if (server == server_ && prometheus == prometheus_ && grafana == grafana_ && localStack == localStack_) return;
    server_ = server;
    prometheus_ = prometheus;
    grafana_ = grafana;
    localStack_ = localStack;
    Q_EMIT changed();
  }
  void setAlertmanager(const QUrl& alertmanager) {
    if (std::exchange(alertmanager_, alertmanager) != alertmanager) Q_EMIT changed();
  }

 Q_SIGNALS:
  void changed();

 private:
  QUrl server_;
  QUrl prometheus_;
  QUrl grafana_;
  QUrl alertmanager_;
  bool localStack_ = false;
};

}  // namespace vigie::console
