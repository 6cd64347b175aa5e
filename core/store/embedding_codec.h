// Embeddings as PostgreSQL's bytea in hexadecimal: IEEE 754 binary32, little-endian, two digits a byte.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// Eight lower-case digits a value, without a prefix. Every bit is kept, NaNs and negative zero included.
std::string encodeEmbedding(std::span<const float> values);

/// Reads what encodeEmbedding() writes, with or without bytea's "\x" in front. Nothing when the text is not that.
std::optional<std::vector<float>> decodeEmbedding(std::string_view text);

}  // namespace vigie
