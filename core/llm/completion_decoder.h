// The JSON of chat completions, as OpenAI-compatible servers send it.
#pragma once

#include "core/llm/llm_upstream.h"
#include "core/wire/chat.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace vigie {

/// What one event of a stream, or one whole completion, says. What it points to belongs to the decoder.
struct CompletionPiece {
  std::string_view text;
  std::string_view finishReason;  ///< empty while there is none
  std::string_view model;
  std::string_view refusal;
  const boost::json::array* toolCalls = nullptr;
  std::optional<wire::Usage> usage;
};

/// Decodes without allocating where a piece's JSON fits 4 KiB, as nearly all do. Not thread-safe.
///
/// An {"error": …} is an Error of the kind its `code` or `type` says, kUpstreamFailed otherwise, with its message as
/// presentable() makes it; text that is not the JSON expected is kUpstreamFailed and kGarbled. Strings are valid UTF-8
/// or the JSON is refused.
class CompletionDecoder {
 public:
  CompletionDecoder();
  CompletionDecoder(const CompletionDecoder&) = delete;
  CompletionDecoder& operator=(const CompletionDecoder&) = delete;

  /// A `chat.completion.chunk`. The views are valid until the next call.
  LlmOutcome<CompletionPiece> chunk(std::string_view text);
  /// A `chat.completion`: the answer of a server that ignored `stream`.
  LlmOutcome<CompletionPiece> whole(std::string_view text);

 private:
  LlmOutcome<CompletionPiece> decode(std::string_view text, std::string_view textMember);

  std::array<unsigned char, 4096> arena_;
  std::array<unsigned char, 2048> scratch_;
  std::optional<boost::json::monotonic_resource>
      memory_;  // a new one a piece: release() keeps the size it has grown to
  boost::json::parser parser_;
  std::optional<boost::json::value> value_;
};

}  // namespace vigie
