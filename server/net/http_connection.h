// HttpConnection: the requests of one TCP connection, one after the other (HTTP/1.1 keep-alive, pipelining-safe).
#pragma once

#include "server/net/deadline.h"
#include "server/net/exchange.h"
#include "server/net/read_ahead.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace vigie::net {

struct ConnectionLimits {
  std::chrono::milliseconds idle{60'000};      ///< between requests
  std::chrono::milliseconds header{5'000};     ///< from a request's first byte to its head's end
  std::chrono::milliseconds bodyStall{5'000};  ///< without one more byte of the body
  std::size_t bodyBytesPerSecond = 16 * 1024;  ///< the least after bodyStall: a body must not drip in for ever
  std::chrono::milliseconds write{30'000};     ///< a reader that takes nothing for so long is dropped
  std::chrono::milliseconds linger{1'000};     ///< reading on after an early answer, so that the client sees it
};

/// Everything runs on the socket's executor, a strand; drain(), stop() and drop() may be called from any thread.
class HttpConnection final : public Exchange, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(boost::asio::ip::tcp::socket socket, HttpHandler& handler, const ConnectionLimits& limits);

  /// Serves until the connection ends. Keeps itself alive.
  boost::asio::awaitable<void> run();
  /// Finish the request that runs, then close; an idle connection closes at once.
  void drain();
  /// End the request that runs, telling the client.
  void stop();
  /// End it as if the client had left: the socket closes, so that no write waits for a reader any more.
  void drop();

  HttpRequest& request() override { return request_; }
  const std::optional<Error>& fault() const override { return fault_; }
  boost::asio::awaitable<Result<void>> readBody(std::size_t limit) override;
  void addHeader(std::string_view name, std::string_view value) override;
  boost::asio::awaitable<void> send(HttpResponse response) override;
  boost::asio::awaitable<bool> startStream(std::string_view contentType, std::string_view piece) override;
  boost::asio::awaitable<bool> writeStream(std::string_view piece) override;
  boost::asio::awaitable<bool> finishStream(std::string_view piece) override;
  void cutStream() override { keepAlive_ = false; }
  void onInterruption(std::function<void(Interruption)> interrupted) override;
  UpgradedSocket upgrade() override;
  bool answered() const override { return answered_; }
  bool clientGone() const override { return clientGone_; }
  void onFirstByte(std::function<void()> called) override { firstByte_ = std::move(called); }

 private:
  boost::asio::awaitable<bool> readRequest();
  boost::asio::awaitable<Result<void>> readChunkedBody(std::size_t limit);
  /// Arms the deadline for more of a body of which `have` bytes came since `began`.
  void expectBody(SteadyTime began, std::size_t have);
  void reset();
  void startHead(int status, std::string_view contentType);
  template <class Buffers>
  boost::asio::awaitable<bool> write(Buffers buffers);
  void lost();
  void interrupt(Interruption why);
  boost::asio::awaitable<void> linger();
  void close();

  boost::asio::ip::tcp::socket socket_;
  const boost::asio::any_io_executor executor_;  ///< kept apart: an upgrade moves the socket away
  HttpHandler& handler_;
  const ConnectionLimits& limits_;
  ReadAhead input_;
  Deadline deadline_;

  HttpRequest request_;
  std::optional<Error> fault_;
  std::string extraHeaders_;
  std::string head_;       ///< of the response; reused
  std::string chunkSize_;  ///< of the piece that is written
  std::function<void(Interruption)> interrupted_;
  std::function<void()> firstByte_;
  bool bodyRead_ = false;
  bool answered_ = false;
  bool keepAlive_ = true;
  bool clientGone_ = false;
  bool idle_ = false;
  bool draining_ = false;
  bool stopping_ = false;
  bool upgraded_ = false;
};

}  // namespace vigie::net
