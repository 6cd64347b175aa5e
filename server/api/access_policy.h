// AccessPolicy: which Host and Origin a listener serves. A page in a browser must not reach a localhost server, neither
// directly nor by rebinding a DNS name (CVE-2024-28224, CVE-2025-66414).
#pragma once

#include "core/base/config.h"
#include "core/base/result.h"
#include "server/net/http_message.h"

#include <string>
#include <string_view>
#include <vector>

namespace vigie::api {

/// Immutable; any thread.
class AccessPolicy {
 public:
  /// Hosts served: localhost, 127.0.0.1 and [::1] with the listener's port, its own address, and `hosts`, each
  /// "name" (with the listener's port or none) or "name:port". Origins served: http:// those loopback names with the
  /// port, and `origins`, exactly.
  AccessPolicy(const Endpoint& listener, const std::vector<std::string>& hosts,
               const std::vector<std::string>& origins);

  /// kForbidden for a foreign Host, or for an Origin that is there and not allowed ("null" included).
  [[nodiscard]] Result<void> check(const net::RequestHead& head) const;

 private:
  std::vector<std::string> hosts_;
  std::vector<std::string> origins_;
};

}  // namespace vigie::api
