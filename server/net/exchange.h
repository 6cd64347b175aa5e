// Exchange: one request and the way to answer it. What server/api sees of a connection.
#pragma once

#include "core/base/result.h"
#include "server/net/http_message.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::net {

/// Why a long answer must end early.
enum class Interruption {
  kClientGone,  ///< nobody reads any more, or nobody who does is waited for
  kDraining,    ///< the server stops: finish what runs, start nothing
  kStopping,    ///< the time to finish is over: end now, saying so
};

/// A socket that left HTTP, with what was read beyond the request's head.
struct UpgradedSocket {
  explicit UpgradedSocket(boost::asio::ip::tcp::socket upgraded) : socket(std::move(upgraded)) {}
  boost::asio::ip::tcp::socket socket;
  std::string unread;
};

/// Lives on the connection's strand: call from there only.
class Exchange {
 public:
  virtual ~Exchange() = default;

  [[nodiscard]] virtual HttpRequest& request() = 0;
  /// A fault of the framing: the only thing to do is to send its error, after which the connection closes.
  [[nodiscard]] virtual const std::optional<Error>& fault() const = 0;

  /// Reads the body into request().body. kTooLarge, kInvalidArgument (bad chunks, cut short), kTimeout.
  virtual boost::asio::awaitable<Result<void>> readBody(std::size_t limit) = 0;

  /// A header for every response to this request.
  virtual void addHeader(std::string_view name, std::string_view value) = 0;
  /// Sends one whole response. A body that was not read closes the connection afterwards.
  virtual boost::asio::awaitable<void> send(HttpResponse response) = 0;

  /// Sends the head of a chunked response together with its first piece, in one write. False: the client is gone.
  /// `piece` must stay until it returns, in all three.
  virtual boost::asio::awaitable<bool> startStream(std::string_view contentType, std::string_view piece) = 0;
  virtual boost::asio::awaitable<bool> writeStream(std::string_view piece) = 0;
  /// Sends a last piece (may be empty) and the end mark, in one write.
  virtual boost::asio::awaitable<bool> finishStream(std::string_view piece) = 0;
  /// Ends a stream without its end mark, so that the client sees that it is cut.
  virtual void cutStream() = 0;

  /// Keeps a read armed from now to the response's end and tells of a client that leaves, or of the server's stop.
  /// `interrupted` may be called several times, also at once when the reason is there already; null unsets it.
  virtual void onInterruption(std::function<void(Interruption)> interrupted) = 0;

  /// Takes the socket out of HTTP; nothing but request() and onInterruption() (the server's end only) works afterwards.
  virtual UpgradedSocket upgrade() = 0;

  /// Whether the first byte of a response is on its way.
  [[nodiscard]] virtual bool answered() const = 0;
  [[nodiscard]] virtual bool clientGone() const = 0;
  /// Called once, when the first bytes of the response's body are handed to the kernel.
  virtual void onFirstByte(std::function<void()> called) = 0;
};

/// onInterruption() for as long as this lives, whatever way its scope is left.
class InterruptionWatch {
 public:
  InterruptionWatch(Exchange& exchange, std::function<void(Interruption)> interrupted) : exchange_(exchange) {
    exchange_.onInterruption(std::move(interrupted));
  }
  ~InterruptionWatch() { exchange_.onInterruption(nullptr); }
  InterruptionWatch(const InterruptionWatch&) = delete;
  InterruptionWatch& operator=(const InterruptionWatch&) = delete;

 private:
  Exchange& exchange_;
};

/// Answers requests; shared by all connections of a listener.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  /// `exchange` outlives the awaited call.
  virtual boost::asio::awaitable<void> handle(Exchange& exchange) = 0;
};

}  // namespace vigie::net
