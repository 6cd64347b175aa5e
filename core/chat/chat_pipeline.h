// ChatPipeline: persist the user's turn → embed and retrieve → prompt → generate → persist the answer.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/turn_ids.h"
#include "core/wire/chat.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// One question to answer.
struct ChatJob {
  wire::ChatRequest request;
  std::string owner;           ///< the key's owner; empty without keys
  std::string requestId;       ///< the X-Request-Id
  std::string endpoint;        ///< metric label: the route template
  SteadyTime arrived;          ///< when the request's first byte was read
  std::optional<TurnIds> ids;  ///< of a request that may be sent again; unset: fresh ones
};

/// What is known before the first token.
struct ChatOpening {
  std::string completionId;  ///< "chatcmpl-…"
  std::int64_t created = 0;  ///< Unix seconds
  std::string model;
  std::string conversationId;  ///< empty when nothing is stored
  std::string userMessageId;
  std::string answerId;
};

/// How the session hears of progress. Awaited by the pipeline on its executor: a slow client slows the model.
class ChatSink {
 public:
  virtual ~ChatSink() = default;
  /// Once, before anything else; the user's turn is durable by then (or `store` is false).
  virtual boost::asio::awaitable<void> opened(const ChatOpening& opening) = 0;
  /// Once, after retrieval; empty when nothing was found or retrieval is off.
  virtual boost::asio::awaitable<void> cited(const std::vector<wire::Citation>& citations) = 0;
  virtual boost::asio::awaitable<void> delta(std::string_view text) = 0;
  /// A piece of why the model will not answer, in the place of text.
  virtual boost::asio::awaitable<void> refused(std::string_view text) = 0;
  /// Pieces of tool calls, as OpenAI's delta has them. Who cannot tell of them refuses `tools` before the run.
  virtual boost::asio::awaitable<void> toolCalls(const boost::json::array& pieces) = 0;
};

/// run() belongs to one executor (a strand). Cancelling it (asio per-operation cancellation) stops the model at once,
/// keeps the partial answer as "cancelled" and gives kCancelled. An error after some text keeps it as "partial".
/// The user's turn is never lost by any ending once opened() was called.
class ChatPipeline {
 public:
  virtual ~ChatPipeline() = default;
  /// `sink` must outlive the awaited call.
  virtual boost::asio::awaitable<Result<wire::ChatResult>> run(ChatJob job, ChatSink& sink) = 0;
};

}  // namespace vigie
