#include "core/llm/metered_llm_client.h"

#include "core/llm/call_meter.h"

namespace vigie {

namespace asio = boost::asio;

namespace {

/// Not a coroutine: it notes the time and hands on the sink's own awaitable.
DeltaSink measured(CallMeter& meter, const DeltaSink& onDelta) {
  return [&meter, &onDelta](LlmDelta delta) {
    meter.received(delta);
    return onDelta(delta);
  };
}

}  // namespace

asio::awaitable<Result<LlmResult>> MeteredLlmClient::generate(const LlmRequest& request, const DeltaSink& onDelta) {
  CallMeter meter(metrics_.series(request.model, request.endpoint), clock_, request);
  const DeltaSink sink = measured(meter, onDelta);
  auto result = co_await inner_.generate(request, sink);
  if (result) {
    meter.succeeded(*result);
  } else {
    meter.failed(result.error());
  }
  co_return result;
}

asio::awaitable<LlmOutcome<LlmResult>> MeteredLlmUpstream::attempt(const LlmRequest& request, const LlmAttempt& how,
                                                                   const DeltaSink& onDelta) {
  CallMeter meter(metrics_.series(how.model, request.endpoint), clock_, request);
  const DeltaSink sink = measured(meter, onDelta);
  auto outcome = co_await inner_.attempt(request, how, sink);
  if (outcome) {
    meter.succeeded(*outcome);
  } else {
    meter.failed(outcome.error());
  }
  co_return outcome;
}

}  // namespace vigie
