#include "server/api/multipart.h"

#include "server/net/http_message.h"

#include <algorithm>
#include <map>
#include <optional>

namespace vigie::api {

namespace {

constexpr std::size_t kMostParts = 16;
constexpr std::size_t kMostHeader = 8192;
constexpr std::size_t kMostBoundary = 70;  // RFC 2046 §5.1.1

Error broken(std::string_view why) {
  return {ErrorCode::kInvalidArgument, "the multipart/form-data body " + std::string(why)};
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// WHATWG HTML §4.10.21.8: browsers write these three bytes of a name as escapes.
void unescapeBrowserName(std::string& name) {
  for (const auto& [escape, byte] : {std::pair{"%22", '"'}, std::pair{"%0D", '\r'}, std::pair{"%0A", '\n'}}) {
    for (auto at = name.find(escape); at != std::string::npos; at = name.find(escape, at + 1)) {
      name.replace(at, 3, 1, byte);
    }
  }
}

/// The parameters after the first ';' of a header's value; nullopt when malformed or said twice.
std::optional<std::map<std::string, std::string>> parameters(std::string_view value) {
  std::map<std::string, std::string> out;
  auto at = value.find(';');
  while (at != std::string_view::npos) {
    value = trimmed(value.substr(at + 1));
    if (value.empty()) break;
    const auto equals = value.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string name = lower(trimmed(value.substr(0, equals)));
    value = trimmed(value.substr(equals + 1));
    std::string text;
    if (value.starts_with('"')) {
      std::size_t i = 1;
      while (i < value.size() && value[i] != '"') {
        if (value[i] == '\\' && i + 1 < value.size() && (value[i + 1] == '"' || value[i + 1] == '\\')) ++i;
        text += value[i++];
      }
      if (i >= value.size()) return std::nullopt;
      value = trimmed(value.substr(i + 1));
      if (!value.empty() && !value.starts_with(';')) return std::nullopt;
      at = value.empty() ? std::string_view::npos : 0;
    } else {
      at = value.find(';');
      text = std::string(trimmed(value.substr(0, at)));
    }
    if (!out.emplace(std::move(name), std::move(text)).second) return std::nullopt;
  }
  return out;
}

Result<FormPart> readHeader(std::string_view header) {
  FormPart part;
  bool disposed = false;
  while (!header.empty()) {
    const auto end = header.find("\r\n");
    const auto line = header.substr(0, end);
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return broken("has a malformed header in one of its parts");
    const auto name = lower(line.substr(0, colon));
    const auto value = trimmed(line.substr(colon + 1));
    if (name == "content-disposition") {
      auto given = parameters(value);
      if (disposed || !given || mediaTypeOf(value) != "form-data" || !given->contains("name")) {
        return broken("has a part without a Content-Disposition: form-data; name=\"…\"");
      }
      disposed = true;
      part.name = std::move((*given)["name"]);
      part.filename = std::move((*given)["filename"]);
      unescapeBrowserName(part.name);
      unescapeBrowserName(part.filename);
    } else if (name == "content-type") {
      part.mediaType = mediaTypeOf(value);
      const auto given = parameters(value);
      const auto charset = given ? given->find("charset") : decltype(given->find("charset"))();
      if (given && charset != given->end() && lower(charset->second) != "utf-8" &&
          lower(charset->second) != "us-ascii") {
        return Error(ErrorCode::kUnsupportedMedia, "text must be in UTF-8; convert it before you send it", "file");
      }
    } else if (name == "content-transfer-encoding") {
      const auto encoding = lower(value);
      if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
        return Error(ErrorCode::kUnsupportedMedia, "a part must be sent as it is, without a Content-Transfer-Encoding");
      }
    }
  }
  if (!disposed) return broken("has a part without a Content-Disposition: form-data; name=\"…\"");
  return part;
}

}  // namespace

std::string mediaTypeOf(std::string_view contentType) {
  return lower(trimmed(contentType.substr(0, contentType.find(';'))));
}

Result<std::vector<FormPart>> formParts(std::string_view contentType, std::string_view body) {
  auto given = parameters(contentType);
  if (!given || !given->contains("boundary")) return broken("is announced without its boundary");
  const std::string& boundary = (*given)["boundary"];
  if (boundary.empty() || boundary.size() > kMostBoundary ||
      std::any_of(boundary.begin(), boundary.end(), [](char c) { return c < 0x20 || c == 0x7F; })) {
    return broken("is announced with a boundary that RFC 2046 does not allow");
  }
  const std::string delimiter = "\r\n--" + boundary;
  // The first delimiter may stand at the very start, without a line end before it.
  if (body.starts_with(std::string_view(delimiter).substr(2))) {
    body.remove_prefix(delimiter.size() - 2);
  } else {
    const auto first = body.find(delimiter);
    if (first == std::string_view::npos) return broken("does not hold its boundary");
    body.remove_prefix(first + delimiter.size());
  }
  std::vector<FormPart> parts;
  for (;;) {
    if (body.starts_with("--")) return parts;
    while (body.starts_with(' ') || body.starts_with('\t')) body.remove_prefix(1);
    if (!body.starts_with("\r\n")) return broken("is cut short, or its boundary is within a part");
    if (parts.size() == kMostParts) return broken("has more than 16 parts");
    // The line end of the delimiter may be the first of the blank line that ends an empty header.
    const auto end = body.substr(0, kMostHeader).find("\r\n\r\n");
    if (end == std::string_view::npos) return broken("has a part whose header does not end, or is over 8 KiB");
    auto part = readHeader(end == 0 ? std::string_view() : body.substr(2, end - 2));
    if (!part) return part.error();
    body.remove_prefix(end + 2);  // the second line end stays: an empty part's delimiter begins with it
    const auto close = body.find(delimiter);
    if (close == std::string_view::npos) return broken("is cut short: a part has no end");
    part->body = close == 0 ? std::string_view() : body.substr(2, close - 2);
    parts.push_back(std::move(*part));
    body.remove_prefix(close + delimiter.size());
  }
}

}  // namespace vigie::api
