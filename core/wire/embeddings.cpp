#include "core/wire/embeddings.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

namespace vigie::wire {

namespace {

constexpr std::size_t kMostTexts = 2048;

Result<std::vector<std::string>> inputOf(const json::value* given) {
  if (given == nullptr || given->is_null()) return invalidField("input", "is missing; send a text or a list of texts");
  std::vector<std::string> out;
  if (given->is_string()) {
    out.emplace_back(given->get_string());
  } else if (given->is_array()) {
    const auto& list = given->get_array();
    if (list.size() > kMostTexts)
      return invalidField("input", "has more than 2048 texts; send them in several requests");
    for (const auto& item : list) {
      if (item.is_number() || item.is_array()) {
        return invalidField("input", "is made of tokens; send text: the model's own tokenizer is not known here");
      }
      if (!item.is_string()) return invalidField("input", "must be a text or a list of texts");
      out.emplace_back(item.get_string());
    }
  } else {
    return invalidField("input", "must be a text or a list of texts");
  }
  if (out.empty()) return invalidField("input", "is empty; send a text or a list of texts");
  for (const auto& text : out) {
    if (text.empty()) return invalidField("input", "holds an empty text");
  }
  return out;
}

}  // namespace

Result<EmbeddingRequest> embeddingRequestFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  EmbeddingRequest request;
  auto model = fields.string("model");
  if (!model) return model.error();
  if (!*model || (*model)->empty())
    return invalidField("model", "is missing; GET /v1/models lists the embedding models");
  request.model = std::move(**model);
  auto input = inputOf(fields.find("input"));
  if (!input) return input.error();
  request.input = std::move(*input);
  const auto format = fields.string("encoding_format");
  if (!format) return format.error();
  const std::string_view encoding = *format ? std::string_view(**format) : "float";
  if (encoding != "float" && encoding != "base64") return invalidField("encoding_format", "must be float or base64");
  request.base64 = encoding == "base64";
  const auto dimensions = fields.integer("dimensions", 1, 65'536);
  if (!dimensions) return dimensions.error();
  request.dimensions = dimensions->value_or(0);
  if (const auto user = fields.string("user"); !user) return user.error();
  for (const auto& member : **object) {
    const std::string_view key = member.key();
    if (key != "model" && key != "input" && key != "encoding_format" && key != "dimensions" && key != "user") {
      return invalidField(std::string(key), "is not supported by /v1/embeddings");
    }
  }
  return request;
}

std::string floatsToBase64(std::span<const float> floats) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  bytes.reserve(floats.size() * 4);
  for (const float value : floats) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((bits >> shift) & 0xFFU);
  }
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t j) -> std::uint32_t {
      return j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U;
    };
    const std::uint32_t group = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
    out += kDigits[group >> 18U & 63U];
    out += kDigits[group >> 12U & 63U];
    out += i + 1 < bytes.size() ? kDigits[group >> 6U & 63U] : '=';
    out += i + 2 < bytes.size() ? kDigits[group & 63U] : '=';
  }
  return out;
}

void EmbeddingResponse::add(std::span<const float> embedding) {
  if (count_ > 0) text_ += ',';
  text_ += R"({"object":"embedding","index":)";
  text_ += std::to_string(count_++);
  text_ += R"(,"embedding":)";
  if (base64_) {
    text_ += '"';
    text_ += floatsToBase64(embedding);
    text_ += "\"}";
    return;
  }
  char separator = '[';
  for (const float value : embedding) {
    text_ += separator;
    separator = ',';
    std::array<char, 24> digits{};
    // JSON has no word for what is no number.
    const float written = std::isfinite(value) ? value : 0;
    text_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), written).ptr);
  }
  if (embedding.empty()) text_ += separator;
  text_ += "]}";
}

std::string EmbeddingResponse::finish(std::string_view model, std::int64_t promptTokens) && {
  const json::object usage{{"prompt_tokens", promptTokens}, {"total_tokens", promptTokens}};
  text_ += R"(],"model":)";
  text_ += json::serialize(json::value(model));
  text_ += R"(,"usage":)";
  text_ += json::serialize(usage);
  text_ += '}';
  return std::move(text_);
}

}  // namespace vigie::wire
