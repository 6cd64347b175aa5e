// One connection to PostgreSQL as the store uses it: single prepared statements, and transactions where it must.
#pragma once

#include "core/base/clock.h"

#include <pqxx/pqxx>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

namespace vigie::impl {

/// A statement that is prepared on each connection at its first use. Names are unique; both live as long as the
/// program (literals).
struct Statement {
  const char* name;
  const char* sql;
};

/// Belongs to one thread at a time. Throws what libpqxx throws; describeCurrentException() makes errors of it.
class PgSession {
 public:
  /// Connects, blocking at most connect_timeout an address. Throws pqxx::broken_connection.
  explicit PgSession(const std::string& connectionString);
  ~PgSession();
  PgSession(const PgSession&) = delete;
  PgSession& operator=(const PgSession&) = delete;

  /// One statement, which is its own transaction: one round trip, once prepared.
  template <class... Arguments>
  pqxx::result query(const Statement& statement, Arguments&&... arguments) {
    statementBegan_ = std::chrono::steady_clock::now();
    prepare(statement);
    pqxx::nontransaction session(*connection_);
    return session.exec_prepared(statement.name, std::forward<Arguments>(arguments)...);
  }

  /// One unprepared command without arguments, outside of a transaction.
  pqxx::result command(const std::string& sql);

  /// BEGIN, `body()`, which makes a Result<T> of any number of query()s, COMMIT; ROLLBACK when it throws or gives an
  /// error.
  template <class Body>
  auto atomically(Body body) {
    command("BEGIN");
    try {
      auto result = body();
      command(result ? "COMMIT" : "ROLLBACK");
      return result;
    } catch (...) {
      if (isOpen()) command("ROLLBACK");
      throw;
    }
  }

  /// BEGIN, `body(pqxx::work&)`, COMMIT; ROLLBACK when it throws.
  template <class Body>
  auto transaction(Body body) {
    pqxx::work work(*connection_);
    if constexpr (std::is_void_v<decltype(body(work))>) {
      body(work);
      work.commit();
    } else {
      auto result = body(work);
      work.commit();
      return result;
    }
  }

  [[nodiscard]] int socket() const;
  /// When the last query() or command() began.
  [[nodiscard]] SteadyTime statementBegan() const { return statementBegan_; }
  /// False once the connection broke. A session that is not open is thrown away, never used again: libpqxx would
  /// reconnect silently, without what was set on it.
  [[nodiscard]] bool isOpen() const;
  /// Whether an idle connection may be used: an idle server says nothing, so anything to read is its farewell.
  [[nodiscard]] bool isQuiet() const;

 private:
  void prepare(const Statement& statement);

  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pqxx::errorhandler> silence_;  // keeps libpq's notices off standard error
  std::unordered_set<const char*> prepared_;
  SteadyTime statementBegan_ = std::chrono::steady_clock::now();
};

}  // namespace vigie::impl
