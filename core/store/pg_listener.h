// PgListener: hears what is NOTIFYed on one channel of PostgreSQL.
#pragma once

#include "core/base/config.h"
#include "core/base/log.h"
#include "core/base/result.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace vigie {

/// One connection beside the pool's, on a thread of its own ("vigie-listen"). A connection that breaks, or cannot be
/// made, is made again for as long as it takes; meanwhile nothing is heard, so whoever listens must look by itself now
/// and then as well. Over libpq and not libpqxx, which would reconnect silently and listen no more (docs/adr/0073).
class PgListener {
 public:
  /// `heard` is called on the listener's thread: once for all notifications that wait, and once whenever listening
  /// begins (again), since what was said before that was not heard. It must be quick, and outlive stop().
  /// kInvalidArgument when `databaseUrl` cannot be read. `channel` is an SQL identifier. Connects to nothing yet.
  static Result<std::unique_ptr<PgListener>> create(const Secret& databaseUrl, std::string channel,
                                                    std::function<void()> heard);
  /// stop()s.
  ~PgListener();
  PgListener(const PgListener&) = delete;
  PgListener& operator=(const PgListener&) = delete;

  /// Once.
  void start();
  /// Ends soon, also while connecting. Idempotent.
  void stop();

  /// Any thread: whether a notification would be heard now, as far as the connection has shown.
  [[nodiscard]] bool listening() const { return listening_; }

 private:
  class Connection;

  PgListener(Secret connection, std::string channel, std::function<void()> heard, int wake);

  void run();
  /// Until the connection breaks or stop().
  void listen(Connection& connection);
  /// False once stop() was called.
  bool pause(std::chrono::milliseconds time) const;

  const Secret connection_;
  const std::string channel_;
  const std::function<void()> heard_;
  const int wake_;  ///< an eventfd, readable once stop() was called
  const Log log_{"store"};
  std::atomic<bool> listening_{false};
  std::thread thread_;
};

}  // namespace vigie
