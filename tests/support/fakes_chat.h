// In-memory collaborators of the chat pipeline, for tests of what stands on it.
#pragma once

#include "core/chat/chat_pipeline.h"
#include "core/llm/llm_client.h"
#include "core/retrieval/retriever.h"
#include "core/store/chat_store.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vigie::test {

/// Where a coroutine waits until the test opens the way or cancels it. One executor.
class Gate {
 public:
  /// Open gates let pass at once. wait() tells whether the gate was opened (true) or the waiter cancelled (false).
  boost::asio::awaitable<bool> wait();
  void open();
  void shut() { open_ = false; }
  [[nodiscard]] bool awaited() const { return waiters_ > 0; }
  /// Called each time a coroutine comes to wait at the shut gate.
  std::function<void()> onArrival;

 private:
  bool open_ = true;
  int waiters_ = 0;
  std::vector<boost::asio::steady_timer*> timers_;
};

/// ChatStore in memory, with the promises of the real one. Single executor; set the knobs before a call.
class InMemoryChatStore : public ChatStore {
 public:
  struct Turn {
    std::string id;
    std::optional<std::string> parent;
    std::string role;
    std::string content;
    std::string openaiMessages;
    std::string status;
  };
  struct Chat {
    std::string owner;
    std::string title;
    std::vector<Turn> turns;
  };

  boost::asio::awaitable<Result<wire::Saved>> beginTurn(NewTurn turn) override;
  boost::asio::awaitable<Result<wire::Saved>> finishAnswer(FinishedAnswer answer) override;
  boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> history(std::string owner, std::string conversationId,
                                                                         std::optional<std::string> leaf,
                                                                         std::string userMessageId,
                                                                         std::size_t most) override;
  void checkpoint(std::string answerId, std::string content) override;

  /// The faults to answer with; unset: works.
  std::optional<Error> historyFault;
  std::optional<Error> beginFault;
  std::optional<Error> finishFault;
  wire::Saved saves = wire::Saved::kYes;  ///< where writes go
  Gate beginGate;                         ///< open unless shut
  Gate finishGate;                        ///< open unless shut

  std::map<std::string, Chat> chats;
  std::vector<NewTurn> begun;
  std::vector<FinishedAnswer> finished;
  std::vector<std::string> checkpoints;  ///< the texts, in order
  /// Told of every write, in order: "begin", "finish".
  std::function<void(std::string_view what)> onWrite;

 private:
  Chat* find(const std::string& owner, const std::string& conversationId);
};

/// Gives the same passages to every question.
class FixedRetriever final : public Retriever {
 public:
  boost::asio::awaitable<Result<wire::SearchResponse>> search(const wire::SearchRequest& request) override;
  [[nodiscard]] wire::SearchMode defaultMode() const override { return wire::SearchMode::kVector; }
  [[nodiscard]] wire::IndexInfo index() const override { return {}; }

  std::vector<wire::Citation> hits;
  std::optional<Error> fault;
  Gate gate;
  std::vector<wire::SearchRequest> asked;
};

/// Says what it is told to, piece by piece.
class ScriptedLlmClient final : public LlmClient {
 public:
  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  [[nodiscard]] Result<void> check(const wire::ChatRequest& request) const override;
  [[nodiscard]] std::vector<std::string> models() const override { return names; }

  std::vector<std::string> names{"scripted"};
  std::vector<std::string> deltas{"Hello", ", ", "world."};
  boost::json::array toolCalls;       ///< after the deltas, in one piece
  std::string refusal;                ///< after the deltas, in one piece
  std::optional<Error> cannot;        ///< honour any request
  std::optional<Error> fault;         ///< after the deltas
  bool throws = false;                ///< after the deltas
  std::optional<std::size_t> gateAt;  ///< waits at `gate` before the delta of this index (deltas.size(): after all)
  Gate gate;
  wire::Usage usage;
  std::vector<LlmRequest> asked;
  std::function<void()> onAsked;
};

/// Notes what the pipeline tells, in order: "opened", "cited 2", "delta Hello", "refused No.", "tool calls".
class RecordingChatSink final : public ChatSink {
 public:
  boost::asio::awaitable<void> opened(const ChatOpening& opening) override;
  boost::asio::awaitable<void> cited(const std::vector<wire::Citation>& citations) override;
  boost::asio::awaitable<void> delta(std::string_view text) override;
  boost::asio::awaitable<void> refused(std::string_view text) override;
  boost::asio::awaitable<void> toolCalls(const boost::json::array& pieces) override;

  std::vector<std::string> events;
  ChatOpening opening;
  std::vector<wire::Citation> citations;
  std::string text;
  bool throwAtDelta = false;
  std::function<void(const std::string& event)> onEvent;

 private:
  void note(std::string event);
};

}  // namespace vigie::test
