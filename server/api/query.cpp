#include "server/api/query.h"

#include <charconv>

namespace vigie::api {

namespace {

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plusIsSpace) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (plusIsSpace && text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hexDigit(text[i + 1]);
      const int low = hexDigit(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Result<std::optional<std::string>> queryValue(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name) {
      auto value = decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
      if (!value) {
        return Error(ErrorCode::kInvalidArgument, "'" + std::string(name) + "' has a broken % escape",
                     std::string(name));
      }
      return std::optional(std::move(*value));
    }
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return std::optional<std::string>();
}

std::optional<std::string> pathText(std::string_view piece) { return decode(piece, false); }

Result<PageQuery> pageQuery(std::string_view query) {
  PageQuery out;
  const auto limit = queryValue(query, "limit");
  if (!limit) return limit.error();
  if (*limit) {
    const std::string& text = **limit;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.limit);
    if (error != std::errc() || end != text.data() + text.size() || out.limit < 1 || out.limit > 100) {
      return Error(ErrorCode::kInvalidArgument, "'limit' must be a whole number from 1 to 100", "limit");
    }
  }
  auto after = queryValue(query, "after");
  if (!after) return after.error();
  if (*after) out.after = std::move(**after);
  if (out.after.size() > 512) {
    return Error(ErrorCode::kInvalidArgument, "'after' must be a next_cursor as the server gave it", "after");
  }
  return out;
}

}  // namespace vigie::api
