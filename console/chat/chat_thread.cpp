#include "console/chat/chat_thread.h"

#include <algorithm>
#include <utility>

namespace vigie::console {

namespace {

constexpr int kLongestTitle = 80;
/// How soon to look again at an answer that another client is having written.
constexpr std::chrono::milliseconds kLookAgain{1500};

QString titleFrom(const QString& question) {
  const QString line = question.simplified();
  return line.size() <= kLongestTitle ? line : line.left(kLongestTitle - 1).trimmed() + u'…';
}

}  // namespace

ChatThread::ChatThread(ChatClient& chat, ConversationClient& rest, QString conversation, QString title, QObject* parent)
    : QObject(parent), chat_(chat), rest_(rest), conversation_(std::move(conversation)), title_(std::move(title)) {
  connect(&chat_, &ChatClient::started, this, [this](const QString& id, const wire::ChatStarted& frame) {
    const int row = rowOf(id);
    if (row < 0) return;
    messages_.update(row, [&](ChatTurn& turn) {
      turn.id = QString::fromStdString(frame.messageId);
      turn.parentId = QString::fromStdString(frame.userMessageId);
      turn.model = QString::fromStdString(frame.model);
      turn.requestId = QString::fromStdString(frame.requestId);
    });
    messages_.update(row - 1, [&](ChatTurn& turn) { turn.id = QString::fromStdString(frame.userMessageId); });
    const QString given = QString::fromStdString(frame.conversationId);
    if (conversation_.isEmpty() && !given.isEmpty()) {
      conversation_ = given;
      Q_EMIT identified(conversation_);
    }
    Q_EMIT progressed();
  });
  connect(&chat_, &ChatClient::cited, this, [this](const QString& id, const std::vector<wire::Citation>& citations) {
    if (const int row = rowOf(id); row >= 0) messages_.update(row, [&](ChatTurn& turn) { turn.citations = citations; });
  });
  connect(&chat_, &ChatClient::textArrived, this, [this](const QString& id, const QString& text) {
    if (id == running_.chat && !id.isEmpty()) messages_.appendText(running_.row, text);
  });
  connect(&chat_, &ChatClient::finished, this, &ChatThread::finish);
  connect(&chat_, &ChatClient::failed, this, &ChatThread::fail);
}

QString ChatThread::lastPrompt() const {
  for (int row = messages_.rowCount() - 1; row >= 0; --row) {
    if (messages_.turn(row).speaker == Speaker::kUser) return messages_.turn(row).text;
  }
  return {};
}

void ChatThread::load() {
  if (conversation_.isEmpty() || answering()) return;
  if (messages_.rowCount() == 0) setState(State::kLoading);
  rest_.readMessages(conversation_, this, [this](const Fetched<std::vector<wire::Message>>& messages) {
    if (answering()) return;  // asked meanwhile: what is shown is newer
    if (!messages) {
      setState(State::kFailed, messages.error());
      return;
    }
    std::vector<ChatTurn> turns = newestBranch(*messages);
    const bool running = !turns.empty() && turns.back().state == TurnState::kRunning;
    stopped_.clear();
    messages_.reset(std::move(turns));
    setState(State::kReady);
    if (running) QTimer::singleShot(kLookAgain, this, &ChatThread::load);
  });
}

void ChatThread::ask(const QString& text, const AskOptions& options) {
  if (answering() || text.trimmed().isEmpty()) return;
  if (title_.isEmpty()) title_ = titleFrom(text);
  ChatTurn question;
  question.speaker = Speaker::kUser;
  question.text = text;
  question.at = QDateTime::currentDateTimeUtc();
  question.parentId = lastStoredId();
  messages_.append(std::move(question));
  send(text, {}, options);
}

void ChatThread::stop() {
  if (!answering()) return;
  const Running stopped = std::exchange(running_, {});
  messages_.update(stopped.row, [](ChatTurn& turn) { turn.state = TurnState::kStopped; });
  stopped_.push_back(stopped);
  chat_.cancel(stopped.chat);
  Q_EMIT answeringChanged();
}

void ChatThread::regenerate(int row, const AskOptions& options) {
  if (answering() || row < 1 || row >= messages_.rowCount()) return;
  if (messages_.turn(row).speaker != Speaker::kAssistant || messages_.turn(row - 1).speaker != Speaker::kUser) return;
  const ChatTurn question = messages_.turn(row - 1);
  // A first question has no turn before it to branch from: it is asked again under itself.
  const QString parent = question.id.isEmpty()         ? QString()
                         : question.parentId.isEmpty() ? question.id
                                                       : question.parentId;
  messages_.truncate(row);
  std::erase_if(stopped_, [row](const Running& stopped) { return stopped.row >= row; });
  send(question.text, parent, options);
}

void ChatThread::send(const QString& text, const QString& parent, const AskOptions& options) {
  ChatTurn answer;
  answer.speaker = Speaker::kAssistant;
  answer.state = TurnState::kWaiting;
  answer.at = QDateTime::currentDateTimeUtc();
  answer.model = options.model;
  running_.row = messages_.append(std::move(answer));
  Question question;
  question.text = text;
  question.model = options.model;
  question.k = options.k;
  question.retrieval = options.retrieval;
  question.conversationId = conversation_;
  question.parentMessageId = conversation_.isEmpty() ? QString() : parent;
  running_.chat = chat_.ask(question);
  setState(State::kReady);
  Q_EMIT answeringChanged();
}

QString ChatThread::lastStoredId() const {
  for (int row = messages_.rowCount() - 1; row >= 0; --row) {
    if (!messages_.turn(row).id.isEmpty()) return messages_.turn(row).id;
  }
  return {};
}

int ChatThread::rowOf(const QString& chat) const {
  if (chat.isEmpty()) return -1;
  if (chat == running_.chat) return running_.row;
  const auto at =
      std::find_if(stopped_.begin(), stopped_.end(), [&](const Running& stopped) { return stopped.chat == chat; });
  return at == stopped_.end() ? -1 : at->row;
}

void ChatThread::forget(const QString& chat) {
  std::erase_if(stopped_, [&](const Running& stopped) { return stopped.chat == chat; });
  if (chat != running_.chat) return;
  running_ = {};
  Q_EMIT answeringChanged();
}

void ChatThread::finish(const QString& chat, const wire::ChatDone& frame) {
  const int row = rowOf(chat);
  if (row < 0) return;
  const bool wasStopped = chat != running_.chat;
  messages_.update(row, [&](ChatTurn& turn) {
    // An answer stopped here may have been finished there before it heard: the text shown is still the stopped one.
    turn.state = wasStopped || frame.finishReason == "cancelled" ? TurnState::kStopped : TurnState::kComplete;
    turn.finishReason = QString::fromStdString(frame.finishReason);
    if (frame.usage.promptTokens + frame.usage.completionTokens > 0) turn.usage = frame.usage;
    if (frame.vigie.timings.totalMs > 0) turn.timings = frame.vigie.timings;
    if (!frame.vigie.citations.empty()) turn.citations = frame.vigie.citations;
    if (!frame.vigie.model.empty()) turn.model = QString::fromStdString(frame.vigie.model);
    if (frame.vigie.fallbackFrom) turn.fallbackFrom = QString::fromStdString(*frame.vigie.fallbackFrom);
    if (!frame.vigie.requestId.empty()) turn.saved = frame.vigie.saved != wire::Saved::kNo;
  });
  forget(chat);
  Q_EMIT progressed();
}

void ChatThread::fail(const QString& chat, const Problem& problem) {
  const int row = rowOf(chat);
  if (row < 0) return;
  messages_.update(row, [&](ChatTurn& turn) {
    if (turn.state != TurnState::kStopped) turn.state = turn.text.isEmpty() ? TurnState::kFailed : TurnState::kPartial;
    turn.problem = problem;
  });
  forget(chat);
  Q_EMIT progressed();
}

void ChatThread::setState(State state, Problem problem) {
  state_ = state;
  problem_ = std::move(problem);
  Q_EMIT stateChanged();
}

}  // namespace vigie::console
