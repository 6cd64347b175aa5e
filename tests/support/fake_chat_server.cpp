#include "tests/support/fake_chat_server.h"

#include "core/base/ids.h"
#include "core/wire/error.h"
#include "core/wire/list.h"

#include <QCryptographicHash>
#include <QTcpSocket>
#include <QUrlQuery>
#include <QWebSocket>

#include <algorithm>

namespace vigie::test {

namespace {

namespace json = boost::json;

QByteArray text(const json::value& value) { return QByteArray::fromStdString(json::serialize(value)); }

std::pair<int, QByteArray> failure(int status, const Error& error) { return {status, text(wire::toJson(error))}; }

/// One page of `all` from the numeric cursor `after`.
template <class T>
QByteArray page(const std::vector<T>& all, const QUrlQuery& query, int pageSize) {
  const std::size_t from = query.queryItemValue(QStringLiteral("after")).toUInt();
  const std::size_t to = std::min(all.size(), from + static_cast<std::size_t>(pageSize));
  wire::Page<T> out;
  for (std::size_t at = from; at < to; ++at) out.data.push_back(all[at]);
  if (to < all.size()) out.nextCursor = std::to_string(to);
  return text(wire::toJson(out));
}

QByteArray headerOf(const QByteArray& head, const QByteArray& name) {
  for (const QByteArray& line : head.split('\n')) {
    const auto colon = line.indexOf(':');
    if (colon > 0 && line.left(colon).toLower() == name.toLower()) return line.mid(colon + 1).trimmed();
  }
  return {};
}

}  // namespace

FakeChatServer::FakeChatServer(QObject* parent)
    : QObject(parent), upgrader_(QStringLiteral("fake"), QWebSocketServer::NonSecureMode) {
  connect(&tcp_, &QTcpServer::newConnection, this, &FakeChatServer::acceptTcp);
  connect(&upgrader_, &QWebSocketServer::newConnection, this, &FakeChatServer::acceptSocket);
}

FakeChatServer::~FakeChatServer() { stop(); }

bool FakeChatServer::listen(quint16 port) {
  if (!tcp_.listen(QHostAddress::LocalHost, port)) return false;
  port_ = tcp_.serverPort();
  return true;
}

QUrl FakeChatServer::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port_)); }

void FakeChatServer::stop() {
  tcp_.close();
  dropSockets();
  for (const auto& socket : connections_) {
    if (!socket) continue;
    socket->disconnect(this);
    socket->abort();
  }
  connections_.clear();
}

void FakeChatServer::dropSockets() {
  for (QWebSocket* const socket : std::exchange(sockets_, {})) {
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
  }
}

void FakeChatServer::acceptTcp() {
  while (QTcpSocket* const socket = tcp_.nextPendingConnection()) {
    connections_.emplace_back(socket);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { handle(socket); });
    handle(socket);
  }
}

void FakeChatServer::handle(QTcpSocket* socket) {
  const QByteArray head = socket->peek(64 * 1024);
  if (!head.contains("\r\n\r\n")) return;
  if (headerOf(head, "Upgrade").toLower() != "websocket") {
    socket->readAll();
    serve(socket, head);
    return;
  }
  socket->disconnect(this);
  const QString path = QString::fromLatin1(head.split(' ').value(1));
  if (path != u"/ws/chat") faults_ << QStringLiteral("upgrade of ") + path;
  if (headerOf(head, "Host") != QStringLiteral("127.0.0.1:%1").arg(port_).toLatin1()) faults_ << QStringLiteral("Host");
  if (!headerOf(head, "Origin").isEmpty()) faults_ << QStringLiteral("an Origin");
  const bool keyMissing = !requiredKey.isEmpty() && headerOf(head, "Authorization") != "Bearer " + requiredKey.toUtf8();
  if (handshake == Handshake::kRefuse || keyMissing) {
    socket->readAll();
    socket->write("HTTP/1.1 " + QByteArray::number(keyMissing ? 401 : refuseStatus) +
                  " Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    socket->disconnectFromHost();
  } else if (handshake == Handshake::kMute) {
    // Upgrades, then never says a word nor answers a ping: a server whose machine hangs.
    socket->readAll();
    const QByteArray key = headerOf(head, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    socket->write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64() + "\r\n\r\n");
  } else {
    std::erase_if(connections_, [&](const auto& held) { return held == socket; });
    upgrader_.handleConnection(socket);
  }
}

void FakeChatServer::serve(QTcpSocket* socket, const QByteArray& head) {
  const QList<QByteArray> words = head.left(head.indexOf('\r')).split(' ');
  const QString method = QString::fromLatin1(words.value(0));
  const QUrl url(QString::fromLatin1(words.value(1)));
  const QString name = method + u' ' + url.path();
  requests_ << name;
  auto [status, body] = respond(method, url);
  if (!requiredKey.isEmpty() && headerOf(head, "Authorization") != "Bearer " + requiredKey.toUtf8()) {
    std::tie(status, body) = failure(401, Error(ErrorCode::kUnauthenticated, "the API key is missing"));
  }
  if (status == 0) return;
  socket->write("HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\n\r\n" + body);
  Q_EMIT requestServed(name);
}

std::pair<int, QByteArray> FakeChatServer::respond(const QString& method, const QUrl& url) {
  const QString path = url.path();
  if (const auto over = overrides.find(method + u' ' + path); over != overrides.end()) return over->second;
  const QUrlQuery query(url);
  const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
  const std::string id = parts.value(2).toStdString();
  if (method == u"GET" && path == u"/v1/models") {
    json::array data;
    for (const QString& model : models) data.push_back(json::object{{"id", model.toStdString()}, {"object", "model"}});
    return {200, text(json::object{{"object", "list"}, {"data", std::move(data)}})};
  }
  if (method == u"GET" && path == u"/v1/conversations") return {200, page(conversations, query, pageSize)};
  if (method == u"GET" && parts.value(1) == u"conversations" && parts.value(3) == u"messages") {
    if (const auto found = messages.find(id); found != messages.end())
      return {200, page(found->second, query, pageSize)};
  }
  if (method == u"DELETE" && parts.value(1) == u"conversations" && parts.size() == 3) {
    if (std::erase_if(conversations, [&](const auto& c) { return c.id == id; }) > 0) return {204, {}};
  }
  if (method == u"GET" && parts.value(1) == u"documents" && parts.size() == 3) {
    for (const wire::Document& document : documents) {
      if (document.id == id) return {200, text(wire::toJson(document))};
    }
  }
  if (method == u"GET" && parts.value(1) == u"documents" && parts.value(3) == u"chunks") {
    if (const auto found = passages.find(id); found != passages.end()) {
      json::array data;
      for (qsizetype at = 0; at < found->second.size(); ++at) {
        data.push_back(json::object{{"chunk", at}, {"text", found->second[at].toStdString()}});
      }
      return {200, text(json::object{{"object", "list"}, {"data", std::move(data)}, {"has_more", false}})};
    }
  }
  if (!path.startsWith(u"/v1/conversations/") && !path.startsWith(u"/v1/documents/")) {
    faults_ << method + u' ' + path;
  }
  return failure(404, Error(ErrorCode::kNotFound, "there is no such object"));
}

void FakeChatServer::acceptSocket() {
  while (QWebSocket* const socket = upgrader_.nextPendingConnection()) {
    sockets_.push_back(socket);
    connect(socket, &QWebSocket::textMessageReceived, this, [this, socket](const QString& t) { receive(socket, t); });
    connect(socket, &QWebSocket::disconnected, this, [this, socket] {
      std::erase(sockets_, socket);
      socket->deleteLater();
    });
  }
}

void FakeChatServer::receive(QWebSocket* socket, const QString& message) {
  const auto frame = wire::clientFrameFromText(message.toStdString());
  if (!frame) {
    faults_ << QString::fromStdString(frame.error().error.message);
    return;
  }
  if (const auto* const cancel = std::get_if<wire::ChatCancel>(&*frame)) {
    const QString chat = QString::fromStdString(cancel->id);
    cancels_ << chat;
    if (!manual) sendDone(chat, QStringLiteral("cancelled"));
    Q_EMIT chatCancelled(chat);
    return;
  }
  if (const auto* const resume = std::get_if<wire::ChatResume>(&*frame)) {
    const QString chat = QString::fromStdString(resume->id);
    resumes_.push_back(*resume);
    if (resumable && chats_.contains(chat)) {
      chats_[chat] = socket;
      sendStarted(chat);
      sendCitations(chat);
    } else {
      const wire::ServerFrame refusal(
          wire::ChatFailed{resume->id, Error(ErrorCode::kNotFound, "there is no such chat")});
      socket->sendTextMessage(QString::fromStdString(wire::toText(refusal)));
    }
    return;
  }
  const auto* const start = std::get_if<wire::ChatStart>(&*frame);
  if (start == nullptr) {
    faults_ << QStringLiteral("a frame that is none of start, cancel and resume");
    return;
  }
  const QString chat = QString::fromStdString(start->id);
  if (chats_.contains(chat)) faults_ << QStringLiteral("a chat id used twice");
  chats_[chat] = socket;
  ids_[chat] = {start->request.vigie.conversationId.value_or(newId()), newId(), newId(), newId()};
  starts_.push_back(*start);
  if (!manual) answerChat(chat);
  Q_EMIT chatStarted(chat);
}

void FakeChatServer::answerChat(const QString& chat) {
  sendStarted(chat);
  sendCitations(chat);
  std::int64_t seq = 0;
  for (const QString& delta : answer.deltas) sendDelta(chat, ++seq, delta);
  sendDone(chat);
}

QString FakeChatServer::lastChat() const {
  return starts_.empty() ? QString() : QString::fromStdString(starts_.back().id);
}

void FakeChatServer::sendStarted(const QString& chat) {
  wire::ChatStarted frame;
  frame.id = chat.toStdString();
  const Ids ids = ids_.value(chat);
  frame.conversationId = ids.conversation;
  frame.messageId = ids.answer;
  frame.userMessageId = ids.question;
  frame.requestId = ids.request;
  frame.model = answer.model;
  send(chat, frame);
}

void FakeChatServer::sendCitations(const QString& chat) {
  send(chat, wire::ChatCitations{chat.toStdString(), answer.citations});
}

void FakeChatServer::sendDelta(const QString& chat, std::int64_t seq, const QString& delta) {
  send(chat, wire::ChatDelta{chat.toStdString(), seq, delta.toStdString()});
}

void FakeChatServer::sendDone(const QString& chat, const QString& reason) {
  wire::ChatDone frame;
  frame.id = chat.toStdString();
  frame.finishReason = reason.toStdString();
  frame.usage = answer.usage;
  const Ids ids = ids_.value(chat);
  frame.vigie.conversationId = ids.conversation;
  frame.vigie.messageId = ids.answer;
  frame.vigie.requestId = ids.request;
  frame.vigie.model = answer.model;
  frame.vigie.citations = answer.citations;
  frame.vigie.timings = answer.timings;
  frame.vigie.saved = wire::Saved::kYes;
  send(chat, frame);
}

void FakeChatServer::sendError(const QString& chat, const Error& error) {
  send(chat, wire::ChatFailed{chat.toStdString(), error});
}

void FakeChatServer::sendRaw(const QString& message) {
  for (QWebSocket* const socket : sockets_) socket->sendTextMessage(message);
}

void FakeChatServer::send(const QString& chat, const wire::ServerFrame& frame) {
  if (const auto socket = chats_.value(chat)) socket->sendTextMessage(QString::fromStdString(wire::toText(frame)));
}

}  // namespace vigie::test
