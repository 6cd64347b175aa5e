#include "tests/support/llm_call.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace vigie::test {

namespace asio = boost::asio;

namespace {
constexpr std::chrono::seconds kLimit{20};
}

IoThreads::IoThreads() : work_(asio::make_work_guard(io)) {
  for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io.run(); });
}

IoThreads::~IoThreads() {
  work_.reset();
  io.stop();
  for (std::thread& thread : threads_) thread.join();
}

/// Kept by the completion handler too: the test may go on before the last step of the coroutine has returned.
struct LlmCall::State {
  State(asio::io_context& io, LlmRequest llm)
      : strand(asio::make_strand(io)),
        stall(strand),
        request(std::move(llm)),
        started(std::chrono::steady_clock::now()) {
    stall.expires_at(asio::steady_timer::time_point::min());
  }

  asio::awaitable<void> receive(std::string_view piece) {
    {
      const std::lock_guard lock(mutex);
      if (deltas.empty()) first = std::chrono::steady_clock::now();
      deltas.emplace_back(piece);
      changed.notify_all();
    }
    co_await stall.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  asio::strand<asio::io_context::executor_type> strand;
  asio::cancellation_signal signal;  // of the strand
  asio::steady_timer stall;          // of the strand
  LlmRequest request;
  DeltaSink sink;
  std::chrono::steady_clock::time_point started;

  std::mutex mutex;  // guards what follows
  std::condition_variable changed;
  std::vector<std::string> deltas;
  std::chrono::steady_clock::time_point first;
  std::chrono::steady_clock::time_point ended;
  std::optional<Result<LlmResult>> result;
};

LlmCall::LlmCall(asio::io_context& io, LlmClient& client, LlmRequest request)
    : state_(std::make_shared<State>(io, std::move(request))) {
  state_->sink = [state = state_.get()](std::string_view piece) { return state->receive(piece); };
  asio::co_spawn(state_->strand, client.generate(state_->request, state_->sink),
                 asio::bind_cancellation_slot(state_->signal.slot(),
                                              [state = state_](std::exception_ptr thrown, Result<LlmResult> result) {
                                                const std::lock_guard lock(state->mutex);
                                                state->ended = std::chrono::steady_clock::now();
                                                if (thrown) result = Error(ErrorCode::kInternal, "the client threw");
                                                state->result = std::move(result);
                                                state->changed.notify_all();
                                              }));
}

LlmCall::~LlmCall() {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->result) return;
  }
  cancel(asio::cancellation_type::terminal);
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, kLimit, [this] { return state_->result.has_value(); });
}

Result<LlmResult> LlmCall::wait() {
  std::unique_lock lock(state_->mutex);
  if (!state_->changed.wait_for(lock, kLimit, [this] { return state_->result.has_value(); })) {
    return Error(ErrorCode::kInternal, "the call never ended");
  }
  return *state_->result;
}

bool LlmCall::waitForText(const std::string& expected) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, kLimit, [&] {
    std::string all;
    for (const std::string& delta : state_->deltas) all += delta;
    return all == expected;
  });
}

void LlmCall::cancel(asio::cancellation_type type) {
  asio::post(state_->strand, [state = state_, type] { state->signal.emit(type); });
}

void LlmCall::stallSink(std::chrono::milliseconds time) {
  asio::post(state_->strand, [state = state_, time] { state->stall.expires_after(time); });
}

std::vector<std::string> LlmCall::deltas() const {
  const std::lock_guard lock(state_->mutex);
  return state_->deltas;
}

std::string LlmCall::text() const {
  std::string all;
  for (const std::string& delta : deltas()) all += delta;
  return all;
}

std::chrono::steady_clock::time_point LlmCall::firstDelta() const {
  const std::lock_guard lock(state_->mutex);
  return state_->first;
}

std::chrono::steady_clock::duration LlmCall::took() const {
  const std::lock_guard lock(state_->mutex);
  return state_->ended - state_->started;
}

LlmRequest llmRequest(const std::string& question) {
  LlmRequest request;
  request.model = "mock-model";
  wire::ChatMessage message;
  message.role = "user";
  message.content = question;
  request.messages.push_back(std::move(message));
  request.question = question;
  request.endpoint = "/v1/chat/completions";
  return request;
}

}  // namespace vigie::test
