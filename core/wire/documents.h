// Documents, their chunks, the index, and search.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/wire/chat.h"
#include "core/wire/json_fields.h"

namespace vigie::wire {

/// A body of POST /v1/documents.
struct DocumentInput {
  std::string title;
  std::string text;
  std::string mediaType = "text/markdown";  ///< text/plain or text/markdown (others: 415)
  std::string filename;
};
/// `title` and `text` are demanded; `media_type` defaults to text/plain; a filename is a bare name.
Result<DocumentInput> documentInputFromJson(const json::value& body);
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

/// POST /v1/search.
struct SearchRequest {
  std::string query;
  int k = 4;                       ///< 1 … 50
  std::optional<SearchMode> mode;  ///< unset: the server's default
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
};
json::object toJson(const IndexInfo& info);

}  // namespace vigie::wire
