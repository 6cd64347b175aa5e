// One HTTP/1.1 connection to a model's server, plain or TLS.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/llm/upstream_url.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vigie {

/// The socket is made on the plain executor of the io_context, so that the connection belongs to no strand: it is used
/// by one coroutine at a time, whose strand runs every step of it, and may go to another coroutine in between (through
/// a mutex). Its deadlines are the user's: close() from that same strand ends whatever is awaited.
class UpstreamConnection {
 public:
  using Response = boost::beast::http::response_parser<boost::beast::http::string_body>;

  /// `tls` is null for plain http and must outlive this.
  UpstreamConnection(const boost::asio::any_io_executor& executor, boost::asio::ssl::context* tls);

  /// Tries the addresses in turn; over TLS verifies that the certificate is `host`'s.
  boost::asio::awaitable<boost::system::error_code> connect(
      const std::vector<boost::asio::ip::tcp::endpoint>& addresses, const std::string& host);
  /// Why the peer's certificate was refused; empty when it was not.
  [[nodiscard]] std::string certificateFault() const;

  boost::asio::awaitable<boost::system::error_code> send(const std::string& request);

  /// Makes ready for the next response.
  void beginResponse();
  /// Reads once and parses what came. The body's new bytes are appended to response().get().body(), which the caller
  /// may clear. The end of the stream is no error when it ends the message; it is http::error::partial_message, or
  /// end_of_stream when nothing had come, when it does not.
  boost::asio::awaitable<boost::system::error_code> receive();
  [[nodiscard]] Response& response() { return *response_; }
  /// Whether any byte of the current response has come.
  [[nodiscard]] bool receivedAny() const { return received_ > 0; }

  /// For a connection that waited in the pool: true when the last response is at its end, nothing else came and the
  /// peer has not closed. Does not wait.
  [[nodiscard]] bool reusable();

  void close() noexcept;

 private:
  using Socket = boost::asio::ip::tcp::socket;
  using TlsStream = boost::asio::ssl::stream<Socket>;

  Socket& socket();
  boost::system::error_code parse();

  std::variant<Socket, TlsStream> stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Response> response_;
  std::size_t received_ = 0;
};

}  // namespace vigie
