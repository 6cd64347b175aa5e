#include "core/wire/documents.h"

#include "core/base/utf8.h"

#include <algorithm>

namespace vigie::wire {

namespace {
bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

constexpr std::size_t kMaxTitle = 500;
constexpr std::size_t kMaxQuery = 32'768;

/// A bare name that is safe to show, to log nowhere and to write nowhere.
Result<void> checkFilename(std::string_view name, const std::string& param) {
  const bool control = std::any_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
  if (name.size() > 255 || name == "." || name == ".." || control ||
      name.find_first_of("/\\") != std::string_view::npos) {
    return invalidField(param, "must be a bare name such as runbook.md");
  }
  return {};
}

Result<void> checkTitle(std::string_view title) {
  if (title.size() > kMaxTitle) return invalidField("title", "is longer than 500 bytes");
  if (title.find('\0') != std::string_view::npos) return invalidField("title", "holds a NUL character: it is not text");
  return {};
}

bool isKnownType(std::string_view type) {
  return type == kPlainText || type == kMarkdown || type == kHtml || type == kPdf;
}

Error unknownType(std::string param) {
  std::string message = "'" + param + "' must be text/plain, text/markdown, text/html or application/pdf";
  return {ErrorCode::kUnsupportedMedia, std::move(message), std::move(param)};
}

/// The type that a file's name ends with; empty when it tells nothing.
std::string_view typeOfName(std::string_view name) {
  const auto dot = name.rfind('.');
  std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (ending == "md" || ending == "markdown") return kMarkdown;
  if (ending == "txt" || ending == "text" || ending == "log") return kPlainText;
  if (ending == "html" || ending == "htm" || ending == "xhtml") return kHtml;
  if (ending == "pdf") return kPdf;
  return {};
}

}  // namespace

Result<DocumentInput> documentInputFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  DocumentInput input;
  for (auto [key, member] : {std::pair{"title", &input.title}, std::pair{"text", &input.text}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    if (!*text || blank(**text)) return invalidField(key, "is missing or empty; send the document's words");
    *member = std::move(**text);
  }
  if (const auto title = checkTitle(input.title); !title) return title.error();
  if (input.text.find('\0') != std::string::npos) return invalidField("text", "holds a NUL character: it is not text");
  auto mediaType = fields.string("media_type");
  if (!mediaType) return mediaType.error();
  input.mediaType = std::move(*mediaType).value_or(kPlainText);
  if (!isKnownType(input.mediaType)) return unknownType("media_type");
  if (input.mediaType == kPdf) {
    return Error(ErrorCode::kUnsupportedMedia, "a PDF is no JSON: send it as multipart/form-data, in a part 'file'",
                 "media_type");
  }
  auto filename = fields.string("filename");
  if (!filename) return filename.error();
  input.filename = std::move(*filename).value_or("");
  if (const auto name = checkFilename(input.filename, "filename"); !name) return name.error();
  return input;
}

Result<DocumentInput> documentInputFromUpload(DocumentUpload upload) {
  if (upload.file.empty()) return invalidField("file", "is missing or empty; send the document in a part of that name");
  if (const auto name = checkFilename(upload.filename, "file"); !name) {
    return Error(name.error().code, "the file name of 'file' must be a bare name such as runbook.md", "file");
  }
  DocumentInput input;
  input.filename = std::move(upload.filename);
  input.title = std::move(upload.title);
  if (blank(input.title)) input.title = input.filename.substr(0, input.filename.rfind('.'));
  if (blank(input.title)) return invalidField("title", "is missing, and 'file' has no name to take it from");
  if (const auto title = checkTitle(input.title); !title) return title.error();
  if (!isUtf8(input.title)) return invalidField("title", "is not UTF-8 text");
  if (!isUtf8(input.filename)) return invalidField("file", "has a name that is not UTF-8 text");

  if (!upload.mediaType.empty()) {
    if (!isKnownType(upload.mediaType)) return unknownType("media_type");
    input.mediaType = std::move(upload.mediaType);
  } else if (upload.fileType.empty() || upload.fileType == "application/octet-stream") {
    input.mediaType = typeOfName(input.filename);
    if (input.mediaType.empty()) return unknownType("media_type");
  } else if (isKnownType(upload.fileType)) {
    // Some clients call every text plain: the name's ending knows better.
    const bool markdown = upload.fileType == kPlainText && typeOfName(input.filename) == kMarkdown;
    input.mediaType = markdown ? kMarkdown : std::move(upload.fileType);
  } else {
    return unknownType("file");
  }

  if (input.mediaType == kPdf) {
    // PDF 2.0 (ISO 32000-2) §7.5.2; readers look for it within the first kilobyte.
    if (std::string_view(upload.file).substr(0, 1024).find("%PDF-") == std::string_view::npos) {
      return Error(ErrorCode::kUnprocessable, "'file' is not a PDF", "file");
    }
    input.source = std::move(upload.file);
    return input;
  }
  if (upload.file.starts_with("\xEF\xBB\xBF")) upload.file.erase(0, 3);
  if (!isUtf8(upload.file) || upload.file.find('\0') != std::string::npos) {
    return Error(ErrorCode::kUnprocessable, "'file' is not UTF-8 text", "file");
  }
  if (blank(upload.file)) return invalidField("file", "holds no words");
  input.text = std::move(upload.file);
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
  for (auto [key, member] :
       {std::pair{"id", &out.id}, std::pair{"title", &out.title}, std::pair{"media_type", &out.mediaType},
        std::pair{"filename", &out.filename}, std::pair{"status", &out.status}, std::pair{"error", &out.error}}) {
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

json::object toJson(const DocumentChunk& chunk) {
  return {{"object", "chunk"},      {"document_id", chunk.documentId},
          {"chunk", chunk.ordinal}, {"heading", chunk.heading},
          {"text", chunk.text},     {"embedding_model", chunk.embeddingModel}};
}

Result<SearchRequest> searchRequestFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  SearchRequest request;
  auto query = fields.string("query");
  if (!query) return query.error();
  if (!*query || blank(**query)) return invalidField("query", "is missing or empty; an example is \"high error rate\"");
  if ((*query)->size() > kMaxQuery) return invalidField("query", "is longer than 32768 bytes");
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
  const auto minScore = fields.number("min_score", 0, 1);
  if (!minScore) return minScore.error();
  request.minScore = minScore->value_or(0);
  return request;
}

json::object toJson(const SearchResponse& response) {
  json::array hits;
  for (const Citation& hit : response.hits) hits.push_back(toJson(hit));
  json::object timings{{"embed_ms", response.embedMs}, {"retrieve_ms", response.retrieveMs}};
  return {{"object", "list"},       {"data", std::move(hits)},         {"has_more", false},
          {"next_cursor", nullptr}, {"mode", toString(response.mode)}, {"timings", std::move(timings)}};
}

json::object toJson(const IndexInfo& info) {
  json::object out{{"object", "index"},           {"embedding_model", info.embeddingModel},
                   {"dimension", info.dimension}, {"documents", info.documents},
                   {"vectors", info.vectors},     {"bytes", info.bytes},
                   {"sequence", info.sequence}};
  if (info.documentsToEmbed > 0) {
    const std::int64_t done = info.documents - info.documentsToEmbed;
    const double progress = static_cast<double>(done) / static_cast<double>(info.documents);
    out["reembedding"] =
        json::object{{"documents_done", done}, {"documents_total", info.documents}, {"progress", progress}};
  }
  return out;
}

}  // namespace vigie::wire
