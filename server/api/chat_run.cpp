#include "server/api/chat_run.h"

#include <boost/asio.hpp>

#include <exception>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<wire::ChatResult>> ChatRun::run(ChatJob job, ChatSink& sink) {
  if (reason_) co_return *reason_;
  // The pipeline runs as a coroutine of its own, so that cancelling it leaves the caller free to say how it ended.
  auto executor = co_await asio::this_coro::executor;
  auto work = guarded(std::move(job), sink);
  auto token = asio::bind_cancellation_slot(signal_.slot(), asio::as_tuple(asio::use_awaitable));
  auto [failure, outcome] = co_await asio::co_spawn(executor, std::move(work), token);
  if (failure && !reason_) std::rethrow_exception(failure);
  if (reason_ && (failure || !outcome)) co_return *reason_;
  co_return std::move(outcome);
}

asio::awaitable<Result<wire::ChatResult>> ChatRun::guarded(ChatJob job, ChatSink& sink) {
  Result<wire::ChatResult> outcome = Error();
  std::exception_ptr failure;
  try {
    outcome = co_await services_.chat.run(std::move(job), sink);
  } catch (...) {
    failure = std::current_exception();
  }
  // A coroutine that ends cancelled without ever having suspended would throw out of asio's co_spawn.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  if (failure) std::rethrow_exception(failure);
  co_return outcome;
}

void ChatRun::cut(Error reason) {
  if (reason_) return;
  reason_ = std::move(reason);
  signal_.emit(asio::cancellation_type::all);
}

}  // namespace vigie::api
