#include "console/stack/relay/webhook_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr qsizetype kMostHead = 16'384;
// Ten rules give a few kilobytes; a group of a thousand alerts some hundred.
constexpr qsizetype kMostBody = 4'000'000;
constexpr qsizetype kMostConnections = 16;
constexpr auto kIdleLimit = 60s;

/// The value of a header; null where there is none, and where there is more than one.
QByteArray headerOf(const QByteArray& head, const QByteArray& name) {
  QByteArray value;
  for (const QByteArray& line : head.split('\n').mid(1)) {
    const qsizetype colon = line.indexOf(':');
    if (colon > 0 && line.first(colon).trimmed().toLower() == name) {
      if (!value.isNull()) {
        return {};
      }
      value = line.sliced(colon + 1).trimmed();
    }
  }
  return value;
}

QByteArray reasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    default:
      return "Service Unavailable";
  }
}

bool isGroup(const QJsonObject& body) {
  const QJsonArray alerts = body.value("alerts").toArray();
  return !alerts.isEmpty() && std::all_of(alerts.begin(), alerts.end(), [](const QJsonValue& value) {
    const QJsonObject alert = value.toObject();
    const QString status = alert.value("status").toString();
    return !alert.value("fingerprint").toString().isEmpty() && !alert.value("startsAt").toString().isEmpty() &&
           (status == "firing" || status == "resolved");
  });
}

}  // namespace

WebhookServer::WebhookServer(Receive receive, QObject* parent) : QObject(parent), receive_(std::move(receive)) {
  connect(&server_, &QTcpServer::newConnection, this, &WebhookServer::welcome);
}

WebhookServer::~WebhookServer() { close(); }

Result<void> WebhookServer::listen(quint16 port) {
  if (!server_.listen(QHostAddress::LocalHost, port)) {
    const bool isTaken = server_.serverError() == QAbstractSocket::AddressInUseError;
    const QString why = isTaken ? QString("address already in use") : server_.errorString();
    return Error(ErrorCode::kUnavailable,
                 QString("cannot listen on 127.0.0.1:%1: %2").arg(port).arg(why).toStdString());
  }
  return {};
}

void WebhookServer::close() {
  server_.close();
  for (QTcpSocket* socket : heard_.keys()) {
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
  }
  heard_.clear();
}

void WebhookServer::welcome() {
  while (QTcpSocket* socket = server_.nextPendingConnection()) {
    if (heard_.size() >= kMostConnections) {
      socket->abort();
      socket->deleteLater();
      continue;
    }
    heard_.insert(socket, {});
    auto* limit = new QTimer(socket);
    limit->setSingleShot(true);
    limit->start(kIdleLimit);
    connect(limit, &QTimer::timeout, socket, [socket] { socket->abort(); });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, limit] {
      limit->start(kIdleLimit);
      read(socket);
    });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      heard_.remove(socket);
      socket->deleteLater();
    });
  }
}

void WebhookServer::read(QTcpSocket* socket) {
  QByteArray& heard = heard_[socket];
  heard += socket->readAll();
  const qsizetype end = heard.indexOf("\r\n\r\n");
  if (end < 0 && heard.size() <= kMostHead) {
    return;
  }
  const QByteArray head = heard.first(std::max<qsizetype>(end, 0));
  bool isNumber = false;
  const QByteArray length = headerOf(head, "content-length");
  const qlonglong bodySize = length.isNull() ? 0 : length.toLongLong(&isNumber);
  Answer answered;
  if (end < 0 || end > kMostHead || (!length.isNull() && (!isNumber || bodySize < 0)) ||
      !headerOf(head, "transfer-encoding").isNull()) {
    answered = {400, "not a request that Alertmanager sends"};
  } else if (bodySize > kMostBody) {
    answered = {413, "the body is over 4 MB"};
  } else if (heard.size() < end + 4 + bodySize) {
    return;
  } else {
    answered = answer(head, heard.sliced(end + 4, bodySize));
  }
  // One request a connection: Alertmanager opens another for its next message, a minute later.
  socket->write("HTTP/1.1 " + QByteArray::number(answered.status) + ' ' + reasonOf(answered.status) +
                "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: " +
                QByteArray::number(answered.text.size() + 1) + "\r\n\r\n" + answered.text + '\n');
  heard.clear();
  socket->disconnectFromHost();
}

WebhookServer::Answer WebhookServer::answer(const QByteArray& head, const QByteArray& body) {
  const QByteArray host = headerOf(head, "host");
  const QByteArray own = ':' + QByteArray::number(port());
  if ((host != "127.0.0.1" + own && host != "localhost" + own) || !headerOf(head, "origin").isNull()) {
    return {403, "only for programs of this machine"};
  }
  const QByteArray request = head.first(std::max<qsizetype>(head.indexOf("\r\n"), 0));
  if (request == "GET /health HTTP/1.1") {
    return {200, "ok"};
  }
  if (request != "POST /alerts HTTP/1.1") {
    return {404, "there is POST /alerts and GET /health"};
  }
  if (!headerOf(head, "content-type").startsWith("application/json")) {
    return {415, "the body must be application/json"};
  }
  const QJsonObject group = QJsonDocument::fromJson(body).object();
  if (!isGroup(group)) {
    return {400, "the body must be a webhook of Alertmanager, with alerts of fingerprint, status and startsAt"};
  }
  if (const auto received = receive_(group); !received) {
    return {503, QByteArray::fromStdString(received.error().message)};
  }
  return {200, "kept"};
}

}  // namespace vigie::stack
