#include "core/store/impl/pg_session.h"

#include <poll.h>

namespace vigie::impl {

PgSession::PgSession(const std::string& connectionString)
    : connection_(std::make_unique<pqxx::connection>(connectionString)),
      silence_(std::make_unique<pqxx::quiet_errorhandler>(*connection_)) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  // Deprecated because reactivation goes away in libpqxx 7; in 6.4 it is on unless told so.
  connection_->inhibit_reactivation(true);
#pragma GCC diagnostic pop
}

PgSession::~PgSession() {
  silence_.reset();  // before the connection it is registered with
}

void PgSession::prepare(const Statement& statement) {
  if (prepared_.insert(statement.name).second) connection_->prepare(statement.name, statement.sql);
}

pqxx::result PgSession::command(const std::string& sql) {
  statementBegan_ = std::chrono::steady_clock::now();
  pqxx::nontransaction session(*connection_);
  return session.exec(sql);
}

int PgSession::socket() const { return connection_->sock(); }

bool PgSession::isOpen() const { return connection_->is_open(); }

bool PgSession::isQuiet() const {
  if (!connection_->is_open()) return false;
  pollfd descriptor{connection_->sock(), POLLIN, 0};
  return ::poll(&descriptor, 1, 0) == 0;
}

}  // namespace vigie::impl
