// IoContext: an io_context whose coroutines can be ended while what they use still lives.
#pragma once

#include <boost/asio/io_context.hpp>

namespace vigie::net {

/// Asio destroys a coroutine that is still suspended together with its context. Services that hold timers and sockets
/// must go before the context, though, and a coroutine's locals borrow the services: whoever owns both calls abandon()
/// first, as the first thing of its destructor.
class IoContext : public boost::asio::io_context {
 public:
  /// run() is called by that many threads.
  explicit IoContext(int threads) : boost::asio::io_context(threads) {}

  /// Destroys what waits here, suspended coroutines with their locals. Nothing runs afterwards; timers and sockets of
  /// this context may still be destroyed. No thread may be in run() any more.
  void abandon() { shutdown(); }
};

}  // namespace vigie::net
