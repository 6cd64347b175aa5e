// DATABASE_URL as libpq wants it, with the settings the store relies on.
#pragma once

#include "core/base/config.h"
#include "core/base/result.h"

#include <chrono>
#include <string>

namespace vigie {

struct ConnectionSettings {
  std::chrono::milliseconds statementTimeout{4'500};  ///< 0: none
  std::chrono::seconds connectTimeout{2};             ///< libpq's least is 2
};

/// Reads a libpq URL or keyword string and gives a keyword string with our settings added where the user gave none:
/// connect_timeout, tcp_user_timeout, application_name, client_encoding, and `options` that set the time zone and the
/// server's own timeouts. kInvalidArgument with param "DATABASE_URL" for anything libpq cannot read, without quoting
/// it: it may hold a password.
Result<Secret> connectionString(const Secret& databaseUrl, const ConnectionSettings& settings);

/// A name of the database that DATABASE_URL leads to, fit for a file and telling nothing: it stays when user, password
/// or options change. Empty where the text cannot be read.
std::string databaseDigest(const Secret& databaseUrl);

}  // namespace vigie
