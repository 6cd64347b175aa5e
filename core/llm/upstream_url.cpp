#include "core/llm/upstream_url.h"

#include <algorithm>
#include <charconv>

namespace vigie {

namespace {

Error wrong(std::string_view why) {
  return {ErrorCode::kInvalidArgument, std::string(why) + "; an example is http://127.0.0.1:11434/v1"};
}

bool isHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}
bool isAddressCharacter(char c) {
  return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

}  // namespace

std::string UpstreamUrl::authority() const {
  std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != (tls ? 443 : 80)) out += ":" + std::to_string(port);
  return out;
}

Result<UpstreamUrl> upstreamUrlFromText(std::string_view text) {
  UpstreamUrl url;
  if (text.starts_with("https://")) {
    url.tls = true;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return wrong("the URL must begin with http:// or https://");
  }
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!printable) return wrong("the URL holds a blank, a control or a non-ASCII character");
  if (text.find_first_of("?#") != std::string_view::npos) return wrong("the URL must have no query and no fragment");

  const std::size_t slash = text.find('/');
  std::string_view authority = text.substr(0, slash);
  if (slash != std::string_view::npos) url.path = text.substr(slash);
  while (url.path.ends_with('/')) url.path.pop_back();
  if (authority.find('@') != std::string_view::npos) return wrong("the URL must hold no user name or password");

  std::string_view port;
  bool hasPort = false;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return wrong("the URL's IPv6 address lacks its closing bracket");
    url.host = authority.substr(1, end - 1);
    if (!std::all_of(url.host.begin(), url.host.end(), isAddressCharacter)) return wrong("the URL's address is wrong");
    authority.remove_prefix(end + 1);
    if (!authority.empty() && authority.front() != ':') return wrong("the URL's port is wrong");
    hasPort = !authority.empty();
    if (hasPort) port = authority.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    hasPort = colon != std::string_view::npos;
    if (hasPort) port = authority.substr(colon + 1);
    url.host = authority.substr(0, colon);
    if (!std::all_of(url.host.begin(), url.host.end(), isHostCharacter)) return wrong("the URL's host is wrong");
  }
  if (url.host.empty()) return wrong("the URL has no host");
  url.port = url.tls ? 443 : 80;
  if (hasPort) {
    const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (failed != std::errc{} || end != port.data() + port.size() || url.port == 0) {
      return wrong("the URL's port must be a number from 1 to 65535");
    }
  }
  return url;
}

}  // namespace vigie
