// ConversationClient: what the chat page reads and erases over REST (design §5.1).
#pragma once

#include "console/chat/problem.h"
#include "console/chat/server_endpoint.h"
#include "core/wire/conversations.h"
#include "core/wire/documents.h"
#include "core/wire/list.h"

#include <QJsonValue>
#include <QNetworkAccessManager>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <functional>
#include <vector>

namespace vigie::console {

/// One passage of a document, as GET /v1/documents/{id}/chunks lists them.
struct Passage {
  int chunk = 0;
  QString text;
};

/// Lives on the UI thread. Each call answers its callback exactly once, later, on the UI thread, unless `context` is
/// gone by then. A request takes no longer than `timeout`.
class ConversationClient : public QObject {
  Q_OBJECT

 public:
  template <class T>
  using Callback = std::function<void(Fetched<T>)>;

  explicit ConversationClient(ServerEndpoint server, QObject* parent = nullptr);

  void setServer(ServerEndpoint server) { server_ = std::move(server); }
  void setTimeout(std::chrono::milliseconds timeout) { timeout_ = timeout; }
  [[nodiscard]] const ServerEndpoint& server() const { return server_; }

  /// Newest first. `after` is the cursor of an earlier page, empty for the first.
  void listConversations(const QString& after, QObject* context, Callback<wire::Page<wire::Conversation>> done);
  /// All turns, oldest first; follows the cursor to the end.
  void readMessages(const QString& conversation, QObject* context, Callback<std::vector<wire::Message>> done);
  void erase(const QString& conversation, QObject* context, Callback<bool> done);
  /// Ids, the server's default first.
  void listModels(QObject* context, Callback<QStringList> done);
  void readDocument(const QString& document, QObject* context, Callback<wire::Document> done);
  /// Every passage of a document, in order.
  void readPassages(const QString& document, QObject* context, Callback<std::vector<Passage>> done);

 private:
  using RawCallback = std::function<void(Fetched<QByteArray>)>;
  void send(const QByteArray& verb, const QUrl& url, QObject* context, RawCallback done);
  void readMessagesFrom(const QString& conversation, const QString& after, std::vector<wire::Message> sofar,
                        QObject* context, Callback<std::vector<wire::Message>> done);
  void readPassagesFrom(const QString& document, const QString& after, std::vector<Passage> sofar, QObject* context,
                        Callback<std::vector<Passage>> done);

  ServerEndpoint server_;
  std::chrono::milliseconds timeout_{8000};
  QNetworkAccessManager network_;
};

}  // namespace vigie::console
