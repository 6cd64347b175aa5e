// A real, private PostgreSQL for tests: its own cluster, unix socket only, nothing left behind.
//
//   const std::string url = test::PostgresCluster::shared().createDatabase();   // a fresh, empty database
//
// The cluster is made once per process (initdb takes about 0.7 s), lives in a private 0700 folder with a short path
// (107 bytes are the limit of a socket's path) and ends with the process, a crash of the test included. As root it
// runs as user "postgres", as PostgreSQL itself demands. Any thread may call any member; start, stop, suspend and
// resume are for one thread at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vigie::test {

class PostgresCluster {
 public:
  /// kOff is faster and enough for a test; kOn is for benchmarks of durable writes, with PostgreSQL's own settings.
  enum class Fsync { kOff, kOn };

  /// Makes a cluster and starts it. Throws std::runtime_error with PostgreSQL's own words when that fails.
  explicit PostgresCluster(Fsync fsync = Fsync::kOff);
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// The process's one cluster, made at the first call, always running: for tests that do not stop it.
  static PostgresCluster& shared();

  /// A libpq URL of a fresh, empty database; its name is unique within the cluster.
  std::string createDatabase();
  /// The libpq URL of `database`, there or not.
  [[nodiscard]] std::string url(const std::string& database) const;

  /// Starts the server again; with Wait::kNo it returns before connections are accepted.
  enum class Wait { kYes, kNo };
  void start(Wait wait = Wait::kYes);
  /// pg_ctl's fast stop: open connections are told and closed. Returns when the server is gone.
  void stop();
  /// SIGKILLs the postmaster: a crash of the database. Returns when it is gone.
  void kill();
  /// SIGSTOP to every process of the server: connections stay open and nothing answers.
  void suspend();
  void resume();

  /// The postmaster's process id, 0 when stopped.
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::filesystem::path& socketDir() const { return dir_; }
  /// What PostgreSQL has logged, for the message of a failing test.
  [[nodiscard]] std::string log() const;

 private:
  [[nodiscard]] std::vector<std::string> serverCommand() const;
  void waitUntilAccepting() const;
  void waitUntilGone();

  std::filesystem::path dir_;
  Fsync fsync_;
  pid_t pid_ = 0;
  bool suspended_ = false;
  std::atomic<int> databases_{0};
};

/// Runs one statement at `url` and gives the first column of the first row, empty when there is none. For looking
/// behind a store's back.
std::string queryValue(const std::string& url, const std::string& statement);

}  // namespace vigie::test
