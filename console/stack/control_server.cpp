#include "console/stack/control_server.h"

#include <QJsonDocument>
#include <QLocalSocket>

#include <algorithm>
#include <utility>

namespace vigie::stack {
namespace {

constexpr const char* kAttached = "attached";
// A client that sends more without a line's end is none of ours.
constexpr qint64 kLongestLine = 4'096;

}  // namespace

ControlServer::ControlServer(QObject* parent) : QObject(parent) {
  server_.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&server_, &QLocalServer::newConnection, this, &ControlServer::welcome);
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &ControlServer::send);
}

ControlServer::~ControlServer() {
  // The sockets are the server's children and outlive the list: what they say on their way out has no reader.
  for (QLocalSocket* client : std::as_const(clients_)) {
    client->disconnect(this);
  }
}

Result<void> ControlServer::listen(const QString& path) {
  QLocalServer::removeServer(path);
  if (!server_.listen(path)) {
    return Error(ErrorCode::kUnavailable,
                 QString("cannot listen on %1 (%2)").arg(path, server_.errorString()).toStdString());
  }
  return {};
}

void ControlServer::publish(const StackState& state) {
  line_ = QJsonDocument(QJsonObject{{"type", "state"}, {"state", toJson(state)}}).toJson(QJsonDocument::Compact) + '\n';
  if (!soon_.isActive()) {
    soon_.start(0);
  }
}

void ControlServer::flush() {
  send();
  for (QLocalSocket* client : std::as_const(clients_)) {
    client->flush();
  }
}

int ControlServer::attachedClients() const {
  return static_cast<int>(std::count_if(clients_.begin(), clients_.end(), [](const QLocalSocket* client) {
    return client->property(kAttached).toBool();
  }));
}

void ControlServer::welcome() {
  while (QLocalSocket* client = server_.nextPendingConnection()) {
    clients_.append(client);
    client->setReadBufferSize(kLongestLine);
    connect(client, &QLocalSocket::readyRead, this, [this, client] { hear(client); });
    connect(client, &QLocalSocket::disconnected, this, [this, client] {
      clients_.removeAll(client);
      Q_EMIT clientLeft(client);
      client->deleteLater();
      Q_EMIT attachedClientsChanged(attachedClients());
    });
    client->write(line_);
    hear(client);
  }
}

void ControlServer::hear(QLocalSocket* client) {
  while (client->canReadLine()) {
    const QJsonObject message = QJsonDocument::fromJson(client->readLine()).object();
    const QString type = message.value("type").toString();
    if (type == "attach") {
      client->setProperty(kAttached, true);
      Q_EMIT attachedClientsChanged(attachedClients());
    } else if (type == "stop") {
      Q_EMIT stopRequested();
    } else if (!type.isEmpty()) {
      Q_EMIT requested(client, message);
    }
  }
  if (client->bytesAvailable() >= kLongestLine) {
    client->abort();
  }
}

void ControlServer::tell(QLocalSocket* client, const QJsonObject& message) {
  client->write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
}

void ControlServer::send() {
  soon_.stop();
  for (QLocalSocket* client : std::as_const(clients_)) {
    client->write(line_);
  }
}

}  // namespace vigie::stack
