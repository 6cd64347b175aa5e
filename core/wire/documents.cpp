#include "core/wire/documents.h"

namespace vigie::wire {

namespace {
Error fault(std::string param, std::string_view why) {
  return {ErrorCode::kInvalidArgument, "'" + param + "' " + std::string(why), param};
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

constexpr std::size_t kMaxTitle = 500;
constexpr std::size_t kMaxQuery = 32'768;
}  // namespace

Result<DocumentInput> documentInputFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  DocumentInput input;
  for (auto [key, member] : {std::pair{"title", &input.title}, std::pair{"text", &input.text}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    if (!*text || blank(**text)) return fault(key, "is missing or empty; send the document's words");
    *member = std::move(**text);
  }
  if (input.title.size() > kMaxTitle) return fault("title", "is longer than 500 bytes");
  if (input.text.find('\0') != std::string::npos || input.title.find('\0') != std::string::npos) {
    return fault("text", "holds a NUL character: it is not text");
  }
  auto mediaType = fields.string("media_type");
  if (!mediaType) return mediaType.error();
  input.mediaType = std::move(*mediaType).value_or("text/plain");
  if (input.mediaType != "text/plain" && input.mediaType != "text/markdown") {
    return Error(ErrorCode::kUnsupportedMedia, "'media_type' must be text/plain or text/markdown", "media_type");
  }
  auto filename = fields.string("filename");
  if (!filename) return filename.error();
  input.filename = std::move(*filename).value_or("");
  if (input.filename.size() > 255 || input.filename == "." || input.filename == ".." ||
      input.filename.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos) {
    return fault("filename", "must be a bare name such as runbook.md");
  }
  return input;
}

json::object toJson(const DocumentInput& input) {
  json::object out{{"title", input.title}, {"text", input.text}, {"media_type", input.mediaType}};
  if (!input.filename.empty()) out["filename"] = input.filename;
  return out;
}

json::object toJson(const Document& document) {
  json::object out{{"id", document.id},
                   {"object", "document"},
                   {"title", document.title},
                   {"media_type", document.mediaType},
                   {"filename", document.filename},
                   {"status", document.status},
                   {"progress", document.progress},
                   {"bytes", document.bytes},
                   {"chunks", document.chunks},
                   {"created_at", toIso8601(document.createdAt)},
                   {"updated_at", toIso8601(document.updatedAt)}};
  if (!document.error.empty()) out["error"] = document.error;
  return out;
}

Result<Document> documentFromJson(const json::value& value) {
  const auto object = Fields::object(value, "a document");
  if (!object) return object.error();
  const Fields fields(**object);
  Document out;
  for (auto [key, member] : {std::pair{"id", &out.id}, std::pair{"title", &out.title},
                             std::pair{"media_type", &out.mediaType}, std::pair{"filename", &out.filename},
                             std::pair{"status", &out.status}, std::pair{"error", &out.error}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    *member = std::move(*text).value_or("");
  }
  const auto progress = fields.number("progress", 0, 1);
  if (!progress) return progress.error();
  out.progress = progress->value_or(0);
  for (auto [key, member] : {std::pair{"bytes", &out.bytes}, std::pair{"chunks", &out.chunks}}) {
    const auto number = fields.integer(key, 0, INT64_MAX);
    if (!number) return number.error();
    *member = number->value_or(0);
  }
  for (auto [key, member] : {std::pair{"created_at", &out.createdAt}, std::pair{"updated_at", &out.updatedAt}}) {
    const auto text = fields.string(key);
    if (!text) return text.error();
    if (!*text) continue;
    const auto time = fromIso8601(**text);
    if (!time) return Error(time.error().code, time.error().message, key);
    *member = *time;
  }
  return out;
}

Result<SearchRequest> searchRequestFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  SearchRequest request;
  auto query = fields.string("query");
  if (!query) return query.error();
  if (!*query || blank(**query)) return fault("query", "is missing or empty; an example is \"high error rate\"");
  if ((*query)->size() > kMaxQuery) return fault("query", "is longer than 32768 bytes");
  request.query = std::move(**query);
  const auto k = fields.integer("k", 1, 50);
  if (!k) return k.error();
  request.k = static_cast<int>(k->value_or(4));
  const auto mode = fields.string("mode");
  if (!mode) return mode.error();
  if (*mode) {
    const auto read = searchModeFromString(**mode, "mode");
    if (!read) return read.error();
    request.mode = *read;
  }
  return request;
}

json::object toJson(const SearchResponse& response) {
  json::array hits;
  for (const Citation& hit : response.hits) hits.push_back(toJson(hit));
  json::object timings{{"embed_ms", response.embedMs}, {"retrieve_ms", response.retrieveMs}};
  return {{"object", "list"},
          {"data", std::move(hits)},
          {"has_more", false},
          {"next_cursor", nullptr},
          {"mode", toString(response.mode)},
          {"timings", std::move(timings)}};
}

json::object toJson(const IndexInfo& info) {
  return {{"object", "index"},           {"embedding_model", info.embeddingModel},
          {"dimension", info.dimension}, {"vectors", info.vectors},
          {"bytes", info.bytes},         {"sequence", info.sequence}};
}

}  // namespace vigie::wire
