// Documents, their chunks, the index, and search.
#pragma once

#include "core/base/clock.h"
#include "core/wire/chat.h"
#include "core/wire/json_fields.h"

#include <optional>
#include <string>
#include <vector>

namespace vigie::wire {

// The media types of documents; others are 415.
inline constexpr const char* kPlainText = "text/plain";
inline constexpr const char* kMarkdown = "text/markdown";
inline constexpr const char* kHtml = "text/html";
inline constexpr const char* kPdf = "application/pdf";

/// What POST /v1/documents takes in.
struct DocumentInput {
  std::string title;
  std::string text;
  std::string mediaType = kMarkdown;
  std::string filename;
  std::string source;  ///< the file's own bytes where it is no text (PDF) and was not read yet; `text` is empty then
};
/// `title` and `text` are demanded; `media_type` defaults to text/plain; a filename is a bare name. A PDF is no JSON:
/// it comes as a file (DocumentUpload).
Result<DocumentInput> documentInputFromJson(const json::value& body);

/// The parts of a multipart/form-data body of POST /v1/documents, as they came.
struct DocumentUpload {
  std::string file;       ///< the part "file": the document's bytes
  std::string filename;   ///< of that part
  std::string fileType;   ///< its Content-Type, without parameters and in lower case; may be empty
  std::string title;      ///< the part "title"; empty: made of the file's name
  std::string mediaType;  ///< the part "media_type"; empty: by fileType, else by the name's ending
};
/// The same rules as for JSON, with `param` naming the part. Text must be UTF-8; a byte order mark is cut off.
Result<DocumentInput> documentInputFromUpload(DocumentUpload upload);
json::object toJson(const DocumentInput& input);

struct Document {
  std::string id;
  std::string title;
  std::string mediaType;
  std::string filename;
  std::string status = "queued";  ///< queued, processing, ready, failed
  double progress = 0;            ///< 0 … 1
  std::string error;              ///< why it failed; empty otherwise
  std::int64_t bytes = 0;
  std::int64_t chunks = 0;
  SystemTime createdAt{};
  SystemTime updatedAt{};
};
json::object toJson(const Document& document);
Result<Document> documentFromJson(const json::value& value);

/// One passage of a document as it is searched, of GET /v1/documents/{id}/chunks.
struct DocumentChunk {
  std::string documentId;
  std::int64_t ordinal = 0;  ///< `chunk` of a hit
  std::string heading;       ///< the headings above it, joined by " › "
  std::string text;
  std::string embeddingModel;
};
json::object toJson(const DocumentChunk& chunk);

/// POST /v1/search.
struct SearchRequest {
  std::string query;
  int k = 4;                       ///< 1 … 50
  std::optional<SearchMode> mode;  ///< unset: the server's default
  /// Not of the body: the key's owner. Their documents are searched, and those that belong to nobody.
  std::string owner;
  double minScore = 0;             ///< 0 … 1: hits that score less are left out
};
Result<SearchRequest> searchRequestFromJson(const json::value& body);

struct SearchResponse {
  std::vector<Citation> hits;  ///< a search hit has a citation's shape
  SearchMode mode = SearchMode::kVector;
  double embedMs = 0;
  double retrieveMs = 0;
};
json::object toJson(const SearchResponse& response);

/// GET /v1/index.
struct IndexInfo {
  std::string embeddingModel;
  std::int64_t dimension = 0;
  std::int64_t vectors = 0;
  std::int64_t bytes = 0;
  std::int64_t sequence = 0;  ///< the last index change applied
  std::int64_t documents = 0;
  std::int64_t documentsToEmbed = 0;  ///< made by another embedding model: searched by words until embedded anew
};
json::object toJson(const IndexInfo& info);

}  // namespace vigie::wire
