#include "server/api/chat_run.h"

#include <boost/asio.hpp>
#include <boost/json.hpp>

#include <exception>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;

namespace {

/// Hands everything on and knows how much text went by.
class CountingSink final : public ChatSink {
 public:
  explicit CountingSink(ChatSink& inner) : inner_(inner) {}
  asio::awaitable<void> opened(const ChatOpening& opening) override {
    opened_ = true;
    return inner_.opened(opening);
  }
  asio::awaitable<void> cited(const std::vector<wire::Citation>& citations) override { return inner_.cited(citations); }
  asio::awaitable<void> delta(std::string_view text) override {
    bytes_ += text.size();
    return inner_.delta(text);
  }
  asio::awaitable<void> refused(std::string_view text) override {
    bytes_ += text.size();
    return inner_.refused(text);
  }
  asio::awaitable<void> toolCalls(const boost::json::array& pieces) override {
    bytes_ += boost::json::serialize(pieces).size();
    return inner_.toolCalls(pieces);
  }
  [[nodiscard]] bool wasOpened() const { return opened_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  ChatSink& inner_;
  bool opened_ = false;
  std::size_t bytes_ = 0;
};

std::size_t textBytes(const wire::ChatRequest& request) {
  std::size_t sum = 0;
  for (const wire::ChatMessage& message : request.messages) sum += readingBytes(message);
  return sum;
}

}  // namespace

asio::awaitable<Result<wire::ChatResult>> ChatRun::run(ChatJob job, ChatSink& sink) {
  const std::string requestId = job.requestId;
  Result<wire::ChatResult> outcome = Error();
  try {
    outcome = co_await charged(std::move(job), sink);
  } catch (const std::exception& failure) {
    Log("api").error("answer failed", {{"request_id", requestId}, {"what", failure.what()}});
    outcome = Error(ErrorCode::kInternal, "the server failed; the request id names the incident");
  }
  co_return outcome;
}

asio::awaitable<Result<wire::ChatResult>> ChatRun::charged(ChatJob job, ChatSink& sink) {
  if (services_.rates == nullptr) {
    auto outcome = co_await cuttable(std::move(job), sink);
    co_return outcome;
  }
  const std::string owner = job.owner;
  const auto place = services_.rates->stream(owner);
  if (!place) co_return place.error();
  const std::size_t asked = textBytes(job.request);
  CountingSink counting(sink);
  auto outcome = co_await cuttable(std::move(job), counting);
  // Cutting an answer short does not make it free.
  if (outcome) {
    services_.rates->charge(owner, outcome->usage.promptTokens + outcome->usage.completionTokens);
  } else if (counting.wasOpened()) {
    services_.rates->charge(owner, static_cast<std::int64_t>((asked + counting.bytes()) / 4));
  }
  co_return outcome;
}

asio::awaitable<Result<wire::ChatResult>> ChatRun::cuttable(ChatJob job, ChatSink& sink) {
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
