// The address of an OpenAI-compatible server.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace vigie {

struct UpstreamUrl {
  bool tls = false;
  std::string host;  ///< a name or an address; IPv6 without brackets
  std::uint16_t port = 0;
  std::string path;  ///< without a trailing slash: "/v1"; may be empty

  /// As the Host header has it: the port only where it is not the scheme's own, IPv6 in brackets.
  [[nodiscard]] std::string authority() const;
};

/// Reads an absolute http or https URL. kInvalidArgument says what is wrong with it; user information, a query and a
/// fragment are refused, since a secret in a URL ends up in logs.
Result<UpstreamUrl> upstreamUrlFromText(std::string_view text);

}  // namespace vigie
