#include "core/llm/completion_decoder.h"

#include "core/llm/upstream_error.h"

namespace vigie {

namespace json = boost::json;

namespace {

LlmFailure garbled(const char* message) { return {FaultKind::kGarbled, Error(ErrorCode::kUpstreamFailed, message)}; }

std::string_view stringMember(const json::object& object, std::string_view key) {
  const auto* const member = object.if_contains(key);
  const auto* const text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::int64_t countMember(const json::object& object, std::string_view key) {
  const auto* const member = object.if_contains(key);
  const auto* const count = member == nullptr ? nullptr : member->if_int64();
  return count == nullptr || *count < 0 ? 0 : *count;
}

}  // namespace

CompletionDecoder::CompletionDecoder()
    : parser_(json::storage_ptr(), json::parse_options(), scratch_.data(), scratch_.size()) {}

LlmOutcome<CompletionPiece> CompletionDecoder::chunk(std::string_view text) { return decode(text, "delta"); }
LlmOutcome<CompletionPiece> CompletionDecoder::whole(std::string_view text) { return decode(text, "message"); }

LlmOutcome<CompletionPiece> CompletionDecoder::decode(std::string_view text, std::string_view textMember) {
  value_.reset();
  parser_.reset();  // drops what a failed parse left in the memory
  memory_.emplace(arena_.data(), arena_.size());
  parser_.reset(&*memory_);
  boost::system::error_code failed;
  parser_.write(text.data(), text.size(), failed);
  if (failed) return garbled("upstream sent a piece of answer that is not JSON");
  value_.emplace(parser_.release());

  const auto* const object = value_->if_object();
  if (object == nullptr) return garbled("upstream sent a piece of answer that is not a JSON object");
  if (const auto* const error = object->if_contains("error"); error != nullptr && !error->is_null()) {
    return errorInStream(*error);
  }

  CompletionPiece piece;
  piece.model = stringMember(*object, "model");
  if (const auto* const usage = object->if_contains("usage"); usage != nullptr && usage->is_object()) {
    piece.usage.emplace();
    piece.usage->promptTokens = countMember(usage->get_object(), "prompt_tokens");
    piece.usage->completionTokens = countMember(usage->get_object(), "completion_tokens");
  }
  const auto* const choices = object->if_contains("choices");
  const auto* const list = choices == nullptr ? nullptr : choices->if_array();
  const auto* const choice = list == nullptr || list->empty() ? nullptr : list->front().if_object();
  if (choice == nullptr) return piece;
  piece.finishReason = stringMember(*choice, "finish_reason");
  if (const auto* const holder = choice->if_contains(textMember); holder != nullptr && holder->is_object()) {
    piece.text = stringMember(holder->get_object(), "content");
    piece.refusal = stringMember(holder->get_object(), "refusal");
    const auto* const calls = holder->get_object().if_contains("tool_calls");
    if (calls != nullptr && calls->is_array() && !calls->get_array().empty()) piece.toolCalls = &calls->get_array();
  }
  return piece;
}

}  // namespace vigie
