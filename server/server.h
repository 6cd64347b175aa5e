// Server: the public and the internal listener over one set of services, and their orderly end.
#pragma once

#include "core/base/config.h"
#include "core/base/log.h"
#include "core/base/result.h"
#include "server/api/dispatcher.h"
#include "server/api/services.h"
#include "server/net/listener.h"
#include "server/net/task_group.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>

namespace vigie {

/// Borrows `services`, which must outlive the io_context's run.
class Server {
 public:
  Server(boost::asio::io_context& io, const api::Services& services, net::ConnectionLimits limits = {});

  /// Binds both listeners and starts to serve. An Error says which address cannot be had.
  Result<void> start(const Config& config);
  [[nodiscard]] const Endpoint& publicEndpoint() const { return public_.endpoint(); }
  [[nodiscard]] const Endpoint& internalEndpoint() const { return internal_.endpoint(); }

  /// Readiness says "draining", the public listener accepts no more, running answers may finish for `window`; then
  /// they are ended with an error each, and clients that do not take it lose their sockets. Whatever its client does,
  /// an answer that was begun is kept as what it is. The internal listener serves to the end. True when nothing runs
  /// any more; otherwise what is left was logged.
  boost::asio::awaitable<bool> shutDown(std::chrono::milliseconds window);

 private:
  boost::asio::awaitable<bool> publicEnds(std::chrono::milliseconds limit);

  const api::Services& services_;
  net::ConnectionLimits limits_;
  net::TaskGroup publicTasks_;
  net::TaskGroup internalTasks_;
  net::Listener public_;
  net::Listener internal_;
  std::unique_ptr<api::Dispatcher> publicApi_;
  std::unique_ptr<api::Dispatcher> internalApi_;
  const Log log_{"server"};
};

}  // namespace vigie
