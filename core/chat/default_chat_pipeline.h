// DefaultChatPipeline: the way of one question through store, retriever and model.
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/chat/chat_pipeline.h"
#include "core/llm/llm_client.h"
#include "core/metrics/chat_metrics.h"
#include "core/retrieval/retriever.h"
#include "core/store/chat_store.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vigie {

/// Order of an exchange: the user's turn is made durable and, at the same time, the passages are searched; only then
/// is the model asked; its answer is stored whatever its ending, and only then is the result given.
///
/// Conversations. Without `vigie.conversation_id` a new conversation begins, titled after its first question. With it,
/// the request's `messages` are the new turns only: the stored branch that ends at `vigie.parent_message_id` (or at
/// the newest message) is put before them. A conversation that is not there, or another owner's, is kNotFound before
/// anything is stored or asked. `store: false` reads an existing conversation and writes nothing.
///
/// When PostgreSQL is away the store's outage journal keeps the turn (`saved: "journaled"`), and a turn that even it
/// cannot keep is the store's error. Without a journal a new conversation is answered all the same, with `saved: "no"`.
/// An existing conversation whose owner and history cannot be read is kUnavailable. An answer that could not be stored
/// is given, with `saved: "no"`.
///
/// Models. With an upstream any name goes up as given; without one, names outside LlmClient::models() are kNotFound.
///
/// Cancellation. Any type stops search and model at once. Writes are never cancelled: they end by the store's own
/// deadline. run() leaves the calling coroutine accepting any type of cancellation, and clears one it acted upon.
///
/// Timings. overheadMs is the total less the time inside LlmClient::generate(): the wall-clock time Vigie adds before
/// the model is asked and after it has ended. What happens while the model still writes is hidden in its wait.
///
/// All references must outlive this. One instance serves any number of concurrent run()s on any executors.
class DefaultChatPipeline final : public ChatPipeline {
 public:
  struct Options {
    bool anyModel = false;             ///< an upstream judges model names
    bool keepsTurns = false;           ///< the store has a journal: no answer to a turn that cannot be kept
    std::size_t historyMessages = 40;  ///< of the stored branch, the newest, that are put before the new turns
    std::int64_t contextTokens =
        8'000;  ///< of what the model is sent; older turns of the branch that do not fit stay out
    std::chrono::milliseconds checkpointEvery{2'000};  ///< how often a running answer's text is kept
  };

  DefaultChatPipeline(ChatStore& store, Retriever& retriever, LlmClient& llm, ChatMetrics& metrics, const Clock& clock,
                      Options options);

  boost::asio::awaitable<Result<wire::ChatResult>> run(ChatJob job, ChatSink& sink) override;

 private:
  struct Exchange;

  [[nodiscard]] Result<void> check(const ChatJob& job) const;
  boost::asio::awaitable<void> prepare(Exchange& exchange);
  boost::asio::awaitable<void> openStore(Exchange& exchange);
  boost::asio::awaitable<void> retrieve(Exchange& exchange);
  boost::asio::awaitable<Result<LlmResult>> answer(Exchange& exchange);
  boost::asio::awaitable<void> forwardDelta(Exchange& exchange, LlmDelta delta);
  boost::asio::awaitable<void> closeStore(Exchange& exchange, const Result<LlmResult>& ended);
  void measure(Exchange& exchange, const Result<LlmResult>& ended);

  ChatStore& store_;
  Retriever& retriever_;
  LlmClient& llm_;
  ChatMetrics& metrics_;
  const Clock& clock_;
  Options options_;
  Log log_{"chat"};
};

}  // namespace vigie
