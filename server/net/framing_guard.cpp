#include "server/net/framing_guard.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace vigie::net {

namespace {

Error malformed(std::string message) { return {ErrorCode::kInvalidArgument, std::move(message)}; }

/// RFC 9110 §5.6.2.
constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 'a'; c <= 'z'; ++c) out[c] = true;
  for (unsigned c = 'A'; c <= 'Z'; ++c) out[c] = true;
  for (unsigned c = '0'; c <= '9'; ++c) out[c] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) out[static_cast<unsigned char>(c)] = true;
  return out;
}();

bool isToken(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; });
}

bool isVisible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

bool isFieldValue(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

Result<void> readRequestLine(std::string_view line, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || last == first) {
    return malformed("the request line must be: method, space, path, space, HTTP/1.1");
  }
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (!isToken(head.method) || head.method.size() > 32) return malformed("the method is not a valid token");
  if (line.substr(last + 1) != "HTTP/1.1") return malformed("the protocol version must be HTTP/1.1");
  if (!head.target.starts_with('/') || !isVisible(head.target) || head.target.find('#') != std::string_view::npos) {
    return malformed("the request target must be a path that starts with '/'");
  }
  const auto question = head.target.find('?');
  head.path = head.target.substr(0, question);
  if (question != std::string_view::npos) head.query = head.target.substr(question + 1);
  return {};
}

Result<HeaderField> readField(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return malformed("a header field must not be folded over lines");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return malformed("a header line has no colon");
  HeaderField field{line.substr(0, colon), line.substr(colon + 1)};
  if (!isToken(field.name)) return malformed("a header field's name is not a valid token");
  while (!field.value.empty() && (field.value.front() == ' ' || field.value.front() == '\t')) {
    field.value.remove_prefix(1);
  }
  while (!field.value.empty() && (field.value.back() == ' ' || field.value.back() == '\t')) {
    field.value.remove_suffix(1);
  }
  if (!isFieldValue(field.value)) return malformed("a header field's value has a control character in it");
  return field;
}

}  // namespace

Result<std::size_t> findHead(std::string_view bytes) {
  if (bytes.starts_with('\r') || bytes.starts_with('\n')) {
    return malformed("a request must start with its request line");
  }
  const auto window = bytes.substr(0, kMaxHeadBytes);
  for (std::size_t at = window.find('\n'); at != std::string_view::npos; at = window.find('\n', at + 1)) {
    if (window[at - 1] != '\r') return malformed("a header line must end with CRLF");
    if (at >= 3 && window[at - 2] == '\n') return at + 1;
  }
  if (window.find('\0') != std::string_view::npos) return malformed("a header has a NUL byte in it");
  if (bytes.size() >= kMaxHeadBytes) {
    return Error(ErrorCode::kTooLarge,
                 "the request's header is over the limit of " + std::to_string(kMaxHeadBytes) + " bytes");
  }
  return std::size_t{0};
}

Result<RequestHead> readHead(std::string_view bytes) {
  RequestHead head;
  bool first = true;
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
  for (;;) {
    const auto end = bytes.find("\r\n");
    if (end == std::string_view::npos) return malformed("a header line must end with CRLF");
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    if (line.find('\r') != std::string_view::npos) return malformed("a header line has a bare CR in it");
    if (first) {
      if (const auto read = readRequestLine(line, head); !read) return read.error();
      first = false;
      continue;
    }
    if (line.empty()) break;
    auto field = readField(line);
    if (!field) return field.error();
    if (head.fields.size() == kMaxHeaderFields) {
      return Error(ErrorCode::kTooLarge, "the request has over " + std::to_string(kMaxHeaderFields) + " header fields");
    }
    head.fields.push_back(*field);
    if (equalsIgnoringCase(field->name, "host")) {
      ++hosts;
      head.host = field->value;
    } else if (equalsIgnoringCase(field->name, "content-length")) {
      ++lengths;
      std::uint64_t length = 0;
      const auto* const stop = field->value.data() + field->value.size();
      const auto [end2, error] = std::from_chars(field->value.data(), stop, length);
      if (error != std::errc() || end2 != stop) return malformed("Content-Length must be a number of bytes");
      head.contentLength = length;
    } else if (equalsIgnoringCase(field->name, "transfer-encoding")) {
      ++encodings;
      if (!equalsIgnoringCase(field->value, "chunked")) return malformed("Transfer-Encoding must be exactly: chunked");
      head.chunked = true;
    }
  }
  if (!bytes.empty()) return malformed("bytes follow the end of the header");
  if (hosts != 1 || head.host.empty()) return malformed("a request must have exactly one Host header");
  if (lengths > 1) return malformed("a request must have at most one Content-Length header");
  if (encodings > 1) return malformed("a request must have at most one Transfer-Encoding header");
  if (lengths > 0 && encodings > 0) {
    return malformed("Content-Length and Transfer-Encoding must not stand in one request");
  }
  head.keepAlive = !head.lists("Connection", "close");
  return head;
}

}  // namespace vigie::net
