// App: the whole server built from a configuration, run, and brought down in order.
#pragma once

#include "core/base/config.h"
#include "core/base/result.h"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace vigie {

class App {
 public:
  /// What readConfig cannot judge: whether this version can honour the configuration. kInvalidArgument names the
  /// variable.
  static Result<void> check(const Config& config);

  /// Builds everything and connects to nothing. Throws std::runtime_error for a configuration that check() refuses.
  explicit App(Config config);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Listens at once, becomes ready when PostgreSQL is there, returns after SIGTERM or SIGINT: 0, or 1 when a listener
  /// cannot be had (said in one line on standard error). Call once, from the main thread.
  int run();

 private:
  struct Parts;
  boost::asio::awaitable<void> startDatabase();
  boost::asio::awaitable<void> maintainDatabase();
  boost::asio::awaitable<void> drainJournal();
  boost::asio::awaitable<void> followChanges();
  boost::asio::awaitable<void> watchDependencies();
  boost::asio::awaitable<void> awaitSignal();

  std::unique_ptr<Parts> parts_;
};

}  // namespace vigie
