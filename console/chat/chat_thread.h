// ChatThread: one conversation as it is open in the console: its turns, and the answer under way.
#pragma once

#include "console/chat/chat_client.h"
#include "console/chat/conversation_client.h"
#include "console/chat/message_model.h"

#include <QObject>

#include <vector>

namespace vigie::console {

/// What the top bar says about the next question.
struct AskOptions {
  QString model;
  int k = 4;
  bool retrieval = true;
};

/// UI thread only. One answer at a time; it goes on while another thread is shown.
class ChatThread : public QObject {
  Q_OBJECT

 public:
  enum class State { kReady, kLoading, kFailed };
  Q_ENUM(State)

  /// `conversation` is empty for a new one. Both clients must outlive the thread.
  ChatThread(ChatClient& chat, ConversationClient& rest, QString conversation, QString title,
             QObject* parent = nullptr);

  [[nodiscard]] MessageModel& messages() { return messages_; }
  [[nodiscard]] const MessageModel& messages() const { return messages_; }
  [[nodiscard]] const QString& conversation() const { return conversation_; }
  [[nodiscard]] const QString& title() const { return title_; }
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] bool answering() const { return !running_.chat.isEmpty(); }
  /// The reader's newest words, for ↑ in an empty composer.
  [[nodiscard]] QString lastPrompt() const;

  /// Reads the turns from the server; again after a failure.
  void load();
  /// Nothing happens while an answer is under way or `text` is blank.
  void ask(const QString& text, const AskOptions& options);
  /// The answer stands as it is at once; the server is told.
  void stop();
  /// Asks the question of the answer at `row` again, as a branch: what followed leaves the transcript and stays on the
  /// server. Also how a failed question is tried again.
  void regenerate(int row, const AskOptions& options);

 Q_SIGNALS:
  void stateChanged();
  void answeringChanged();
  /// The server has given the new conversation its id.
  void identified(const QString& conversation);
  /// A turn began or ended: the conversation list is out of date.
  void progressed();

 private:
  struct Running {
    QString chat;
    int row = -1;
  };

  void send(const QString& text, const QString& parent, const AskOptions& options);
  [[nodiscard]] QString lastStoredId() const;
  /// The row of a chat of ours, or -1.
  [[nodiscard]] int rowOf(const QString& chat) const;
  void forget(const QString& chat);
  void finish(const QString& chat, const wire::ChatDone& frame);
  void fail(const QString& chat, const Problem& problem);
  void setState(State state, Problem problem = {});

  ChatClient& chat_;
  ConversationClient& rest_;
  QString conversation_;
  QString title_;
  MessageModel messages_;
  State state_ = State::kReady;
  Problem problem_;
  Running running_;
  std::vector<Running> stopped_;  ///< stopped here, the server's last word still to come
};

}  // namespace vigie::console
