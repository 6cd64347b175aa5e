// POST /v1/embeddings, in OpenAI's shape.
#pragma once

#include "core/wire/json_fields.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

/// The response as text, made embedding by embedding: as JSON values thousands of them would take many times their own
/// size, and long to make in one go.
class EmbeddingResponse {
 public:
  explicit EmbeddingResponse(bool base64) : base64_(base64) {}

  /// Numbers are written as short as a float reads back from.
  void add(std::span<const float> embedding);
  /// The whole text. `promptTokens` is an estimate.
  [[nodiscard]] std::string finish(std::string_view model, std::int64_t promptTokens) &&;

 private:
  const bool base64_;
  std::size_t count_ = 0;
  std::string text_ = R"({"object":"list","data":[)";
};

/// Little-endian binary32, in base64 (RFC 4648 §4).
std::string floatsToBase64(std::span<const float> floats);

}  // namespace vigie::wire
