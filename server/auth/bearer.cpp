#include "server/auth/bearer.h"

namespace vigie::auth {

Result<Caller> authenticate(const net::RequestHead& head, const ApiKeys& keys) {
  const net::HeaderField* given = nullptr;
  for (const net::HeaderField& field : head.fields) {
    if (!net::equalsIgnoringCase(field.name, "Authorization")) continue;
    if (given != nullptr) {
      return Error(ErrorCode::kUnauthenticated, "a request must have one Authorization header and no more");
    }
    given = &field;
  }
  constexpr std::string_view kScheme = "Bearer ";
  if (given == nullptr || !net::equalsIgnoringCase(given->value.substr(0, kScheme.size()), kScheme)) {
    return Error(ErrorCode::kUnauthenticated,
                 "this API demands a key: send it as 'Authorization: Bearer KEY'; its operator makes one with "
                 "'vigie-server keys add NAME'");
  }
  std::string_view key = given->value.substr(kScheme.size());
  while (key.starts_with(' ')) key.remove_prefix(1);
  auto caller = keys.find(key);
  if (!caller) return Error(ErrorCode::kUnauthenticated, "the API key is wrong, or it was revoked");
  return std::move(*caller);
}

}  // namespace vigie::auth
