// One run of the chat pipeline that can be cut from outside: what SSE, plain JSON and WebSocket have in common.
#pragma once

#include "core/chat/chat_pipeline.h"
#include "server/api/services.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace vigie::api {

/// Starts as not cut. On one strand; must outlive run().
class ChatRun {
 public:
  explicit ChatRun(const Services& services) : services_(services) {}
  ChatRun(const ChatRun&) = delete;
  ChatRun& operator=(const ChatRun&) = delete;

  /// The pipeline's outcome. After cut(): the error given there, unless the answer was complete already. kRateLimited
  /// when the job's owner has too many answers under way or no tokens left; what it used is charged to them, a broken
  /// answer by an estimate. A defect below is logged and kInternal: it never throws, so that what was claimed for the
  /// answer is settled by the outcome alone.
  /// `sink` must outlive the awaited call.
  boost::asio::awaitable<Result<wire::ChatResult>> run(ChatJob job, ChatSink& sink);

  /// Cancels the pipeline; run() ends with `reason`. The first reason stays.
  void cut(Error reason);

 private:
  boost::asio::awaitable<Result<wire::ChatResult>> charged(ChatJob job, ChatSink& sink);
  boost::asio::awaitable<Result<wire::ChatResult>> cuttable(ChatJob job, ChatSink& sink);
  boost::asio::awaitable<Result<wire::ChatResult>> guarded(ChatJob job, ChatSink& sink);

  const Services& services_;
  boost::asio::cancellation_signal signal_;
  std::optional<Error> reason_;
};

}  // namespace vigie::api
