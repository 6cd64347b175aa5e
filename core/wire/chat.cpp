#include "core/wire/chat.h"

#include "core/base/ids.h"
#include "core/wire/chat_parameters.h"

#include <algorithm>
#include <array>

namespace vigie::wire {

namespace {

constexpr std::int64_t kMaxTokens = 10'000'000;
constexpr std::size_t kMaxMessages = 10'000;

Result<VigieRequest> readVigie(const json::object& object) {
  VigieRequest out;
  const Fields fields(object, "vigie.");
  const auto known = fields.only({"conversation_id", "parent_message_id", "retrieval", "prompt_version"});
  if (!known) return known.error();
  for (auto [key, member] :
       {std::pair{"conversation_id", &out.conversationId}, std::pair{"parent_message_id", &out.parentMessageId}}) {
    auto id = fields.string(key);
    if (!id) return id.error();
    if (*id && !isId(**id)) return invalidField(fields.param(key), "must be a UUID as the server gave it");
    *member = std::move(*id);
  }
  auto version = fields.string("prompt_version");
  if (!version) return version.error();
  out.promptVersion = std::move(*version);

  const auto retrieval = fields.child("retrieval");
  if (!retrieval) return retrieval.error();
  if (*retrieval != nullptr) {
    const Fields options(**retrieval, "vigie.retrieval.");
    if (const auto only = options.only({"enabled", "k", "mode", "min_score"}); !only) return only.error();
    const auto enabled = options.boolean("enabled");
    if (!enabled) return enabled.error();
    out.retrieval.enabled = enabled->value_or(true);
    const auto k = options.integer("k", 1, 50);
    if (!k) return k.error();
    out.retrieval.k = static_cast<int>(k->value_or(4));
    const auto mode = options.string("mode");
    if (!mode) return mode.error();
    if (*mode) {
      const auto read = searchModeFromString(**mode, options.param("mode"));
      if (!read) return read.error();
      out.retrieval.mode = *read;
    }
    const auto minScore = options.number("min_score", 0, 1);
    if (!minScore) return minScore.error();
    out.retrieval.minScore = minScore->value_or(0);
  }
  return out;
}

double milliseconds(double value) { return static_cast<double>(static_cast<std::int64_t>(value * 1000 + 0.5)) / 1000; }

json::object chunk(const ChunkHead& head, json::array choices) {
  return {{"id", head.id},
          {"object", "chat.completion.chunk"},
          {"created", head.created},
          {"model", head.model},
          {"choices", std::move(choices)}};
}

json::object choice(json::object delta, json::value finishReason) {
  return {{"index", 0}, {"delta", std::move(delta)}, {"logprobs", nullptr}, {"finish_reason", std::move(finishReason)}};
}

}  // namespace

std::string_view toString(SearchMode mode) {
  switch (mode) {
    case SearchMode::kVector:
      return "vector";
    case SearchMode::kLexical:
      return "lexical";
    case SearchMode::kHybrid:
      return "hybrid";
  }
  return "vector";
}

Result<SearchMode> searchModeFromString(std::string_view text, std::string param) {
  for (const SearchMode mode : {SearchMode::kVector, SearchMode::kLexical, SearchMode::kHybrid}) {
    if (toString(mode) == text) return mode;
  }
  return Error(ErrorCode::kInvalidArgument, "'" + param + "' must be one of hybrid, vector, lexical", param);
}

std::string_view toString(Saved saved) {
  switch (saved) {
    case Saved::kYes:
      return "yes";
    case Saved::kJournaled:
      return "journaled";
    case Saved::kNo:
      return "no";
  }
  return "no";
}

Result<ChatRequest> chatRequestFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);

  ChatRequest request;
  auto model = fields.string("model");
  if (!model) return model.error();
  if (!*model || (*model)->empty()) return missingField("model", "\"extractive\"; GET /v1/models lists them");
  request.model = std::move(**model);

  const auto messages = fields.array("messages");
  if (!messages) return messages.error();
  if (*messages == nullptr) return missingField("messages", R"([{"role":"user","content":"Hello"}])");
  if ((*messages)->empty()) return invalidField("messages", "must hold at least one message");
  if ((*messages)->size() > kMaxMessages) return invalidField("messages", "holds more than 10000 messages");
  for (std::size_t i = 0; i < (*messages)->size(); ++i) {
    auto message = chatMessageFromJson((**messages)[i], "messages." + std::to_string(i));
    if (!message) return message.error();
    request.messages.push_back(std::move(*message));
  }

  const auto stream = fields.boolean("stream");
  if (!stream) return stream.error();
  request.stream = stream->value_or(false);
  const auto store = fields.boolean("store");
  if (!store) return store.error();
  request.store = store->value_or(true);

  const auto streamOptions = fields.child("stream_options");
  if (!streamOptions) return streamOptions.error();
  if (*streamOptions != nullptr) {
    if (!request.stream) return invalidField("stream_options", "is only allowed with \"stream\": true");
    const Fields options(**streamOptions, "stream_options.");
    const auto known = options.only({"include_usage", "include_obfuscation"});
    if (!known) return known.error();
    const auto usage = options.boolean("include_usage");
    if (!usage) return usage.error();
    request.includeUsage = usage->value_or(false);
    const auto padded = options.boolean("include_obfuscation");
    if (!padded) return padded.error();
    if (padded->value_or(false)) return invalidField("stream_options.include_obfuscation", "is not served: send false");
  }

  auto parameters = chatParametersFromJson(**object);
  if (!parameters) return parameters.error();
  request.parameters = std::move(*parameters);

  const auto vigie = fields.child("vigie");
  if (!vigie) return vigie.error();
  if (*vigie != nullptr) {
    auto extension = readVigie(**vigie);
    if (!extension) return extension.error();
    request.vigie = std::move(*extension);
  }
  return request;
}

json::object toJson(const ChatRequest& request) {
  json::object out = request.parameters;
  out["model"] = request.model;
  json::array messages;
  for (const ChatMessage& message : request.messages) messages.push_back(toJson(message));
  out["messages"] = std::move(messages);
  out["stream"] = request.stream;
  if (request.stream && request.includeUsage) out["stream_options"] = json::object{{"include_usage", true}};
  if (!request.store) out["store"] = false;
  json::object retrieval{{"enabled", request.vigie.retrieval.enabled}, {"k", request.vigie.retrieval.k}};
  if (request.vigie.retrieval.mode) retrieval["mode"] = toString(*request.vigie.retrieval.mode);
  if (request.vigie.retrieval.minScore > 0) retrieval["min_score"] = request.vigie.retrieval.minScore;
  json::object vigie{{"retrieval", std::move(retrieval)}};
  if (request.vigie.conversationId) vigie["conversation_id"] = *request.vigie.conversationId;
  if (request.vigie.parentMessageId) vigie["parent_message_id"] = *request.vigie.parentMessageId;
  if (request.vigie.promptVersion) vigie["prompt_version"] = *request.vigie.promptVersion;
  out["vigie"] = std::move(vigie);
  return out;
}

std::string lastUserText(const ChatRequest& request) {
  for (auto message = request.messages.rbegin(); message != request.messages.rend(); ++message) {
    if (message->role == "user") return message->content;
  }
  return {};
}

json::object toJson(const Usage& usage) {
  json::object out{{"prompt_tokens", usage.promptTokens},
                   {"completion_tokens", usage.completionTokens},
                   {"total_tokens", usage.promptTokens + usage.completionTokens}};
  if (usage.estimated) out["estimated"] = true;
  return out;
}

Result<Usage> usageFromJson(const json::value& value) {
  const auto object = Fields::object(value, "'usage'");
  if (!object) return object.error();
  const Fields fields(**object, "usage.");
  Usage usage;
  const auto prompt = fields.integer("prompt_tokens", 0, kMaxTokens);
  if (!prompt) return prompt.error();
  usage.promptTokens = prompt->value_or(0);
  const auto completion = fields.integer("completion_tokens", 0, kMaxTokens);
  if (!completion) return completion.error();
  usage.completionTokens = completion->value_or(0);
  const auto estimated = fields.boolean("estimated");
  usage.estimated = estimated && estimated->value_or(false);
  return usage;
}

json::object toJson(const Citation& citation) {
  return {{"document_id", citation.documentId},
          {"title", citation.title},
          {"chunk", citation.chunk},
          {"score", citation.score},
          {"quote", citation.quote}};
}

Result<Citation> citationFromJson(const json::value& value) {
  const auto object = Fields::object(value, "a citation");
  if (!object) return object.error();
  const Fields fields(**object);
  Citation citation;
  for (auto [key, member] : {std::pair{"document_id", &citation.documentId}, std::pair{"title", &citation.title},
                             std::pair{"quote", &citation.quote}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    *member = std::move(*text).value_or("");
  }
  const auto chunk = fields.integer("chunk", 0, INT32_MAX);
  if (!chunk) return chunk.error();
  citation.chunk = static_cast<int>(chunk->value_or(0));
  const auto score = fields.number("score", -1e9, 1e9);
  if (!score) return score.error();
  citation.score = score->value_or(0);
  return citation;
}

namespace {
constexpr std::array kTimingFields{
    std::pair{"queue_ms", &Timings::queueMs},       std::pair{"embed_ms", &Timings::embedMs},
    std::pair{"retrieve_ms", &Timings::retrieveMs}, std::pair{"first_token_ms", &Timings::firstTokenMs},
    std::pair{"generate_ms", &Timings::generateMs}, std::pair{"persist_ms", &Timings::persistMs},
    std::pair{"total_ms", &Timings::totalMs},       std::pair{"overhead_ms", &Timings::overheadMs}};
}  // namespace

json::object toJson(const Timings& timings) {
  json::object out;
  for (const auto& [key, member] : kTimingFields) out[key] = milliseconds(timings.*member);
  return out;
}

Result<Timings> timingsFromJson(const json::value& value) {
  const auto object = Fields::object(value, "'timings'");
  if (!object) return object.error();
  const Fields fields(**object, "timings.");
  Timings timings;
  for (const auto& [key, member] : kTimingFields) {
    const auto number = fields.number(key, -1e12, 1e12);
    if (!number) return number.error();
    timings.*member = number->value_or(0);
  }
  return timings;
}

json::object toJson(const VigieResponse& response) {
  json::object out;
  out["conversation_id"] =
      response.conversationId.empty() ? json::value(nullptr) : json::value(response.conversationId);
  out["message_id"] = response.messageId.empty() ? json::value(nullptr) : json::value(response.messageId);
  out["request_id"] = response.requestId;
  out["model"] = response.model;
  if (response.fallbackFrom) out["fallback_from"] = *response.fallbackFrom;
  json::array citations;
  for (const Citation& citation : response.citations) citations.push_back(toJson(citation));
  out["citations"] = std::move(citations);
  out["timings"] = toJson(response.timings);
  out["saved"] = toString(response.saved);
  return out;
}

Result<VigieResponse> vigieResponseFromJson(const json::value& value) {
  const auto object = Fields::object(value, "'vigie'");
  if (!object) return object.error();
  const Fields fields(**object, "vigie.");
  VigieResponse response;
  for (auto [key, member] :
       {std::pair{"conversation_id", &response.conversationId}, std::pair{"message_id", &response.messageId},
        std::pair{"request_id", &response.requestId}, std::pair{"model", &response.model}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    *member = std::move(*text).value_or("");
  }
  auto fallback = fields.string("fallback_from");
  if (!fallback) return fallback.error();
  response.fallbackFrom = std::move(*fallback);
  const auto citations = fields.array("citations");
  if (!citations) return citations.error();
  if (*citations != nullptr) {
    for (const json::value& item : **citations) {
      auto citation = citationFromJson(item);
      if (!citation) return citation.error();
      response.citations.push_back(std::move(*citation));
    }
  }
  if (const auto* const timings = fields.find("timings")) {
    const auto read = timingsFromJson(*timings);
    if (!read) return read.error();
    response.timings = *read;
  }
  const auto saved = fields.string("saved");
  if (!saved) return saved.error();
  response.saved = *saved == "yes" ? Saved::kYes : *saved == "journaled" ? Saved::kJournaled : Saved::kNo;
  return response;
}

json::object toJson(const ChatResult& result) {
  json::object message{{"role", "assistant"}, {"content", result.content}, {"refusal", nullptr}};
  if (!result.toolCalls.empty()) message["tool_calls"] = result.toolCalls;
  if (!result.refusal.empty()) message["refusal"] = result.refusal;
  const bool more = !result.toolCalls.empty() || !result.refusal.empty();
  if (more && result.content.empty()) message["content"] = nullptr;
  json::object only{
      {"index", 0}, {"message", std::move(message)}, {"logprobs", nullptr}, {"finish_reason", result.finishReason}};
  json::array choices;
  choices.push_back(std::move(only));
  return {{"id", result.id},
          {"object", "chat.completion"},
          {"created", result.created},
          {"model", result.model},
          {"choices", std::move(choices)},
          {"usage", toJson(result.usage)},
          {"vigie", toJson(result.vigie)}};
}

json::object roleChunk(const ChunkHead& head) {
  json::array choices;
  choices.push_back(choice({{"role", "assistant"}, {"content", ""}}, nullptr));
  return chunk(head, std::move(choices));
}

json::object deltaChunk(const ChunkHead& head, std::string_view text) {
  json::array choices;
  choices.push_back(choice({{"content", text}}, nullptr));
  return chunk(head, std::move(choices));
}

json::object refusalChunk(const ChunkHead& head, std::string_view text) {
  json::array choices;
  choices.push_back(choice({{"refusal", text}}, nullptr));
  return chunk(head, std::move(choices));
}

json::object toolCallsChunk(const ChunkHead& head, const json::array& pieces) {
  json::array choices;
  choices.push_back(choice({{"tool_calls", pieces}}, nullptr));
  return chunk(head, std::move(choices));
}

json::object finalChunk(const ChunkHead& head, std::string_view finishReason, const VigieResponse& vigie) {
  json::array choices;
  choices.push_back(choice({}, json::value(finishReason)));
  json::object out = chunk(head, std::move(choices));
  out["vigie"] = toJson(vigie);
  return out;
}

json::object usageChunk(const ChunkHead& head, const Usage& usage) {
  json::object out = chunk(head, {});
  out["usage"] = toJson(usage);
  return out;
}

}  // namespace vigie::wire
