// The schema's migrations and how they are applied.
#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <string_view>

namespace vigie {

namespace impl {
class PgSession;
}

/// One step of the schema. Released steps never change: their checksum is kept in the database.
struct Migration {
  int version = 0;  ///< from 1, without holes
  std::string_view name;
  std::string_view sql;
};

/// Those of this program, in order: core/store/migrations/NNNN_name.sql, embedded when it was built. A new one: add
/// the file and its name to core/store/CMakeLists.txt.
std::span<const Migration> migrations();

struct MigrationOutcome {
  int from = 0;  ///< the schema's version before
  int to = 0;    ///< and now
};

/// Applies what is missing, each step in its own transaction, all under one advisory lock, so that replicas may start
/// together. Blocking; for start-up. A database that is newer than `steps`, or that was migrated by a different text
/// of a step, is kConflict and is left as it was.
Result<MigrationOutcome> migrate(impl::PgSession& session, std::span<const Migration> steps);

/// SHA-256 of a step's text, hex.
std::string checksum(const Migration& step);

/// kInternal unless versions run from 1 without holes.
Result<void> checkOrder(std::span<const Migration> steps);

}  // namespace vigie
