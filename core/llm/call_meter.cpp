#include "core/llm/call_meter.h"

#include "core/llm/token_estimate.h"

#include <boost/json/serialize.hpp>

namespace vigie {

namespace {

double secondsBetween(SteadyTime from, SteadyTime to) { return std::chrono::duration<double>(to - from).count(); }

}  // namespace

CallMeter::~CallMeter() {
  const SteadyTime ended = clock_.steady();
  LlmMetrics::countRequest(series_, status_);
  series_.duration->Observe(secondsBetween(started_, ended));
  if (!usage_ && firstText_) {
    usage_.emplace();
    for (const wire::ChatMessage& message : request_.messages)
      usage_->promptTokens += estimateTokens(readingBytes(message));
    usage_->completionTokens = estimateTokens(receivedBytes_);
  }
  if (!usage_) return;
  LlmMetrics::countTokens(series_, usage_->promptTokens, usage_->completionTokens);
  if (firstText_ && usage_->completionTokens > 1) {
    series_.timePerOutputToken->Observe(secondsBetween(*firstText_, ended) /
                                        static_cast<double>(usage_->completionTokens - 1));
  }
}

void CallMeter::received(const LlmDelta& delta) {
  if (!firstText_) {
    firstText_ = clock_.steady();
    series_.timeToFirstToken->Observe(secondsBetween(started_, *firstText_));
  }
  receivedBytes_ += delta.text.size() + delta.refusal.size();
  if (delta.toolCalls != nullptr) receivedBytes_ += boost::json::serialize(*delta.toolCalls).size();
}

void CallMeter::succeeded(const LlmResult& result) {
  status_ = LlmStatus::kSuccess;
  usage_ = result.usage;
}

}  // namespace vigie
