#include "core/llm/metered_llm_client.h"

#include "core/llm/token_estimate.h"

#include <optional>

namespace vigie {

namespace asio = boost::asio;

namespace {

double secondsBetween(SteadyTime from, SteadyTime to) { return std::chrono::duration<double>(to - from).count(); }

/// Counts a call when it goes out of scope, so that an exception through it is counted too.
class CallMeter {
 public:
  CallMeter(const LlmMetrics::Series& series, const Clock& clock, const LlmRequest& request)
      : series_(series), clock_(clock), request_(request), started_(clock.steady()) {}
  CallMeter(const CallMeter&) = delete;
  CallMeter& operator=(const CallMeter&) = delete;

  ~CallMeter() {
    const SteadyTime ended = clock_.steady();
    LlmMetrics::countRequest(series_, status_);
    series_.duration->Observe(secondsBetween(started_, ended));
    if (!usage_ && firstText_) {
      usage_.emplace();
      for (const wire::ChatMessage& message : request_.messages)
        usage_->promptTokens += estimateTokens(message.content);
      usage_->completionTokens = estimateTokens(receivedBytes_);
    }
    if (!usage_) return;
    LlmMetrics::countTokens(series_, usage_->promptTokens, usage_->completionTokens);
    if (firstText_ && usage_->completionTokens > 1) {
      series_.timePerOutputToken->Observe(secondsBetween(*firstText_, ended) /
                                          static_cast<double>(usage_->completionTokens - 1));
    }
  }

  void received(std::string_view text) {
    if (!firstText_) {
      firstText_ = clock_.steady();
      series_.timeToFirstToken->Observe(secondsBetween(started_, *firstText_));
    }
    receivedBytes_ += text.size();
  }

  void ended(const Result<LlmResult>& result) {
    status_ = result ? LlmStatus::kSuccess : llmStatusOf(result.error().code);
    if (result) usage_ = result->usage;
  }

 private:
  const LlmMetrics::Series& series_;
  const Clock& clock_;
  const LlmRequest& request_;
  SteadyTime started_;
  std::optional<SteadyTime> firstText_;
  std::size_t receivedBytes_ = 0;
  std::optional<wire::Usage> usage_;
  LlmStatus status_ = LlmStatus::kError;
};

}  // namespace

asio::awaitable<Result<LlmResult>> MeteredLlmClient::generate(const LlmRequest& request, const DeltaSink& onDelta) {
  CallMeter meter(metrics_.series(request.model, request.endpoint), clock_, request);
  // Not a coroutine itself: it notes the time and hands on the sink's own awaitable.
  const DeltaSink measured = [&meter, &onDelta](std::string_view text) {
    meter.received(text);
    return onDelta(text);
  };
  auto result = co_await inner_.generate(request, measured);
  meter.ended(result);
  co_return result;
}

}  // namespace vigie
