// What went wrong, in the reader's words: every failure the chat can meet ends here before it is shown.
#pragma once

#include "console/chat/server_endpoint.h"
#include "core/base/result.h"

#include <QAbstractSocket>
#include <QString>
#include <boost/system/result.hpp>

#include <chrono>
#include <optional>

class QNetworkReply;

namespace vigie::console {

enum class ProblemKind {
  kUnreachable,  ///< no connection to the server: retried by itself
  kLost,         ///< the connection broke while something was under way
  kProtocol,     ///< the peer answered, but not as vigie-server does
  kRefused,      ///< the request is at fault: trying again changes nothing
  kBusy,         ///< a limit or an unfinished start: trying again later helps
  kServer,       ///< the server or the model behind it failed
};

/// `headline` is one sentence in the console's language; `detail` is what the server said (English, may be empty).
struct Problem {
  ProblemKind kind = ProblemKind::kServer;
  QString headline;
  QString detail;
  std::optional<std::chrono::seconds> retryAfter;

  [[nodiscard]] bool retryable() const { return kind != ProblemKind::kRefused; }
};

/// A value, or the problem that kept it away.
template <class T>
using Fetched = boost::system::result<T, Problem>;

[[noreturn]] void throw_exception_from_error(const Problem& problem, const boost::source_location& where);

/// An error the server named.
Problem problemFromError(const Error& error);
/// A socket that did not open. `text` is Qt's own description.
Problem problemFromConnect(QAbstractSocket::SocketError error, const QString& text, const ServerEndpoint& server);
/// A socket that was open and is gone.
Problem problemFromLoss(const ServerEndpoint& server, bool silent);
/// A finished reply with an error; reads the body, which is the contract's error shape or is not quoted.
Problem problemFromReply(QNetworkReply& reply, const ServerEndpoint& server);
/// An answer that does not follow the contract.
Problem protocolProblem(const QString& detail);

}  // namespace vigie::console
