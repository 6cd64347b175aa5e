#include "core/store/impl/pg_errors.h"

#include "core/base/log.h"

#include <pqxx/except.hxx>

#include <array>
#include <string_view>
#include <utility>

namespace vigie::impl {

namespace {

Failure failure(ErrorCode code, std::string message, bool lost = false) {
  Failure out;
  out.error = Error(code, std::move(message));
  if (code == ErrorCode::kUnavailable) out.error.retryAfter = std::chrono::seconds(1);
  out.connectionLost = lost;
  return out;
}

// Classes of SQLSTATE: PostgreSQL's documentation, appendix A.
Failure fromSqlState(const std::string& state) {
  const std::string suffix = " (SQLSTATE " + state + ")";
  const std::string_view group = std::string_view(state).substr(0, 2);
  if (state == "57014") return failure(ErrorCode::kTimeout, "PostgreSQL did not finish in time" + suffix);
  if (group == "57") return failure(ErrorCode::kUnavailable, "PostgreSQL is shutting down" + suffix, true);
  if (group == "08") return failure(ErrorCode::kUnavailable, "the connection to PostgreSQL was lost" + suffix, true);
  if (group == "53") return failure(ErrorCode::kUnavailable, "PostgreSQL is out of resources" + suffix);
  if (group == "40" || group == "55") {
    return failure(ErrorCode::kUnavailable, "other work on the same rows got in the way" + suffix);
  }
  if (group == "25") return failure(ErrorCode::kUnavailable, "PostgreSQL takes no writes now" + suffix);
  if (group == "23") return failure(ErrorCode::kConflict, "the database's rules forbid this change" + suffix);
  if (group == "54") return failure(ErrorCode::kTooLarge, "too large for PostgreSQL" + suffix);
  Log("store").error("statement refused", {{"sqlstate", state}});
  return failure(ErrorCode::kInternal, "PostgreSQL refused a statement" + suffix);
}

}  // namespace

Failure describeCurrentException(bool connectionIsOpen) {
  const Failure lost = failure(ErrorCode::kUnavailable, "the connection to PostgreSQL was lost", true);
  try {
    throw;
  } catch (const pqxx::broken_connection&) {
    return lost;
  } catch (const pqxx::in_doubt_error&) {
    return lost;
  } catch (const pqxx::sql_error& error) {
    // A server that vanishes in the middle of a statement gives an error without a state.
    if (error.sqlstate().empty()) return lost;
    Failure out = fromSqlState(error.sqlstate());
    out.connectionLost = out.connectionLost || !connectionIsOpen;
    return out;
  } catch (const pqxx::transaction_rollback&) {
    return failure(ErrorCode::kUnavailable, "other work on the same rows got in the way");
  } catch (const std::exception&) {
    if (!connectionIsOpen) return lost;
    Log("store").error("a store operation failed by a defect");
    // What state the connection is in nobody knows.
    return failure(ErrorCode::kInternal, "the store failed", true);
  }
}

ConnectFailure describeConnectFailure() {
  // libpq gives no SQLSTATE for a failed connect, only words that name hosts and users. Known words become ours.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kKnown{{
      {"password", "PostgreSQL refuses the user or the password in DATABASE_URL"},
      {"pg_hba.conf", "PostgreSQL's pg_hba.conf does not let the user in DATABASE_URL in"},
      {"does not exist", "the database or the role in DATABASE_URL does not exist"},
      {"starting up", "PostgreSQL is starting up"},
      {"shutting down", "PostgreSQL is shutting down"},
      {"could not translate host name", "the host name in DATABASE_URL is not known"},
      {"timeout expired", "PostgreSQL at DATABASE_URL does not answer"},
      {"Connection refused", "nothing listens at the address in DATABASE_URL"},
      {"No such file or directory", "nothing listens at the address in DATABASE_URL"},
  }};
  try {
    throw;
  } catch (const pqxx::failure& error) {
    const std::string_view words = error.what();
    for (const std::string_view sign : {"too many clients", "connection slots are reserved", "too many connections"}) {
      if (words.find(sign) != std::string_view::npos) {
        return {"PostgreSQL has no connection left: raise max_connections", true};
      }
    }
    for (const auto& [sign, reason] : kKnown) {
      if (words.find(sign) != std::string_view::npos) return {std::string(reason), false};
    }
  } catch (const std::exception&) {
  }
  return {"PostgreSQL at DATABASE_URL cannot be reached", false};
}

}  // namespace vigie::impl
