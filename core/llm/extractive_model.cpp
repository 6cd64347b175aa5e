#include "core/llm/extractive_model.h"

#include "core/llm/extractive_answer.h"
#include "core/llm/token_estimate.h"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/value.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
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

/// Parameters that ask for more than sentences of the passages, unless they have this value.
struct Beyond {
  std::string_view key;
  std::string_view harmless;
};
constexpr std::array kBeyond{
    Beyond{"tools", ""},    Beyond{"logit_bias", ""}, Beyond{"reasoning_effort", "none"}, Beyond{"verbosity", ""},
    Beyond{"metadata", ""}, Beyond{"prediction", ""}, Beyond{"service_tier", "auto"}};

Error cannot(const std::string& param, const std::string& what) {
  return {ErrorCode::kInvalidArgument,
          "'" + param + "' " + what +
              "; the embedded model answers with sentences of the documents only: leave it out "
              "or set OPENAI_BASE_URL to use a language model",
          param};
}

}  // namespace

Result<void> ExtractiveModel::check(const wire::ChatRequest& request) const {
  for (const Beyond& beyond : kBeyond) {
    const auto* const value = request.parameters.if_contains(beyond.key);
    if (value == nullptr || (value->is_object() && value->get_object().empty())) continue;
    if (value->is_string() && !beyond.harmless.empty() && value->get_string() == beyond.harmless) continue;
    return cannot(std::string(beyond.key), "cannot be honoured");
  }
  if (const auto* const format = request.parameters.if_contains("response_format")) {
    if (format->at("type") != "text") return cannot("response_format", "cannot be honoured");
  }
  for (std::size_t i = 0; i < request.messages.size(); ++i) {
    for (std::size_t part = 0; part < request.messages[i].parts.size(); ++part) {
      const json::object& object = request.messages[i].parts[part].get_object();
      if (object.at("type") == "text" || object.at("type") == "refusal") continue;
      return cannot("messages." + std::to_string(i) + ".content." + std::to_string(part) + ".type",
                    "names something that cannot be read");
    }
  }
  return {};
}

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
  for (const auto& message : request.messages) result.usage.promptTokens += estimateTokens(readingBytes(message));
  result.usage.completionTokens = estimateTokens(std::string_view(answer).substr(0, said));
  result.usage.estimated = true;
  co_return result;
}

}  // namespace vigie
