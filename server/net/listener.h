// Listener: accepts connections on one address and serves each on its own strand.
#pragma once

#include "core/base/config.h"
#include "core/base/log.h"
#include "core/base/log_quota.h"
#include "core/base/result.h"
#include "server/net/http_connection.h"
#include "server/net/task_group.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace vigie::net {

/// Borrows everything it is given; all of it must outlive the io_context's run. Any thread may call its members.
class Listener {
 public:
  Listener(boost::asio::io_context& io, TaskGroup& tasks, std::string name, std::size_t mostConnections = 10'000);

  /// Binds and listens, so that a busy port is known before anything else starts. kUnavailable says which and why.
  Result<void> open(const Endpoint& endpoint);
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }  ///< with the real port

  /// Starts to accept. Call once.
  void start(HttpHandler& handler, ConnectionLimits limits = {});
  /// Stops accepting; idle connections close, running requests finish.
  void drain();
  /// drain(), and running requests are ended.
  void stop();
  /// stop(), and nobody is waited for: every socket is closed.
  void drop();

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(std::shared_ptr<HttpConnection> connection);
  void end(void (HttpConnection::*how)());

  boost::asio::io_context& io_;
  TaskGroup& tasks_;
  std::string name_;
  std::size_t mostConnections_;
  Log log_;
  LogQuota refusalsLogged_{1};
  Endpoint endpoint_;
  boost::asio::strand<boost::asio::io_context::executor_type> strand_;
  boost::asio::ip::tcp::acceptor acceptor_;
  HttpHandler* handler_ = nullptr;
  ConnectionLimits limits_;

  std::mutex mutex_;  // guards connections_
  std::unordered_map<HttpConnection*, std::shared_ptr<HttpConnection>> connections_;
};

}  // namespace vigie::net
