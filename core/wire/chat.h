// Chat completions: OpenAI's request and response with the `vigie` extension object (design §5.1).
#pragma once

#include "core/wire/chat_message.h"
#include "core/wire/json_fields.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vigie::wire {

enum class SearchMode { kVector, kLexical, kHybrid };
std::string_view toString(SearchMode mode);
Result<SearchMode> searchModeFromString(std::string_view text, std::string param);

struct RetrievalOptions {
  bool enabled = true;
  int k = 4;                       ///< 1 … 50 passages
  std::optional<SearchMode> mode;  ///< unset: the server's default
  double minScore = 0;             ///< 0 … 1: passages that score less are left out
};

/// The request's extension object.
struct VigieRequest {
  std::optional<std::string> conversationId;
  std::optional<std::string> parentMessageId;
  RetrievalOptions retrieval;
  std::optional<std::string> promptVersion;
};

struct ChatRequest {
  std::string model;  ///< never empty after chatRequestFromJson
  std::vector<ChatMessage> messages;
  bool stream = false;
  bool includeUsage = false;  ///< stream_options.include_usage
  bool store = true;          ///< false keeps nothing of the exchange
  /// What else OpenAI's API knows (temperature, max_tokens, stop, tools, response_format, …), as given, checked for
  /// type and range; it goes to the model unchanged. LlmClient::check() tells what a model cannot honour.
  json::object parameters;
  VigieRequest vigie;
};

/// Reads and checks a body of POST /v1/chat/completions. What cannot be honoured is refused with `param` named,
/// never ignored silently. `messages` must not be empty and must end with a turn the model can answer.
Result<ChatRequest> chatRequestFromJson(const json::value& body);
json::object toJson(const ChatRequest& request);

/// The text of the last user message, which is what is embedded and stored as the turn; empty when there is none.
std::string lastUserText(const ChatRequest& request);

struct Usage {
  std::int64_t promptTokens = 0;
  std::int64_t completionTokens = 0;
  bool estimated = false;  ///< upstream gave none: counted by us
};
json::object toJson(const Usage& usage);
Result<Usage> usageFromJson(const json::value& value);

/// A passage an answer stands on. `quote` is the passage's text.
struct Citation {
  std::string documentId;
  std::string title;
  int chunk = 0;  ///< ordinal within its document, from 0
  double score = 0;
  std::string quote;
};
json::object toJson(const Citation& citation);
Result<Citation> citationFromJson(const json::value& value);

/// Milliseconds of each stage of one answer; firstTokenMs runs from the request's arrival.
struct Timings {
  double queueMs = 0;
  double embedMs = 0;
  double retrieveMs = 0;
  double firstTokenMs = 0;
  double generateMs = 0;
  double persistMs = 0;
  double totalMs = 0;
  double overheadMs = 0;  ///< spent in Vigie itself: total less the wait for the model
};
json::object toJson(const Timings& timings);
Result<Timings> timingsFromJson(const json::value& value);

/// "yes": durable in PostgreSQL; "journaled": durable in the outage journal; "no": kept nowhere.
enum class Saved { kYes, kJournaled, kNo };
std::string_view toString(Saved saved);

/// The response's extension object.
struct VigieResponse {
  std::string conversationId;  ///< empty when nothing is stored
  std::string messageId;       ///< the answer's
  std::string requestId;
  std::string model;  ///< that answered
  std::optional<std::string> fallbackFrom;
  std::vector<Citation> citations;
  Timings timings;
  Saved saved = Saved::kNo;
};
json::object toJson(const VigieResponse& response);
Result<VigieResponse> vigieResponseFromJson(const json::value& value);

/// A finished answer.
struct ChatResult {
  std::string id;            ///< "chatcmpl-…"
  std::int64_t created = 0;  ///< Unix seconds
  std::string model;
  std::string content;
  std::string finishReason;  ///< stop, length, content_filter, tool_calls
  json::array toolCalls{};   ///< whole
  std::string refusal{};     ///< why the model will not answer; never beside content
  Usage usage;
  VigieResponse vigie;
};

/// `object: chat.completion`.
json::object toJson(const ChatResult& result);

/// The pieces of a stream, each one `object: chat.completion.chunk`; the server frames them as SSE events.
/// roleChunk opens, deltaChunk carries text, refusalChunk text of a refusal, toolCallsChunk pieces of tool calls,
/// finalChunk has finish_reason and the vigie object, usageChunk (only with include_usage) has empty choices; "[DONE]"
/// follows.
struct ChunkHead {
  std::string id;
  std::int64_t created = 0;
  std::string model;
};
json::object roleChunk(const ChunkHead& head);
json::object deltaChunk(const ChunkHead& head, std::string_view text);
json::object refusalChunk(const ChunkHead& head, std::string_view text);
json::object toolCallsChunk(const ChunkHead& head, const json::array& pieces);
json::object finalChunk(const ChunkHead& head, std::string_view finishReason, const VigieResponse& vigie);
json::object usageChunk(const ChunkHead& head, const Usage& usage);

}  // namespace vigie::wire
