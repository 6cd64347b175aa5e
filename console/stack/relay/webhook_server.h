// Receives Alertmanager's webhooks on loopback: POST /alerts with a JSON body; GET /health for the supervisor.
//
// Small and strict instead of QHttpServer, which is a preview in Qt 6.4 and reads bodies without a limit: what is not
// Alertmanager's request is refused, a web page's above all (another Host, an Origin, a body that is not JSON).
#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTcpServer>

#include <functional>

class QTcpSocket;

namespace vigie::stack {

class WebhookServer : public QObject {
  Q_OBJECT

 public:
  /// Keeps a group; only when it returns without an Error is Alertmanager told 200. Its own thread: the object's.
  using Receive = std::function<Result<void>(const QJsonObject& group)>;

  explicit WebhookServer(Receive receive, QObject* parent = nullptr);
  ~WebhookServer() override;

  /// `port` of 127.0.0.1; 0 takes a free one.
  Result<void> listen(quint16 port);
  [[nodiscard]] quint16 port() const { return server_.serverPort(); }
  /// Takes no more connections and drops the open ones: who was not answered asks again.
  void close();

 private:
  struct Answer {
    int status = 200;
    QByteArray text;
  };

  void welcome();
  void read(QTcpSocket* socket);
  Answer answer(const QByteArray& head, const QByteArray& body);

  Receive receive_;
  QTcpServer server_;
  QHash<QTcpSocket*, QByteArray> heard_;
};

}  // namespace vigie::stack
