// ChatClient: questions and streamed answers over one WebSocket (/ws/chat, frames of core/wire/ws.h).
#pragma once

#include "console/chat/problem.h"
#include "console/chat/reconnect_policy.h"
#include "console/chat/server_endpoint.h"
#include "core/wire/ws.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <QWebSocket>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace vigie::console {

/// One thing to ask. Empty ids mean: a new conversation, and no branch.
struct Question {
  QString text;
  QString model;
  bool retrieval = true;
  int k = 4;
  QString conversationId;
  QString parentMessageId;  ///< the turn this one follows; empty: the newest of the conversation
};

/// Lives on the UI thread and never blocks it. Connects when first needed, and then keeps the connection: a lost one
/// is sought again with back-off, for as long as the client lives. Several chats share the socket; every asked chat
/// ends with exactly one finished() or failed(), both only after ask() has returned. A chat whose socket is lost is
/// resumed on the next one, where the server still has it; only then, or when none is found in time, does it fail.
class ChatClient : public QObject {
  Q_OBJECT

 public:
  enum class Link { kIdle, kConnecting, kConnected, kWaiting };
  Q_ENUM(Link)

  struct Options {
    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds pingEvery{10000};     ///< a link silent for two of these is lost
    std::chrono::milliseconds cancelGrace{3000};    ///< a stopped chat ends by itself after this
    std::chrono::milliseconds resumeWindow{30000};  ///< so long an answer waits for the link to come back
    ReconnectPolicy reconnect;
  };

  explicit ChatClient(ServerEndpoint server, QObject* parent = nullptr) : ChatClient(std::move(server), {}, parent) {}
  ChatClient(ServerEndpoint server, Options options, QObject* parent = nullptr);
  ~ChatClient() override;

  /// Starts a chat and names it. While no link is there the question waits for it, at most one attempt long.
  QString ask(const Question& question);
  /// Ends a chat: it finishes with reason "cancelled", with what the server measured if the server still says so.
  void cancel(const QString& chat);
  /// Connects at once unless connected: when the page is shown, and for "Retry now".
  void open();
  /// Another server: chats under way fail, the link is opened anew if it was wanted.
  void setServer(ServerEndpoint server);

  [[nodiscard]] const ServerEndpoint& server() const { return server_; }
  [[nodiscard]] Link link() const { return link_; }
  /// Why there is no link; only with kWaiting.
  [[nodiscard]] const Problem& linkProblem() const { return linkProblem_; }
  [[nodiscard]] int running() const { return static_cast<int>(chats_.size()); }

 Q_SIGNALS:
  void linkChanged(vigie::console::ChatClient::Link link);
  void started(const QString& chat, const vigie::wire::ChatStarted& frame);
  void cited(const QString& chat, const std::vector<vigie::wire::Citation>& citations);
  void textArrived(const QString& chat, const QString& text);
  void finished(const QString& chat, const vigie::wire::ChatDone& frame);
  void failed(const QString& chat, const vigie::console::Problem& problem);

 private:
  struct Chat {
    QByteArray startFrame;  ///< until it is sent
    bool sent = false;
    std::int64_t lastSeq = 0;
    bool cancelled = false;
    bool opened = false;  ///< started() was said; a resumed chat's comes again
    bool cited = false;
    std::optional<Problem> loss;  ///< why it must be resumed, until the server goes on with it
    QDeadlineTimer resumable;     ///< how long that may take
  };

  void connectSocket();
  void dropSocket();
  void leaveSocket();
  void socketOpened();
  void socketFailed(QAbstractSocket::SocketError error);
  enum class Fate { kResume, kFail };
  void lose(const Problem& problem, Fate ofChats = Fate::kResume);
  void awaitResume(const QString& chat, const Problem& problem);
  void scheduleReconnect(const Problem& problem);
  void checkAlive();
  void receive(const QString& text);
  void apply(const wire::ServerFrame& frame);
  void finishCancelled(const QString& chat);
  void failChat(const QString& chat, const Problem& problem);
  void setLink(Link link);

  ServerEndpoint server_;
  Options options_;
  std::unique_ptr<QWebSocket> socket_;
  Link link_ = Link::kIdle;
  Problem linkProblem_;
  QHash<QString, Chat> chats_;
  QTimer connectTimer_;
  QTimer reconnectTimer_;
  QTimer pingTimer_;
  bool heard_ = false;  ///< anything arrived since the last ping
};

}  // namespace vigie::console
