#include "core/base/impl/config_values.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <utility>

namespace vigie::impl {

namespace {

bool hasControlOrSpace(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

bool validHostName(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '-' || host.front() == '.') return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
}

/// Splits "host:port", "[v6]:port" or a bare host. The port is nullopt when there is none, the pair when malformed.
std::optional<std::pair<std::string, std::optional<std::uint16_t>>> splitAuthority(std::string_view text) {
  std::string_view host = text;
  std::string_view port;
  bool hasPort = false;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    host = text.substr(1, close - 1);
    const auto rest = text.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
    hasPort = !rest.empty();
    port = rest.empty() ? rest : rest.substr(1);
    if (!isAddress(AF_INET6, std::string(host))) return std::nullopt;
  } else {
    const auto colon = text.find(':');
    hasPort = colon != std::string_view::npos;
    host = text.substr(0, colon);
    if (hasPort) port = text.substr(colon + 1);
    if (!validHostName(host)) return std::nullopt;
  }
  if (!hasPort) return std::pair{std::string(host), std::optional<std::uint16_t>()};
  const auto number = parseNumber<std::uint16_t>(port);
  if (!number) return std::nullopt;
  return std::pair{std::string(host), std::optional(*number)};
}

std::vector<std::string> splitList(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto item = text.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) out.emplace_back(item);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

Fault checkModel(std::string_view name) {
  if (name.size() > 128 || hasControlOrSpace(name)) {
    return shown(name) + " is not a model name (1 to 128 characters, no spaces)";
  }
  return {};
}

}  // namespace

std::string shown(std::string_view value) {
  std::string out = "'";
  for (const char c : value.substr(0, 60)) out += (c >= 0x20 && c < 0x7F) ? c : '?';
  if (value.size() > 60) out += "…";
  return out + "'";
}

bool isAddress(int family, const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(family, text.c_str(), bytes) == 1;
}

Fault readEndpoint(const std::string& value, Endpoint& out) {
  const auto parts = splitAuthority(value);
  if (!parts || !parts->second) return shown(value) + " is not an address and a port";
  const bool address = isAddress(AF_INET, parts->first) || isAddress(AF_INET6, parts->first);
  if (!address && parts->first != "localhost") return shown(value) + " does not start with an IP address or localhost";
  out = {parts->first, *parts->second};
  return {};
}

Fault readUrl(const std::string& value, std::string& out) {
  const std::string_view text = value;
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || (text.substr(0, scheme) != "http" && text.substr(0, scheme) != "https")) {
    return std::string("is not a URL that starts with http:// or https://");
  }
  if (hasControlOrSpace(text)) return std::string("has a space or a control character in it");
  if (text.find_first_of("?#") != std::string_view::npos) return std::string("must not have a query or a fragment");
  const auto rest = text.substr(scheme + 3);
  const auto authority = rest.substr(0, rest.find('/'));
  // Not quoted: what stands before an @ is a secret.
  if (authority.find('@') != std::string_view::npos) return std::string("must not hold a user name or a password");
  const auto parts = splitAuthority(authority);
  if (!parts || parts->second == std::uint16_t{0}) return std::string("has no valid host and port");
  out = value;
  while (out.ends_with('/')) out.pop_back();
  return {};
}

Fault readModel(const std::string& value, std::string& out) {
  if (auto fault = checkModel(value)) return fault;
  out = value;
  return {};
}

Fault readModels(const std::string& value, std::vector<std::string>& out) {
  out = splitList(value);
  for (const auto& name : out) {
    if (auto fault = checkModel(name)) return fault;
  }
  return {};
}

Fault readHosts(const std::string& value, std::vector<std::string>& out) {
  out = splitList(value);
  for (auto& host : out) {
    if (!splitAuthority(host)) return shown(host) + " is not a host name, with or without a port";
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  return {};
}

Fault readOrigins(const std::string& value, std::vector<std::string>& out) {
  out = splitList(value);
  for (const auto& origin : out) {
    std::string url;
    const auto scheme = origin.find("://");
    if (readUrl(origin, url) || origin.find('/', scheme + 3) != std::string::npos) {
      return shown(origin) + " is not an origin: scheme, host and port, without a path";
    }
  }
  return {};
}

Fault readBool(const std::string& value, bool& out) {
  if (value == "1" || value == "true" || value == "yes" || value == "on") {
    out = true;
  } else if (value == "0" || value == "false" || value == "no" || value == "off") {
    out = false;
  } else {
    return shown(value) + " is neither 1 nor 0";
  }
  return {};
}

Fault readDatabaseUrl(std::string value, Secret& out) {
  // Never quoted: it may hold a password.
  const bool url = value.starts_with("postgresql://") || value.starts_with("postgres://");
  const bool keywords = value.find('=') != std::string::npos && value.find("://") == std::string::npos;
  if (!url && !keywords) return std::string("is neither a postgresql:// URL nor a keyword=value string");
  if (std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    return std::string("has a control character in it");
  }
  out = Secret(std::move(value));
  return {};
}

Fault readApiKey(std::string value, Secret& out) {
  if (hasControlOrSpace(value) || value.size() > 4096) return std::string("has a space or a control character in it");
  out = Secret(std::move(value));
  return {};
}

Fault readCount(const std::string& value, std::int64_t least, std::int64_t most, std::int64_t& out) {
  const auto number = parseNumber<std::int64_t>(value);
  if (!number || *number < least || *number > most) {
    return shown(value) + " is not a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  out = *number;
  return {};
}

Fault readLimit(const std::string& value, std::optional<std::int64_t>& out) {
  std::int64_t number = 0;
  if (auto fault = readCount(value, 0, 1'000'000'000, number)) return fault;
  out = number;
  return {};
}

Fault readLogLevel(const std::string& value, LogLevel& out) {
  constexpr std::array kLevels{std::pair{"debug", LogLevel::kDebug}, std::pair{"info", LogLevel::kInfo},
                               std::pair{"warning", LogLevel::kWarning}, std::pair{"error", LogLevel::kError}};
  for (const auto& [name, level] : kLevels) {
    if (value == name) {
      out = level;
      return {};
    }
  }
  return shown(value) + " is not one of debug, info, warning, error";
}

}  // namespace vigie::impl
