#include "core/store/migrations.h"

#include "core/base/log.h"
#include "core/store/impl/pg_session.h"

#include <openssl/evp.h>

#include <array>
#include <map>

namespace vigie {

namespace {

// "vigiemig" as a number: any other program's advisory locks are elsewhere. Do not change.
constexpr std::int64_t kMigrationLock = 0x7669676965'6d6967;

constexpr const char* kHistoryTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    " version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now())";

std::string stepName(const Migration& step) {
  return std::to_string(step.version) + " (" + std::string(step.name) + ")";
}

}  // namespace

std::string checksum(const Migration& step) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(step.sql.data(), step.sql.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4U];
    out += kDigits[digest[i] & 0xFU];
  }
  return out;
}

Result<void> checkOrder(std::span<const Migration> steps) {
  int expected = 1;
  for (const Migration& step : steps) {
    if (step.version != expected) {
      return Error(ErrorCode::kInternal,
                   "migration " + stepName(step) + " stands where version " + std::to_string(expected) + " must be");
    }
    ++expected;
  }
  return {};
}

Result<MigrationOutcome> migrate(impl::PgSession& session, std::span<const Migration> steps) {
  if (const auto order = checkOrder(steps); !order) return order.error();
  // Held by the connection, so it goes with it whatever happens.
  session.command("SELECT pg_advisory_lock(" + std::to_string(kMigrationLock) + ")");
  session.command(kHistoryTable);
  std::map<int, std::string> applied;
  for (const auto& row : session.command("SELECT version, checksum FROM schema_migrations")) {
    applied[row[0].as<int>()] = row[1].as<std::string>();
  }
  const int newest = steps.empty() ? 0 : steps.back().version;
  MigrationOutcome outcome;
  outcome.from = applied.empty() ? 0 : applied.rbegin()->first;
  outcome.to = std::max(outcome.from, newest);
  if (outcome.from > newest) {
    return Error(ErrorCode::kConflict, "the database has schema version " + std::to_string(outcome.from) +
                                           ", newer than version " + std::to_string(newest) +
                                           " of this vigie-server: start a newer one");
  }
  for (const Migration& step : steps) {
    const auto found = applied.find(step.version);
    if (found == applied.end()) continue;
    if (found->second != checksum(step)) {
      return Error(ErrorCode::kConflict, "migration " + stepName(step) +
                                             " of the database is not the one of this vigie-server: they come from "
                                             "different builds");
    }
  }
  for (const Migration& step : steps) {
    if (applied.contains(step.version)) continue;
    session.transaction([&](pqxx::work& work) {
      work.exec(std::string(step.sql));
      work.exec_params("INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)", step.version,
                       std::string(step.name), checksum(step));
    });
    Log("store").info("schema migrated", {{"version", step.version}, {"name", step.name}});
  }
  session.command("SELECT pg_advisory_unlock(" + std::to_string(kMigrationLock) + ")");
  return outcome;
}

}  // namespace vigie
