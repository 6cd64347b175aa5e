// From what libpqxx throws to the errors callers see: meaning and SQLSTATE, never a value, a statement or a password.
#pragma once

#include "core/base/result.h"

#include <string>

namespace vigie::impl {

struct Failure {
  Error error;
  bool connectionLost = false;  ///< the connection is of no more use
};

/// Inside a catch block: what the current exception means. Rethrows what is neither libpqxx's nor a std::exception.
Failure describeCurrentException(bool connectionIsOpen);

struct ConnectFailure {
  std::string reason;         ///< one sentence that names no host, user or value
  bool serverIsFull = false;  ///< it answered, but has no connection left
};

/// Inside a catch block around connecting: why PostgreSQL cannot be reached.
ConnectFailure describeConnectFailure();

}  // namespace vigie::impl
