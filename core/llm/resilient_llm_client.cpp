#include "core/llm/resilient_llm_client.h"

#include "core/base/cancellation.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <optional>
#include <random>

namespace vigie {

namespace asio = boost::asio;

namespace {

double uniform() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

LlmFailure cancelledByClient() {
  return {FaultKind::kOurs, Error(ErrorCode::kCancelled, "the client left or stopped the answer")};
}

/// What a request is told that a gate did not let through.
LlmFailure notAsked(const ModelGate::Refusal& refusal) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(refusal.time);
  LlmFailure failure;
  if (refusal.reason == LlmReason::kRateLimited) {
    failure = LlmFailure(FaultKind::kRateLimited,
                         Error(ErrorCode::kRateLimited, "upstream limits its requests; try again later"));
  } else {
    failure = LlmFailure(FaultKind::kBroken, Error(ErrorCode::kUnavailable,
                                                   "the model has failed repeatedly and is left alone for a while; "
                                                   "try again later or name another model"));
  }
  failure.retryAfter = std::max(seconds, std::chrono::seconds(1));
  return failure;
}

LlmReason reasonOf(const LlmFailure& failure) {
  if (failure.code == ErrorCode::kTimeout) return LlmReason::kTimeout;
  if (failure.kind == FaultKind::kRateLimited) return LlmReason::kRateLimited;
  return LlmReason::kError;
}

}  // namespace

ResilienceOptions resilienceOptions(const Config& config) {
  ResilienceOptions options;
  options.models.push_back(config.openaiModel);
  for (const std::string& model : config.openaiFallbackModels) {
    const auto& known = options.fallbackModels;
    if (std::find(known.begin(), known.end(), model) != known.end()) continue;
    options.fallbackModels.push_back(model);
    if (model != config.openaiModel) options.models.push_back(model);
  }
  options.total = config.openaiTimeout;
  return options;
}

ResilientLlmClient::ResilientLlmClient(LlmUpstream& upstream, const LlmMetrics& metrics, const Clock& clock,
                                       ResilienceOptions options)
    : upstream_(upstream),
      metrics_(metrics),
      clock_(clock),
      options_(std::move(options)),
      budget_(options_.budget),
      unlisted_(metrics.models().back(), options_.circuit, metrics.policy(metrics.models().back()), changed_) {
  if (!options_.random) options_.random = uniform;
  for (std::size_t i = 0; i + 1 < metrics_.models().size(); ++i) {
    const std::string& label = metrics_.models()[i];
    gates_.push_back(std::make_shared<ModelGate>(label, options_.circuit, metrics_.policy(label), changed_));
  }
}

std::shared_ptr<ModelGate> ResilientLlmClient::gateOf(const std::string& model) {
  const std::size_t place = metrics_.indexOfModel(model);
  return place < gates_.size() ? gates_[place] : unlisted_.of(model, clock_.steady());
}

std::vector<ModelHealth> ResilientLlmClient::health() const {
  std::vector<ModelHealth> out;
  for (const auto& gate : gates_) out.push_back(gate->health());
  out.push_back(unlisted_.health());
  return out;
}

/// One generate(). Lives in its frame.
class ResilientLlmClient::Answer {
 public:
  Answer(ResilientLlmClient& client, const LlmRequest& request, const DeltaSink& onDelta)
      : client_(client), request_(request), deadline_(client.clock_.steady() + client.options_.total) {
    candidates_.push_back(request.model);
    for (const std::string& model : client.options_.fallbackModels) {
      if (model != request.model) candidates_.push_back(model);
    }
    client.unlisted_.forgetOld(client.clock_.steady());
    for (const std::string& model : candidates_) gates_.push_back(client.gateOf(model));
    // Not a coroutine itself: it notes that text flows and hands on the sink's own awaitable.
    sink_ = [this, &onDelta](LlmDelta delta) {
      if (!begun_) pass_->answered(client_.clock_.steady());
      begun_ = true;
      return onDelta(delta);
    };
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  asio::awaitable<LlmOutcome<LlmResult>> run() {
    client_.budget_.deposit();
    for (place_ = 0; place_ < candidates_.size(); ++place_) {
      auto outcome = co_await askOne();
      if (outcome) {
        if (place_ > 0) outcome->fallbackFrom = request_.model;
        co_return outcome;
      }
      if (ended_) co_return outcome.error();
      gate().series().fallbacks[static_cast<std::size_t>(reason_)]->Increment();
    }
    co_return *shown_;
  }

 private:
  enum class Next { kGiveUp, kNextModel, kAgain };

  [[nodiscard]] bool isLast() const { return place_ + 1 == candidates_.size(); }
  [[nodiscard]] ModelGate& gate() const { return *gates_[place_]; }

  /// Asks the candidate until it answers or something else must be done: ended_ says whether that is the end.
  asio::awaitable<LlmOutcome<LlmResult>> askOne() {
    for (int retry = 0;; ++retry) {
      LlmFailure failure;
      auto admission = gate().admit(client_.clock_.steady());
      const bool asked = admission.has_value();
      if (asked) {
        auto outcome = co_await attempt(*admission);
        if (outcome) co_return outcome;
        failure = outcome.error();
        reason_ = reasonOf(failure);
        // That a fallback's name is refused is the operator's business: the client named another model.
        if (begun_ || place_ == 0 || failure.kind != FaultKind::kRefused) shown_ = failure;
      } else {
        failure = notAsked(admission.error());
        reason_ = admission.error().reason;
        // What a server said tells more than that it was not asked.
        if (!shown_) shown_ = failure;
      }

      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        ended_ = true;
        co_return cancelledByClient();
      }
      std::chrono::microseconds pause{0};
      const Next next = decide(failure, asked, retry, pause);
      if (next != Next::kAgain) {
        ended_ = next == Next::kGiveUp;
        co_return *shown_;
      }
      if (asked) gate().series().retries[static_cast<std::size_t>(reason_)]->Increment();
      const auto executor = co_await asio::this_coro::executor;
      asio::steady_timer timer(executor, pause);
      const auto [stopped] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      if (stopped) {
        ended_ = true;
        co_return cancelledByClient();
      }
    }
  }

  asio::awaitable<LlmOutcome<LlmResult>> attempt(ModelGate::Pass& pass) {
    const SteadyTime now = client_.clock_.steady();
    const auto left = static_cast<SteadyTime::rep>(candidates_.size() - place_);
    const LlmAttempt how(candidates_[place_], now + (deadline_ - now) / left, deadline_);
    pass_ = &pass;
    auto outcome = co_await client_.upstream_.attempt(request_, how, sink_);
    if (outcome) {
      pass.answered(client_.clock_.steady());
    } else {
      pass.failed(client_.clock_.steady(), outcome.error());
    }
    co_return outcome;
  }

  Next decide(const LlmFailure& failure, bool asked, int retry, std::chrono::microseconds& pause) {
    if (begun_ || !mayFallBack(failure.kind)) return Next::kGiveUp;
    const ResilienceOptions& options = client_.options_;
    if (!isLast()) {
      const bool accident = failure.kind == FaultKind::kBroken || failure.kind == FaultKind::kBusy;
      if (!asked || !accident || failure.retryAfter || retry >= options.retriesBeforeFallback) return Next::kNextModel;
    } else if (!isTransient(failure.kind) || reason_ == LlmReason::kCircuitOpen || retry >= options.retries) {
      return Next::kGiveUp;
    }
    const SteadyTime now = client_.clock_.steady();
    pause = options.backoff.delay(retry, options.random(), failure.retryAfter);
    const bool fits = now + pause < deadline_;
    // A wait at the gate has cost the server nothing: only what was asked and failed is a retry to be paid for.
    if (fits && (!asked || client_.budget_.withdraw(now))) return Next::kAgain;
    return isLast() ? Next::kGiveUp : Next::kNextModel;
  }

  ResilientLlmClient& client_;
  const LlmRequest& request_;
  const SteadyTime deadline_;
  std::vector<std::string> candidates_;
  std::vector<std::shared_ptr<ModelGate>> gates_;  // of the candidates
  std::size_t place_ = 0;
  DeltaSink sink_;
  ModelGate::Pass* pass_ = nullptr;  // of the attempt under way
  bool begun_ = false;               // text was handed on
  bool ended_ = false;
  LlmReason reason_ = LlmReason::kError;
  std::optional<LlmFailure> shown_;  // what the client is told when all fails
};

asio::awaitable<Result<LlmResult>> ResilientLlmClient::generate(const LlmRequest& request, const DeltaSink& onDelta) {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return static_cast<const Error&>(cancelledByClient());
  const bool throwsIfCancelled = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::this_coro::reset_cancellation_state(AnyCancellation{});
  Answer answer(*this, request, onDelta);
  auto outcome = co_await answer.run();
  co_await asio::this_coro::throw_if_cancelled(throwsIfCancelled);
  if (!outcome) co_return static_cast<const Error&>(outcome.error());
  co_return std::move(*outcome);
}

}  // namespace vigie
