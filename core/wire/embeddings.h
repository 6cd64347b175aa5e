// POST /v1/embeddings, in OpenAI's shape.
#pragma once

#include "core/wire/json_fields.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vigie::wire {

struct EmbeddingRequest {
  std::string model;
  std::vector<std::string> input;  ///< 1 … 2048 texts, none of them empty
  bool base64 = false;             ///< encoding_format: little-endian binary32 in base64, not a list of numbers
  std::int64_t dimensions = 0;     ///< 0: as many as the model has
};
/// Refused with its `param`: token arrays (the tokenizer is the model's own affair), empty texts, a member that is not
/// known. `user` is taken and goes nowhere.
Result<EmbeddingRequest> embeddingRequestFromJson(const json::value& body);

struct EmbeddingResponse {
  std::string model;
  std::vector<std::vector<float>> embeddings;
  bool base64 = false;
  std::int64_t promptTokens = 0;  ///< an estimate
};
json::object toJson(const EmbeddingResponse& response);

/// Little-endian binary32, in base64 (RFC 4648 §4).
std::string floatsToBase64(std::span<const float> floats);

}  // namespace vigie::wire
