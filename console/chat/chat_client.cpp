#include "console/chat/chat_client.h"

#include "core/base/ids.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QRandomGenerator>

#include <utility>

namespace vigie::console {

namespace {

constexpr quint64 kMostBytesOfAFrame = 8ULL * 1024 * 1024;

QByteArray startFrame(const QString& chat, const Question& question) {
  wire::ChatStart start;
  start.id = chat.toStdString();
  start.request.model = question.model.toStdString();
  start.request.messages.push_back({"user", question.text.toStdString()});
  start.request.stream = true;
  start.request.vigie.retrieval.enabled = question.retrieval;
  start.request.vigie.retrieval.k = question.k;
  if (!question.conversationId.isEmpty()) start.request.vigie.conversationId = question.conversationId.toStdString();
  if (!question.parentMessageId.isEmpty()) start.request.vigie.parentMessageId = question.parentMessageId.toStdString();
  return QByteArray::fromStdString(wire::toText(wire::ClientFrame(std::move(start))));
}

QString idOf(const wire::ServerFrame& frame) {
  return std::visit([](const auto& f) { return QString::fromStdString(f.id); }, frame);
}

}  // namespace

ChatClient::ChatClient(ServerEndpoint server, Options options, QObject* parent)
    : QObject(parent), server_(std::move(server)), options_(options) {
  connectTimer_.setSingleShot(true);
  reconnectTimer_.setSingleShot(true);
  connect(&connectTimer_, &QTimer::timeout, this, [this] { socketFailed(QAbstractSocket::SocketTimeoutError); });
  connect(&reconnectTimer_, &QTimer::timeout, this, &ChatClient::connectSocket);
  connect(&pingTimer_, &QTimer::timeout, this, &ChatClient::checkAlive);
}

ChatClient::~ChatClient() { leaveSocket(); }

QString ChatClient::ask(const Question& question) {
  const QString chat = QString::fromStdString(newId());
  Chat& entry = chats_[chat];
  entry.startFrame = startFrame(chat, question);
  if (link_ == Link::kConnected) {
    socket_->sendTextMessage(QString::fromUtf8(std::exchange(entry.startFrame, {})));
    entry.sent = true;
  } else {
    open();
  }
  return chat;
}

void ChatClient::cancel(const QString& chat) {
  const auto entry = chats_.find(chat);
  if (entry == chats_.end() || entry->cancelled) return;
  entry->cancelled = true;
  if (!entry->sent || link_ != Link::kConnected) {
    QTimer::singleShot(0, this, [this, chat] { finishCancelled(chat); });
    return;
  }
  socket_->sendTextMessage(
      QString::fromStdString(wire::toText(wire::ClientFrame(wire::ChatCancel{chat.toStdString()}))));
  QTimer::singleShot(options_.cancelGrace, this, [this, chat] { finishCancelled(chat); });
}

void ChatClient::open() {
  if (link_ == Link::kConnected || link_ == Link::kConnecting) return;
  reconnectTimer_.stop();
  connectSocket();
}

void ChatClient::setServer(ServerEndpoint server) {
  if (server == server_) return;
  const bool wanted = link_ != Link::kIdle;
  const Problem problem = problemFromLoss(server_, false);
  server_ = std::move(server);
  reconnectTimer_.stop();
  leaveSocket();
  setLink(Link::kIdle);
  for (const QString& chat : chats_.keys()) failChat(chat, problem);
  options_.reconnect.reset();
  if (wanted) open();
}

void ChatClient::connectSocket() {
  dropSocket();
  socket_ = std::make_unique<QWebSocket>();
  socket_->setProxy(QNetworkProxy::NoProxy);
  socket_->setMaxAllowedIncomingFrameSize(kMostBytesOfAFrame);
  socket_->setMaxAllowedIncomingMessageSize(kMostBytesOfAFrame);
  connect(socket_.get(), &QWebSocket::connected, this, &ChatClient::socketOpened);
  connect(socket_.get(), &QWebSocket::textMessageReceived, this, &ChatClient::receive);
  connect(socket_.get(), &QWebSocket::pong, this, [this] { heard_ = true; });
  connect(socket_.get(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &ChatClient::socketFailed);
  connect(socket_.get(), &QWebSocket::disconnected, this, [this] {
    // Of a refused connection this comes before error(): the reason is in the socket already.
    const auto known = socket_->error();
    socketFailed(known == QAbstractSocket::UnknownSocketError ? QAbstractSocket::RemoteHostClosedError : known);
  });
  setLink(Link::kConnecting);
  connectTimer_.start(options_.connectTimeout);
  QNetworkRequest request(server_.chatSocket());
  if (!server_.apiKey.isEmpty()) request.setRawHeader("Authorization", "Bearer " + server_.apiKey.toUtf8());
  socket_->open(request);
}

/// The socket may be in the middle of emitting: it is cut off and left to the event loop.
void ChatClient::dropSocket() {
  connectTimer_.stop();
  pingTimer_.stop();
  if (!socket_) return;
  socket_->disconnect(this);
  socket_->abort();
  socket_.release()->deleteLater();
}

/// With a close frame: the server ends what runs at once and waits for nobody to come back.
void ChatClient::leaveSocket() {
  if (socket_ && link_ == Link::kConnected) {
    socket_->disconnect(this);
    socket_->close();
  }
  dropSocket();
}

void ChatClient::socketOpened() {
  connectTimer_.stop();
  options_.reconnect.reset();
  heard_ = true;
  pingTimer_.start(options_.pingEvery);
  setLink(Link::kConnected);
  for (auto chat = chats_.begin(); chat != chats_.end(); ++chat) {
    if (chat->cancelled) continue;
    if (chat->loss) {
      socket_->sendTextMessage(QString::fromStdString(
          wire::toText(wire::ClientFrame(wire::ChatResume{chat.key().toStdString(), chat->lastSeq}))));
    }
    if (chat->sent) continue;
    socket_->sendTextMessage(QString::fromUtf8(std::exchange(chat->startFrame, {})));
    chat->sent = true;
  }
}

void ChatClient::socketFailed(QAbstractSocket::SocketError error) {
  if (link_ == Link::kConnected) {
    lose(problemFromLoss(server_, false));
  } else if (link_ == Link::kConnecting) {
    lose(problemFromConnect(error, socket_ ? socket_->errorString() : QString(), server_));
  }
}

void ChatClient::lose(const Problem& problem, Fate ofChats) {
  dropSocket();
  const QStringList open = chats_.keys();
  scheduleReconnect(problem);
  for (const QString& chat : open) {
    const auto entry = chats_.find(chat);
    if (entry == chats_.end()) continue;
    if (ofChats == Fate::kResume && entry->sent && !entry->cancelled) {
      awaitResume(chat, problem);
    } else {
      failChat(chat, problem);
    }
  }
}

void ChatClient::awaitResume(const QString& chat, const Problem& problem) {
  Chat& entry = chats_[chat];
  if (entry.loss) return;  // lost again before it went on: the first loss's time counts
  entry.loss = problem;
  entry.resumable.setRemainingTime(options_.resumeWindow);
  QTimer::singleShot(options_.resumeWindow, this, [this, chat] {
    const auto waiting = chats_.find(chat);
    if (waiting == chats_.end() || !waiting->loss || !waiting->resumable.hasExpired()) return;
    const Problem reason = *waiting->loss;
    failChat(chat, reason);
  });
}

void ChatClient::scheduleReconnect(const Problem& problem) {
  linkProblem_ = problem;
  const auto wait = options_.reconnect.next(QRandomGenerator::global()->generateDouble());
  reconnectTimer_.start(wait);
  setLink(Link::kWaiting);
}

void ChatClient::checkAlive() {
  if (!heard_) {
    lose(problemFromLoss(server_, true));
    return;
  }
  heard_ = false;
  socket_->ping();
}

void ChatClient::receive(const QString& text) {
  heard_ = true;
  const QByteArray bytes = text.toUtf8();
  const auto frame =
      wire::serverFrameFromText(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
  if (!frame) {
    lose(protocolProblem(QString::fromStdString(frame.error().message)), Fate::kFail);
    return;
  }
  apply(*frame);
}

void ChatClient::apply(const wire::ServerFrame& frame) {
  const QString id = idOf(frame);
  if (const auto* const error = std::get_if<wire::ChatFailed>(&frame); error != nullptr && id.isEmpty()) {
    // A fault of the connection and not of one chat (a frame the server could not read, a server that drains).
    const Problem problem = problemFromError(error->error);
    for (const QString& open : chats_.keys()) failChat(open, problem);
    return;
  }
  const auto chat = chats_.find(id);
  if (chat == chats_.end()) return;  // ended here already: its last frames were under way
  const auto loss = std::exchange(chat->loss, std::nullopt);
  if (const auto* const opened = std::get_if<wire::ChatStarted>(&frame)) {
    if (!std::exchange(chat->opened, true)) Q_EMIT started(id, *opened);
  } else if (const auto* const citations = std::get_if<wire::ChatCitations>(&frame)) {
    if (!std::exchange(chat->cited, true)) Q_EMIT cited(id, citations->citations);
  } else if (const auto* const delta = std::get_if<wire::ChatDelta>(&frame)) {
    if (delta->seq <= chat->lastSeq) return;
    if (delta->seq != chat->lastSeq + 1) {
      socket_->sendTextMessage(
          QString::fromStdString(wire::toText(wire::ClientFrame(wire::ChatCancel{id.toStdString()}))));
      failChat(id, protocolProblem(tr("A piece of the answer is missing.")));
      return;
    }
    chat->lastSeq = delta->seq;
    Q_EMIT textArrived(id, QString::fromStdString(delta->text));
  } else if (const auto* const done = std::get_if<wire::ChatDone>(&frame)) {
    chats_.erase(chat);
    Q_EMIT finished(id, *done);
  } else if (const auto* const error = std::get_if<wire::ChatFailed>(&frame)) {
    if (chat->cancelled && error->error.code == ErrorCode::kCancelled) {
      finishCancelled(id);
    } else if (loss) {
      failChat(id, *loss);  // the server has it no more: what the reader sees is the lost connection
    } else {
      failChat(id, problemFromError(error->error));
    }
  }
}

void ChatClient::finishCancelled(const QString& chat) {
  if (!chats_.remove(chat)) return;
  wire::ChatDone done;
  done.id = chat.toStdString();
  done.finishReason = "cancelled";
  Q_EMIT finished(chat, done);
}

void ChatClient::failChat(const QString& chat, const Problem& problem) {
  const auto entry = chats_.find(chat);
  if (entry == chats_.end()) return;
  if (entry->cancelled) {
    finishCancelled(chat);
    return;
  }
  chats_.erase(entry);
  Q_EMIT failed(chat, problem);
}

void ChatClient::setLink(Link link) {
  if (link != Link::kWaiting) linkProblem_ = {};
  if (link_ == link && link != Link::kWaiting) return;
  link_ = link;
  Q_EMIT linkChanged(link);
}

}  // namespace vigie::console
