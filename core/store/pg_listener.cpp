#include "core/store/pg_listener.h"

#include "core/base/clock.h"
#include "core/store/database_url.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace vigie {

namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTime = 5s;
constexpr auto kFirstPause = 50ms;
constexpr auto kLongestPause = 1s;

/// What one wait() on a socket ended with.
enum class Event { kReady, kTimeout, kStop };

Event wait(int socket, short events, int wake, std::chrono::milliseconds longest) {
  std::array<pollfd, 2> descriptors{pollfd{wake, POLLIN, 0}, pollfd{socket, events, 0}};
  const auto deadline = std::chrono::steady_clock::now() + longest;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const int count = ::poll(descriptors.data(), socket < 0 ? 1 : 2, static_cast<int>(std::max(0ms, left).count()));
    if (count < 0 && errno == EINTR) continue;
    if (descriptors[0].revents != 0) return Event::kStop;
    return count > 0 ? Event::kReady : Event::kTimeout;
  }
}

}  // namespace

/// Never blocks longer than it is told, nor once `wake` is readable.
class PgListener::Connection {
 public:
  explicit Connection(int wake) : wake_(wake) {}
  ~Connection() { PQfinish(connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Whether `channel` is listened to now.
  bool open(const std::string& settings, const std::string& channel) {
    const auto deadline = std::chrono::steady_clock::now() + kConnectTime;
    connection_ = PQconnectStart(settings.c_str());
    if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD) return false;
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK) {
      if (state == PGRES_POLLING_FAILED) return false;
      const short awaited = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
      if (!waitUntil(deadline, awaited)) return false;
      state = PQconnectPoll(connection_);
    }
    if (PQsetnonblocking(connection_, 1) != 0) return false;
    const std::string command = "LISTEN " + channel;
    if (PQsendQuery(connection_, command.c_str()) == 0) return false;
    bool accepted = false;
    for (;;) {
      const int unsent = PQflush(connection_);
      if (unsent < 0) return false;
      if (unsent == 0 && PQisBusy(connection_) == 0) {
        PGresult* const result = PQgetResult(connection_);
        if (result == nullptr) return accepted;
        accepted = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        continue;
      }
      const short awaited = unsent > 0 ? POLLIN | POLLOUT : POLLIN;
      if (!waitUntil(deadline, awaited)) return false;
      if (PQconsumeInput(connection_) == 0) return false;
    }
  }

  [[nodiscard]] int socket() const { return PQsocket(connection_); }

  /// Reads what came; false once the connection is broken. `heard` tells whether there was a notification.
  bool read(bool& heard) {
    if (PQconsumeInput(connection_) == 0) return false;
    while (PGnotify* const one = PQnotifies(connection_)) {
      heard = true;
      PQfreemem(one);
    }
    return PQstatus(connection_) == CONNECTION_OK;
  }

 private:
  bool waitUntil(SteadyTime deadline, short events) const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return left > 0ms && wait(PQsocket(connection_), events, wake_, left) == Event::kReady;
  }

  const int wake_;
  PGconn* connection_ = nullptr;
};

Result<std::unique_ptr<PgListener>> PgListener::create(const Secret& databaseUrl, std::string channel,
                                                       std::function<void()> heard) {
  ConnectionSettings settings;
  settings.statementTimeout = 0ms;
  auto connection = connectionString(databaseUrl, settings);
  if (!connection) return connection.error();
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake < 0) return Error(ErrorCode::kInternal, "no file descriptor is left to listen to PostgreSQL with");
  return std::unique_ptr<PgListener>(
      new PgListener(std::move(*connection), std::move(channel), std::move(heard), wake));
}

PgListener::PgListener(Secret connection, std::string channel, std::function<void()> heard, int wake)
    : connection_(std::move(connection)), channel_(std::move(channel)), heard_(std::move(heard)), wake_(wake) {}

PgListener::~PgListener() {
  stop();
  ::close(wake_);
}

void PgListener::start() {
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), "vigie-listen");
}

void PgListener::stop() {
  eventfd_write(wake_, 1);
  if (thread_.joinable()) thread_.join();
}

bool PgListener::pause(std::chrono::milliseconds time) const { return wait(-1, 0, wake_, time) != Event::kStop; }

void PgListener::run() {
  bool failing = false;
  std::chrono::milliseconds backoff = kFirstPause;
  do {
    Connection connection(wake_);
    if (connection.open(connection_.reveal(), channel_)) {
      if (failing) log_.info("listening to PostgreSQL again");
      failing = false;
      backoff = kFirstPause;
      listen(connection);
    } else {
      backoff = std::min<std::chrono::milliseconds>(backoff * 2, kLongestPause);
    }
    if (!pause(0ms)) return;
    if (!failing) log_.warning("not listening to PostgreSQL; its changes are looked for every second");
    failing = true;
  } while (pause(backoff));
}

void PgListener::listen(Connection& connection) {
  listening_ = true;
  bool heard = true;  // what happened before now
  do {
    if (heard) heard_();
    heard = false;
    if (wait(connection.socket(), POLLIN, wake_, 24h) == Event::kStop) break;
  } while (connection.read(heard));
  listening_ = false;
}

}  // namespace vigie
