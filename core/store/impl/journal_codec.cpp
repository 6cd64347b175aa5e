#include "core/store/impl/journal_codec.h"

#include "core/store/storable_text.h"

#include <boost/json.hpp>

#include <optional>
#include <utility>

namespace vigie::impl {

namespace json = boost::json;

namespace {

json::value orNull(const std::optional<std::string>& text) {
  return text ? json::value(storableText(*text)) : json::value(nullptr);
}

json::value micros(const std::optional<SystemTime>& time) {
  return time ? json::value(time->time_since_epoch().count()) : json::value(nullptr);
}

std::string text(const json::object& from, std::string_view key) { return std::string(from.at(key).as_string()); }

std::optional<std::string> optionalText(const json::object& from, std::string_view key) {
  if (from.at(key).is_null()) return std::nullopt;
  return text(from, key);
}

/// Of a member that a later version added.
std::string addedText(const json::object& from, std::string_view key, std::string_view otherwise) {
  return from.contains(key) ? text(from, key) : std::string(otherwise);
}

std::optional<SystemTime> time(const json::object& from) {
  if (from.at("at").is_null()) return std::nullopt;
  return SystemTime(std::chrono::microseconds(from.at("at").as_int64()));
}

json::object objectOf(const JournaledTurn& write) {
  const NewTurn& turn = write.turn;
  return {{"write", "turn"},
          {"replica", write.replicaId},
          {"owner", storableText(turn.owner)},
          {"conversation", turn.conversationId},
          {"new", turn.newConversation},
          {"title", storableText(turn.title)},
          {"question", turn.userMessageId},
          {"parent", orNull(turn.parentMessageId)},
          {"role", turn.role},
          {"text", storableText(turn.text)},
          {"openai_messages", turn.openaiMessages},
          {"answer", turn.answerId},
          {"model", storableText(turn.model)},
          {"request", storableText(turn.requestId)},
          {"at", micros(turn.at)}};
}

json::object objectOf(const FinishedAnswer& answer) {
  json::array citations;
  for (wire::Citation citation : answer.citations) {
    citation.documentId = storableText(std::move(citation.documentId));
    citation.title = storableText(std::move(citation.title));
    citation.quote = storableText(std::move(citation.quote));
    citations.push_back(toJson(citation));
  }
  return {{"write", "answer"},
          {"owner", storableText(answer.owner)},
          {"answer", answer.answerId},
          {"conversation", answer.conversationId},
          {"text", storableText(answer.content)},
          {"openai_messages", answer.openaiMessages},
          {"status", answer.status},
          {"finish_reason", storableText(answer.finishReason)},
          {"model", storableText(answer.model)},
          {"usage", answer.usage ? json::value(toJson(*answer.usage)) : json::value(nullptr)},
          {"timings", toJson(answer.timings)},
          {"citations", std::move(citations)},
          {"at", micros(answer.at)}};
}

json::object objectOf(const JournaledResponse& kept) {
  return {{"write", "response"},
          {"owner", storableText(kept.key.owner)},
          {"key", kept.key.key},
          {"conversation", kept.conversationId},
          {"response", storableText(kept.response)}};
}

JournaledTurn turnOf(const json::object& from) {
  JournaledTurn out;
  out.replicaId = text(from, "replica");
  out.turn.owner = text(from, "owner");
  out.turn.conversationId = text(from, "conversation");
  out.turn.newConversation = from.at("new").as_bool();
  out.turn.title = text(from, "title");
  out.turn.userMessageId = text(from, "question");
  out.turn.parentMessageId = optionalText(from, "parent");
  out.turn.role = addedText(from, "role", "user");
  out.turn.text = text(from, "text");
  out.turn.openaiMessages = addedText(from, "openai_messages", "");
  out.turn.answerId = text(from, "answer");
  out.turn.model = text(from, "model");
  out.turn.requestId = text(from, "request");
  out.turn.at = time(from);
  return out;
}

FinishedAnswer answerOf(const json::object& from) {
  FinishedAnswer out;
  out.owner = text(from, "owner");
  out.answerId = text(from, "answer");
  out.conversationId = text(from, "conversation");
  out.content = text(from, "text");
  out.openaiMessages = addedText(from, "openai_messages", "");
  out.status = text(from, "status");
  out.finishReason = text(from, "finish_reason");
  out.model = text(from, "model");
  if (!from.at("usage").is_null()) out.usage = wire::usageFromJson(from.at("usage")).value();
  out.timings = wire::timingsFromJson(from.at("timings")).value();
  for (const json::value& item : from.at("citations").as_array()) {
    out.citations.push_back(wire::citationFromJson(item).value());
  }
  out.at = time(from);
  return out;
}

JournaledResponse responseOf(const json::object& from) {
  JournaledResponse out;
  out.key.owner = text(from, "owner");
  out.key.key = text(from, "key");
  out.conversationId = text(from, "conversation");
  out.response = text(from, "response");
  return out;
}

}  // namespace

std::string encodeWrite(const JournaledWrite& write) {
  return json::serialize(std::visit([](const auto& which) { return objectOf(which); }, write));
}

Result<JournaledWrite> decodeWrite(const std::string& encoded) {
  try {
    const json::value read = json::parse(encoded);
    const json::object& from = read.as_object();
    const std::string kind = text(from, "write");
    if (kind == "turn") return JournaledWrite(turnOf(from));
    if (kind == "answer") return JournaledWrite(answerOf(from));
    if (kind == "response") return JournaledWrite(responseOf(from));
  } catch (const std::exception&) {
  }
  return Error(ErrorCode::kInternal, "an entry of the outage journal cannot be read");
}

}  // namespace vigie::impl
