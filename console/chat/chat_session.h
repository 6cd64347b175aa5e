// ChatSession: everything the chat page shows, without a widget.
#pragma once

#include "console/chat/chat_client.h"
#include "console/chat/chat_thread.h"
#include "console/chat/conversation_client.h"
#include "console/chat/conversation_list_model.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace vigie::console {

/// UI thread only. Owns the connection, the conversation list, the open threads and the question's options.
class ChatSession : public QObject {
  Q_OBJECT

 public:
  explicit ChatSession(const ServerEndpoint& server, QObject* parent = nullptr)
      : ChatSession(server, ChatClient::Options{}, parent) {}
  ChatSession(const ServerEndpoint& server, const ChatClient::Options& options, QObject* parent = nullptr);
  ~ChatSession() override;

  /// Connects and reads the list and the models; again after that it does nothing.
  void start();
  /// Connects at once, reads again what failed.
  void retry();
  void setServer(const ServerEndpoint& server);

  [[nodiscard]] ChatClient& chat() { return chat_; }
  [[nodiscard]] ConversationClient& rest() { return rest_; }
  [[nodiscard]] ConversationListModel& conversations() { return conversations_; }
  [[nodiscard]] ChatThread& thread() { return *current_; }
  /// Ids from the server, its default first; empty until it was heard.
  [[nodiscard]] const QStringList& models() const { return models_; }
  [[nodiscard]] const AskOptions& options() const { return options_; }
  void setModel(const QString& model);
  void setK(int k);
  void setRetrieval(bool on);

  void newConversation();
  void openConversation(const QString& id);
  void ask(const QString& text);
  void regenerate(int row);
  /// Erases it on the server, at once and for good; it comes back to the list if the server refuses.
  void erase(const QString& id);

  /// The words not sent yet, one set a conversation.
  [[nodiscard]] QString draft() const { return drafts_.value(current_->conversation()); }
  void setDraft(const QString& text);

 Q_SIGNALS:
  void threadChanged();
  void modelsChanged();
  void optionsChanged();
  void eraseFailed(const vigie::console::Problem& problem);

 private:
  void show(ChatThread& thread);
  ChatThread& addThread(const QString& conversation, const QString& title);
  void dropIdleThreads();
  void readList();
  void readModels();
  /// Reads again later what could not be read: a server that is starting answers 503 for a while.
  void readAgainLater(const Problem& problem);
  void refreshRow(const ChatThread& thread);

  ChatClient chat_;
  ConversationClient rest_;
  ConversationListModel conversations_;
  std::vector<std::unique_ptr<ChatThread>> threads_;  ///< the most recently shown last
  ChatThread* current_ = nullptr;
  QStringList models_;
  AskOptions options_;
  QHash<QString, QString> drafts_;
  bool started_ = false;
  bool readingList_ = false;
  bool readingModels_ = false;
  ReconnectPolicy patience_{std::chrono::milliseconds(500), std::chrono::seconds(10)};
  QTimer readAgain_;
};

}  // namespace vigie::console
