#include "core/store/database_url.h"

#include <openssl/evp.h>

#include <array>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace vigie {

namespace {

/// libpq's quoting of a keyword's value.
std::string quoted(const std::string& value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

Result<Secret> connectionString(const Secret& databaseUrl, const ConnectionSettings& settings) {
  char* words = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(
      PQconninfoParse(databaseUrl.reveal().c_str(), &words), &PQconninfoFree);
  PQfreemem(words);  // may quote the value: not ours to show
  if (databaseUrl.empty() || !parsed) {
    return Error(ErrorCode::kInvalidArgument,
                 "DATABASE_URL is not a PostgreSQL address; an example is postgresql://vigie@localhost:5432/vigie",
                 "DATABASE_URL");
  }
  std::map<std::string, std::string> values;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) values[option->keyword] = option->val;
  }
  const auto milliseconds = std::to_string(settings.statementTimeout.count());
  values.try_emplace("connect_timeout", std::to_string(settings.connectTimeout.count()));
  // A peer that vanished is noticed in five seconds, not in the kernel's quarter of an hour.
  values.try_emplace("tcp_user_timeout", "5000");
  values.try_emplace("keepalives_idle", "5");
  values.try_emplace("keepalives_interval", "2");
  values.try_emplace("keepalives_count", "3");
  values.try_emplace("application_name", "vigie-server");
  values["client_encoding"] = "UTF8";
  // enable_seqscan: a prepared statement keeps the plan of its first use, when the tables are often empty and reading
  // them whole is cheapest; every statement here that matters has its index. The user's own options come last: they win.
  values["options"] = "-c TimeZone=UTC -c client_min_messages=error -c statement_timeout=" + milliseconds +
                      " -c idle_in_transaction_session_timeout=10000 -c enable_seqscan=off " + values["options"];
  std::string out;
  for (const auto& [keyword, value] : values) out += keyword + "=" + quoted(value) + " ";
  return Secret(std::move(out));
}

std::string databaseDigest(const Secret& databaseUrl) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(
      PQconninfoParse(databaseUrl.reveal().c_str(), nullptr), &PQconninfoFree);
  if (databaseUrl.empty() || !parsed) return {};
  std::string place;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    if (option->val == nullptr) continue;
    if (keyword == "host" || keyword == "hostaddr" || keyword == "port" || keyword == "dbname") {
      place.append(keyword).append("=").append(option->val).append("\n");
    }
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(place.data(), place.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < 8 && i < size; ++i) {
    out += kDigits[digest[i] >> 4U];
    out += kDigits[digest[i] & 0xFU];
  }
  return out;
}

}  // namespace vigie
