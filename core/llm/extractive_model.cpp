#include "core/llm/extractive_model.h"

#include "core/llm/extractive_answer.h"
#include "core/llm/token_estimate.h"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/value.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <limits>

namespace vigie {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

std::int64_t tokenLimit(const json::object& parameters) {
  for (const auto* name : {"max_completion_tokens", "max_tokens"}) {
    const auto* value = parameters.if_contains(name);
    if (value == nullptr) continue;
    if (value->is_int64()) return value->get_int64();
    if (value->is_uint64()) return std::numeric_limits<std::int64_t>::max();
  }
  return std::numeric_limits<std::int64_t>::max();
}

/// Where the first stop sequence begins, or the end.
std::size_t stopAt(const std::string& answer, const json::object& parameters) {
  auto end = answer.size();
  const auto look = [&](const json::value& stop) {
    if (const auto* text = stop.if_string(); text != nullptr && !text->empty()) {
      end = std::min(end, answer.find(std::string_view(text->data(), text->size())));
    }
  };
  if (const auto* stop = parameters.if_contains("stop")) {
    if (const auto* list = stop->if_array()) {
      for (const auto& each : *list) look(each);
    } else {
      look(*stop);
    }
  }
  return end;
}

/// The end of the word (and the white space after it) that starts at `from`.
std::size_t wordEnd(const std::string& text, std::size_t from) {
  auto end = text.find_first_of(" \n", from);
  if (end == std::string::npos) return text.size();
  end = text.find_first_not_of(" \n", end);
  return end == std::string::npos ? text.size() : end;
}

}  // namespace

asio::awaitable<Result<LlmResult>> ExtractiveModel::generate(const LlmRequest& request, const DeltaSink& onDelta) {
  auto answer = extractiveAnswer(request.question, request.passages);
  answer.resize(stopAt(answer, request.parameters));
  const auto limit = tokenLimit(request.parameters);

  LlmResult result;
  result.model = kName;
  result.finishReason = "stop";
  std::size_t said = 0;
  bool cancelled = false;
  while (said < answer.size()) {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      co_return Error(ErrorCode::kCancelled, "the client asked to stop");
    const auto end = wordEnd(answer, said);
    if (estimateTokens(std::string_view(answer).substr(0, end)) > limit) {
      result.finishReason = "length";
      break;
    }
    try {
      co_await onDelta(std::string_view(answer).substr(said, end - said));
    } catch (const boost::system::system_error& failure) {
      // What co_await itself throws in a cancelled coroutine.
      if (failure.code() != asio::error::operation_aborted) throw;
      cancelled = true;
    }
    if (cancelled) co_return Error(ErrorCode::kCancelled, "the client asked to stop");
    said = end;
  }
  for (const auto& message : request.messages) result.usage.promptTokens += estimateTokens(message.content);
  result.usage.completionTokens = estimateTokens(std::string_view(answer).substr(0, said));
  result.usage.estimated = true;
  co_return result;
}

}  // namespace vigie
