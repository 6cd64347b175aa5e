#include "console/chat/problem.h"

#include "core/wire/error.h"

#include <QCoreApplication>
#include <QNetworkReply>
#include <QRegularExpression>

#include <stdexcept>

namespace vigie::console {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(vigie::console::Problem)
};

QString headlineOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kUnprocessable:
    case ErrorCode::kMethodNotAllowed:
    case ErrorCode::kUnsupportedMedia:
      return Text::tr("The server did not accept the question.");
    case ErrorCode::kUnauthenticated:
      return Text::tr("The server asks for an API key, or the key is wrong.");
    case ErrorCode::kForbidden:
      return Text::tr("The server does not allow this.");
    case ErrorCode::kNotFound:
      return Text::tr("This is not on the server any more.");
    case ErrorCode::kConflict:
      return Text::tr("The same work is already running.");
    case ErrorCode::kTooLarge:
      return Text::tr("The question is too long for the server.");
    case ErrorCode::kRateLimited:
      return Text::tr("Too many questions at once.");
    case ErrorCode::kCancelled:
      return Text::tr("The answer was stopped.");
    case ErrorCode::kInternal:
      return Text::tr("The server failed.");
    case ErrorCode::kNotImplemented:
      return Text::tr("The server cannot do this yet.");
    case ErrorCode::kUpstreamFailed:
      return Text::tr("The language model failed.");
    case ErrorCode::kUnavailable:
      return Text::tr("The server is not ready.");
    case ErrorCode::kTimeout:
      return Text::tr("The answer took too long.");
  }
  return Text::tr("The server failed.");
}

ProblemKind kindOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kUnprocessable:
    case ErrorCode::kMethodNotAllowed:
    case ErrorCode::kUnsupportedMedia:
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden:
    case ErrorCode::kNotFound:
    case ErrorCode::kTooLarge:
    case ErrorCode::kNotImplemented:
      return ProblemKind::kRefused;
    case ErrorCode::kConflict:
    case ErrorCode::kRateLimited:
    case ErrorCode::kUnavailable:
      return ProblemKind::kBusy;
    case ErrorCode::kCancelled:
    case ErrorCode::kInternal:
    case ErrorCode::kUpstreamFailed:
    case ErrorCode::kTimeout:
      return ProblemKind::kServer;
  }
  return ProblemKind::kServer;
}

ErrorCode codeOfStatus(int status) {
  switch (status) {
    case 401:
      return ErrorCode::kUnauthenticated;
    case 403:
      return ErrorCode::kForbidden;
    case 404:
      return ErrorCode::kNotFound;
    case 409:
      return ErrorCode::kConflict;
    case 413:
      return ErrorCode::kTooLarge;
    case 429:
      return ErrorCode::kRateLimited;
    case 501:
      return ErrorCode::kNotImplemented;
    case 503:
      return ErrorCode::kUnavailable;
    case 504:
      return ErrorCode::kTimeout;
    default:
      return status >= 500 ? ErrorCode::kInternal : ErrorCode::kInvalidArgument;
  }
}

/// QWebSocket reports an HTTP answer to its handshake as a refused connection, with the status in its text only.
int refusedWith(const QString& text) {
  static const QRegularExpression pattern(QStringLiteral("http status code: (\\d{3})"),
                                          QRegularExpression::CaseInsensitiveOption);
  const auto match = pattern.match(text);
  return match.hasMatch() ? match.captured(1).toInt() : 0;
}

}  // namespace

void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
  throw std::runtime_error(problem.headline.toStdString() + " " + problem.detail.toStdString());
}

Problem problemFromError(const Error& error) {
  Problem problem;
  problem.kind = kindOf(error.code);
  problem.headline = headlineOf(error.code);
  problem.detail = QString::fromStdString(error.message);
  problem.retryAfter = error.retryAfter;
  return problem;
}

Problem problemFromConnect(QAbstractSocket::SocketError error, const QString& text, const ServerEndpoint& server) {
  if (const int status = refusedWith(text); status != 0) return problemFromError(Error(codeOfStatus(status), {}));
  Problem problem;
  problem.kind = ProblemKind::kUnreachable;
  switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
      problem.headline = Text::tr("No server answers at %1.").arg(server.displayName());
      break;
    case QAbstractSocket::HostNotFoundError:
      problem.headline = Text::tr("There is no host named %1.").arg(server.base.host());
      break;
    case QAbstractSocket::SocketTimeoutError:
      problem.headline = Text::tr("%1 did not answer in time.").arg(server.displayName());
      break;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
      problem.headline =
          Text::tr("No secure connection to %1: its certificate is not trusted.").arg(server.displayName());
      problem.detail = text;
      break;
    default:
      problem.headline = Text::tr("%1 cannot be reached.").arg(server.displayName());
      problem.detail = text;
  }
  return problem;
}

Problem problemFromLoss(const ServerEndpoint& server, bool silent) {
  Problem problem;
  problem.kind = ProblemKind::kLost;
  problem.headline = silent ? Text::tr("%1 stopped answering.").arg(server.displayName())
                            : Text::tr("The connection to %1 was lost.").arg(server.displayName());
  return problem;
}

Problem problemFromReply(QNetworkReply& reply, const ServerEndpoint& server) {
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (status == 0) {
    const auto socketError = [&] {
      switch (reply.error()) {
        case QNetworkReply::ConnectionRefusedError:
          return QAbstractSocket::ConnectionRefusedError;
        case QNetworkReply::HostNotFoundError:
          return QAbstractSocket::HostNotFoundError;
        case QNetworkReply::TimeoutError:
        case QNetworkReply::OperationCanceledError:
          return QAbstractSocket::SocketTimeoutError;
        case QNetworkReply::SslHandshakeFailedError:
          return QAbstractSocket::SslHandshakeFailedError;
        default:
          return QAbstractSocket::NetworkError;
      }
    }();
    return problemFromConnect(socketError, reply.errorString(), server);
  }
  const QByteArray body = reply.read(64 * 1024);
  Error error = wire::errorFromJson(std::string_view(body.constData(), static_cast<std::size_t>(body.size())));
  if (error.code == ErrorCode::kUpstreamFailed && status != 502) error.code = codeOfStatus(status);
  bool number = false;
  const int seconds = reply.rawHeader("Retry-After").toInt(&number);
  if (number && seconds >= 0) error.retryAfter = std::chrono::seconds(seconds);
  return problemFromError(error);
}

Problem protocolProblem(const QString& detail) {
  Problem problem;
  problem.kind = ProblemKind::kProtocol;
  problem.headline = Text::tr("The server answered in a way this console does not understand.");
  problem.detail = detail;
  return problem;
}

}  // namespace vigie::console
