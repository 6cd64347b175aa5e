#include "console/chat/chat_session.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace vigie::console {

namespace {

/// Threads kept open besides those that are being answered: going back to one is instant.
constexpr std::size_t kMostIdleThreads = 8;

}  // namespace

ChatSession::ChatSession(const ServerEndpoint& server, const ChatClient::Options& options, QObject* parent)
    : QObject(parent), chat_(server, options), rest_(server) {
  connect(&conversations_, &ConversationListModel::moreWanted, this, [this](const QString& cursor) {
    rest_.listConversations(cursor, this, [this](const Fetched<wire::Page<wire::Conversation>>& page) {
      if (page)
        conversations_.appendPage(*page);
      else
        conversations_.setProblem(page.error());
    });
  });
  connect(&chat_, &ChatClient::linkChanged, this, [this](ChatClient::Link link) {
    if (link != ChatClient::Link::kConnected || !started_) return;
    if (conversations_.state() != ConversationListModel::State::kReady) readList();
    if (models_.isEmpty()) readModels();
    if (current_->state() == ChatThread::State::kFailed) current_->load();
  });
  readAgain_.setSingleShot(true);
  connect(&readAgain_, &QTimer::timeout, this, [this] {
    if (conversations_.state() != ConversationListModel::State::kReady) readList();
    if (models_.isEmpty()) readModels();
  });
  current_ = &addThread({}, {});
}

ChatSession::~ChatSession() = default;

void ChatSession::start() {
  if (std::exchange(started_, true)) return;
  chat_.open();
  readList();
  readModels();
}

void ChatSession::retry() {
  chat_.open();
  if (conversations_.state() == ConversationListModel::State::kFailed) readList();
  if (models_.isEmpty()) readModels();
  if (current_->state() == ChatThread::State::kFailed) current_->load();
}

void ChatSession::setServer(const ServerEndpoint& server) {
  if (server == chat_.server()) return;
  rest_.setServer(server);
  chat_.setServer(server);
  models_.clear();
  conversations_.setFirstPage({});
  conversations_.setLoading();
  ChatThread& fresh = addThread({}, {});
  show(fresh);
  std::erase_if(threads_, [&](const auto& thread) { return thread.get() != &fresh; });
  drafts_.clear();
  Q_EMIT modelsChanged();
  if (started_) {
    chat_.open();
    readList();
    readModels();
  }
}

void ChatSession::setModel(const QString& model) {
  if (options_.model == model) return;
  options_.model = model;
  Q_EMIT optionsChanged();
}

void ChatSession::setK(int k) {
  k = std::clamp(k, 1, 50);
  if (options_.k == k) return;
  options_.k = k;
  Q_EMIT optionsChanged();
}

void ChatSession::setRetrieval(bool on) {
  if (options_.retrieval == on) return;
  options_.retrieval = on;
  Q_EMIT optionsChanged();
}

void ChatSession::newConversation() {
  const auto blank = std::find_if(threads_.begin(), threads_.end(), [](const auto& thread) {
    return thread->conversation().isEmpty() && thread->messages().rowCount() == 0;
  });
  show(blank == threads_.end() ? addThread({}, {}) : **blank);
}

void ChatSession::openConversation(const QString& id) {
  if (current_->conversation() == id) return;
  const auto open =
      std::find_if(threads_.begin(), threads_.end(), [&](const auto& thread) { return thread->conversation() == id; });
  if (open != threads_.end()) {
    show(**open);
    if (!current_->answering()) current_->load();
    return;
  }
  const int row = conversations_.rowOf(id);
  ChatThread& thread = addThread(id, row < 0 ? QString() : conversations_.row(row).title);
  show(thread);
  thread.load();
}

void ChatSession::ask(const QString& text) { current_->ask(text, options_); }

void ChatSession::regenerate(int row) { current_->regenerate(row, options_); }

void ChatSession::erase(const QString& id) {
  auto row = conversations_.take(id);
  if (!row) return;
  const auto open =
      std::find_if(threads_.begin(), threads_.end(), [&](const auto& thread) { return thread->conversation() == id; });
  if (open != threads_.end()) {
    (*open)->stop();
    if (open->get() == current_) newConversation();
    // newConversation() may have added one: look again.
    std::erase_if(threads_, [&](const auto& thread) { return thread->conversation() == id; });
  }
  drafts_.remove(id);
  rest_.erase(id, this, [this, row = std::move(*row)](const Fetched<bool>& erased) {
    if (erased) return;
    conversations_.restore(row);
    Q_EMIT eraseFailed(erased.error());
  });
}

void ChatSession::setDraft(const QString& text) {
  if (text.isEmpty())
    drafts_.remove(current_->conversation());
  else
    drafts_[current_->conversation()] = text;
}

void ChatSession::show(ChatThread& thread) {
  if (current_ == &thread) return;
  current_ = &thread;
  const auto at =
      std::find_if(threads_.begin(), threads_.end(), [&](const auto& owned) { return owned.get() == &thread; });
  std::rotate(at, at + 1, threads_.end());
  Q_EMIT threadChanged();
  dropIdleThreads();
}

ChatThread& ChatSession::addThread(const QString& conversation, const QString& title) {
  threads_.push_back(std::make_unique<ChatThread>(chat_, rest_, conversation, title));
  ChatThread& thread = *threads_.back();
  connect(&thread, &ChatThread::progressed, this, [this, &thread] { refreshRow(thread); });
  connect(&thread, &ChatThread::identified, this, [this, &thread](const QString& id) {
    if (&thread == current_ && drafts_.contains({})) drafts_[id] = drafts_.take({});
  });
  return thread;
}

void ChatSession::dropIdleThreads() {
  std::size_t idle = 0;
  for (auto at = threads_.rbegin(); at != threads_.rend(); ++at) {
    if ((*at)->answering() || at->get() == current_) continue;
    if (++idle > kMostIdleThreads) at->reset();
  }
  std::erase(threads_, nullptr);
}

void ChatSession::readList() {
  if (std::exchange(readingList_, true)) return;
  // While it is tried again the reason stays to be read.
  if (conversations_.state() != ConversationListModel::State::kFailed) conversations_.setLoading();
  rest_.listConversations({}, this,
                          [this, server = rest_.server()](const Fetched<wire::Page<wire::Conversation>>& page) {
                            readingList_ = false;
                            if (server != rest_.server()) return readList();
                            if (page) {
                              patience_.reset();
                              conversations_.setFirstPage(*page);
                            } else {
                              conversations_.setProblem(page.error());
                              readAgainLater(page.error());
                            }
                          });
}

void ChatSession::readModels() {
  if (std::exchange(readingModels_, true)) return;
  rest_.listModels(this, [this, server = rest_.server()](const Fetched<QStringList>& models) {
    readingModels_ = false;
    if (server != rest_.server()) return readModels();
    if (!models) return readAgainLater(models.error());
    if (models->isEmpty()) return;
    patience_.reset();
    models_ = *models;
    if (!models_.contains(options_.model)) {
      options_.model = models_.front();
      Q_EMIT optionsChanged();
    }
    Q_EMIT modelsChanged();
  });
}

void ChatSession::readAgainLater(const Problem& problem) {
  if (!problem.retryable() || readAgain_.isActive()) return;
  readAgain_.start(patience_.next(QRandomGenerator::global()->generateDouble()));
}

void ChatSession::refreshRow(const ChatThread& thread) {
  if (thread.conversation().isEmpty()) return;
  ConversationRow row;
  row.id = thread.conversation();
  row.title = thread.title();
  row.updatedAt = QDateTime::currentDateTimeUtc();
  row.messages = thread.messages().rowCount();
  if (const int at = conversations_.rowOf(row.id); at >= 0) {
    if (!conversations_.row(at).title.isEmpty()) row.title = conversations_.row(at).title;
    row.messages = std::max(row.messages, conversations_.row(at).messages);
  }
  conversations_.touch(std::move(row));
}

}  // namespace vigie::console
