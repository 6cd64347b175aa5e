// A strict stand-in for vigie-server's public listener: REST and /ws/chat on one port, inside the test's own process
// and event loop. What a client sends outside the contract lands in faults(), which every test demands to be empty.
#pragma once

#include "core/wire/conversations.h"
#include "core/wire/documents.h"
#include "core/wire/ws.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTcpServer>
#include <QWebSocketServer>

#include <map>
#include <utility>
#include <vector>

class QWebSocket;

namespace vigie::test {

/// How each started chat is answered when the test does not do it by hand.
struct FakeAnswer {
  QStringList deltas{QStringLiteral("Check the process first. "), QStringLiteral("[1]")};
  std::vector<wire::Citation> citations{{"d0000000-0000-4000-8000-000000000001", "Runbook: ServiceDown", 2, 0.87,
                                         "First tell a dead process from a dead network."}};
  wire::Usage usage{412, 143, false};
  wire::Timings timings{0.2, 0.4, 0.3, 381, 1120, 0.4, 1502.3, 1.3};
  std::string model = "extractive";
};

class FakeChatServer : public QObject {
  Q_OBJECT

 public:
  enum class Handshake { kAccept, kRefuse, kMute };

  explicit FakeChatServer(QObject* parent = nullptr);
  ~FakeChatServer() override;

  /// A free port when 0.
  bool listen(quint16 port = 0);
  [[nodiscard]] quint16 port() const { return port_; }
  [[nodiscard]] QUrl url() const;
  /// Closes the port and every connection.
  void stop();
  /// Breaks every WebSocket without a closing handshake; the port stays open.
  void dropSockets();

  FakeAnswer answer;
  /// True: chats wait for the test to call the send… functions.
  bool manual = false;
  /// True: chat.resume takes a chat over to the socket it comes from; else there is no such chat.
  bool resumable = false;
  Handshake handshake = Handshake::kAccept;
  int refuseStatus = 503;
  QString requiredKey;

  // By hand, to the socket that started the chat.
  void sendStarted(const QString& chat);
  void sendCitations(const QString& chat);
  void sendDelta(const QString& chat, std::int64_t seq, const QString& text);
  void sendDone(const QString& chat, const QString& reason = QStringLiteral("stop"));
  void sendError(const QString& chat, const Error& error);
  void sendRaw(const QString& text);

  // What REST answers with.
  std::vector<wire::Conversation> conversations;
  std::map<std::string, std::vector<wire::Message>> messages;
  std::vector<wire::Document> documents;
  std::map<std::string, QStringList> passages;  ///< by document
  QStringList models{QStringLiteral("extractive"), QStringLiteral("gpt-4o-mini")};
  int pageSize = 50;
  /// "GET /v1/models" → status and body instead of the usual answer; status 0 never answers.
  std::map<QString, std::pair<int, QByteArray>> overrides;

  // What was seen.
  [[nodiscard]] const std::vector<wire::ChatStart>& starts() const { return starts_; }
  [[nodiscard]] QString lastChat() const;
  [[nodiscard]] const std::vector<wire::ChatResume>& resumes() const { return resumes_; }
  [[nodiscard]] const QStringList& cancels() const { return cancels_; }
  [[nodiscard]] const QStringList& requests() const { return requests_; }
  [[nodiscard]] const QStringList& faults() const { return faults_; }
  [[nodiscard]] int sockets() const { return static_cast<int>(sockets_.size()); }

 Q_SIGNALS:
  void chatStarted(const QString& chat);
  void chatCancelled(const QString& chat);
  void requestServed(const QString& request);

 private:
  void acceptTcp();
  void handle(QTcpSocket* socket);
  void serve(QTcpSocket* socket, const QByteArray& head);
  std::pair<int, QByteArray> respond(const QString& method, const QUrl& url);
  void acceptSocket();
  void receive(QWebSocket* socket, const QString& text);
  void answerChat(const QString& chat);
  void send(const QString& chat, const wire::ServerFrame& frame);

  QTcpServer tcp_;
  QWebSocketServer upgrader_;
  quint16 port_ = 0;
  std::vector<QPointer<QTcpSocket>> connections_;
  std::vector<QWebSocket*> sockets_;
  QHash<QString, QPointer<QWebSocket>> chats_;
  struct Ids {
    std::string conversation, question, answer, request;
  };
  QHash<QString, Ids> ids_;
  std::vector<wire::ChatStart> starts_;
  std::vector<wire::ChatResume> resumes_;
  QStringList cancels_;
  QStringList requests_;
  QStringList faults_;
};

}  // namespace vigie::test
