#include "server/api/access_policy.h"

#include <algorithm>

namespace vigie::api {

AccessPolicy::AccessPolicy(const Endpoint& listener, const std::vector<std::string>& hosts,
                           const std::vector<std::string>& origins)
    : origins_(origins) {
  const std::string port = ":" + std::to_string(listener.port);
  const auto addName = [this, &listener, &port](const std::string& name) {
    hosts_.push_back(name + port);
    if (listener.port == 80) hosts_.push_back(name);
  };
  for (const char* name : {"localhost", "127.0.0.1", "[::1]"}) {
    addName(name);
    origins_.push_back("http://" + std::string(name) + port);
    if (listener.port == 80) origins_.push_back("http://" + std::string(name));
  }
  const bool everywhere = listener.host == "0.0.0.0" || listener.host == "::";
  if (!everywhere) addName(listener.host.find(':') == std::string::npos ? listener.host : "[" + listener.host + "]");
  for (const std::string& host : hosts) {
    const auto afterAddress = host.starts_with('[') ? host.find(']') : 0;
    if (host.find(':', afterAddress) != std::string::npos) {
      hosts_.push_back(host);
    } else {
      hosts_.push_back(host);
      hosts_.push_back(host + port);
    }
  }
}

Result<void> AccessPolicy::check(const net::RequestHead& head) const {
  const auto known = std::any_of(hosts_.begin(), hosts_.end(),
                                 [&head](const std::string& host) { return net::equalsIgnoringCase(host, head.host); });
  if (!known) {
    return Error(ErrorCode::kForbidden,
                 "this Host is not served; use localhost with the server's port, or add the name to "
                 "VIGIE_ALLOWED_HOSTS");
  }
  for (const net::HeaderField& field : head.fields) {
    if (!net::equalsIgnoringCase(field.name, "Origin")) continue;
    if (std::find(origins_.begin(), origins_.end(), field.value) == origins_.end()) {
      return Error(ErrorCode::kForbidden,
                   "pages of this Origin may not call the server; add it to VIGIE_ALLOWED_ORIGINS to allow them");
    }
  }
  return {};
}

}  // namespace vigie::api
