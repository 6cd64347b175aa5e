#include "tests/support/postgres_fixture.h"

#include <pqxx/pqxx>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <grp.h>
#include <iterator>
#include <optional>
#include <pwd.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace vigie::test {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kUser = "vigie";
constexpr const char* kFolder = "/tmp/vigie-pg-";  // short: a socket's path has 107 bytes
// Wide enough for a loaded machine; a healthy start takes a tenth of a second.
constexpr auto kDeadline = 60s;

/// The bin folder of the newest PostgreSQL server on this machine (Debian keeps it out of PATH).
fs::path serverBinaries() {
  fs::path best;
  int newest = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version > newest && fs::exists(entry.path() / "bin" / "postgres")) {
      newest = version;
      best = entry.path() / "bin";
    }
  }
  if (best.empty()) throw std::runtime_error("no PostgreSQL server in /usr/lib/postgresql: install postgresql-15");
  return best;
}

struct Account {
  uid_t uid;
  gid_t gid;
};

/// Who the server runs as: "postgres" when we are root, else ourselves.
std::optional<Account> accountToBecome() {
  if (geteuid() != 0) return std::nullopt;
  const passwd* const entry = getpwnam("postgres");
  if (entry == nullptr) throw std::runtime_error("no user 'postgres': install postgresql-15");
  return Account{entry->pw_uid, entry->pw_gid};
}

/// Starts a program that dies with this process. Its output goes to `log`.
pid_t spawn(const std::vector<std::string>& command, const fs::path& workDir, const fs::path& log) {
  const std::optional<Account> account = accountToBecome();
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (child > 0) return child;

  // Only async-signal-safe calls from here: other threads may have held locks at the fork.
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (out >= 0) {
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
  }
  if (in >= 0) dup2(in, STDIN_FILENO);
  bool ready = chdir(workDir.c_str()) == 0;
  if (account) {
    ready = ready && setgroups(1, &account->gid) == 0 && setgid(account->gid) == 0 && setuid(account->uid) == 0;
  }
  // After the change of user, which would clear it. SIGQUIT is PostgreSQL's immediate shutdown.
  ready = ready && prctl(PR_SET_PDEATHSIG, SIGQUIT) == 0 && getppid() == parent;
  if (ready) execv(arguments[0], arguments.data());
  _exit(127);
}

/// Empty when it cannot be read: a process may end while its /proc entry is read, and only an insertion swallows that.
std::string readAll(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return std::move(out).str();
}

void runToEnd(const std::vector<std::string>& command, const fs::path& workDir, const fs::path& log) {
  const pid_t child = spawn(command, workDir, log);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error(command.front() + " failed:\n" + readAll(log));
  }
}

/// Asks again every few milliseconds until `done` or the deadline; false at the deadline.
bool poll(const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + kDeadline;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

/// The folders of tests that were killed: their servers went with them, their files did not.
void removeAbandoned() {
  const std::string prefix = fs::path(kFolder).filename().string();
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::path(kFolder).parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    const pid_t owner = std::atoi(name.c_str() + prefix.size());
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
  }
}

struct ProcessStat {
  char state = 0;
  pid_t parent = 0;
};

std::optional<ProcessStat> statOf(pid_t pid) {
  const std::string text = readAll("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t end = text.rfind(')');  // the name before it may hold anything
  if (end == std::string::npos) return std::nullopt;
  std::istringstream rest(text.substr(end + 1));
  ProcessStat stat;
  if (!(rest >> stat.state >> stat.parent)) return std::nullopt;
  return stat;
}

std::vector<pid_t> childrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid <= 0) continue;
    const auto stat = statOf(pid);
    if (stat && stat->parent == parent) children.push_back(pid);
  }
  return children;
}

void stopAndWait(pid_t pid) {
  ::kill(pid, SIGSTOP);
  poll([pid] {
    const auto stat = statOf(pid);
    return !stat || stat->state == 'T' || stat->state == 'Z';
  });
}

}  // namespace

PostgresCluster::PostgresCluster(Fsync fsync) : fsync_(fsync) {
  removeAbandoned();
  std::string name = std::string(kFolder) + std::to_string(getpid()) + "-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error(std::string("mkdtemp: ") + std::strerror(errno));
  dir_ = name;
  try {
    if (const auto account = accountToBecome()) {
      if (chown(dir_.c_str(), account->uid, account->gid) != 0) {
        throw std::runtime_error(std::string("chown: ") + std::strerror(errno));
      }
    }
    runToEnd({serverBinaries() / "initdb", "-D", dir_ / "data", "-U", kUser, "--auth=trust", "--encoding=UTF8",
              "--locale=C", "--no-sync", "--no-instructions"},
             dir_, dir_ / "log");
    start();
  } catch (...) {
    if (pid_ != 0) kill();
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
    throw;
  }
}

PostgresCluster::~PostgresCluster() {
  if (pid_ != 0) {
    resume();
    ::kill(pid_, SIGQUIT);
    waitUntilGone();
  }
  std::error_code ignored;
  fs::remove_all(dir_, ignored);
}

PostgresCluster& PostgresCluster::shared() {
  static PostgresCluster cluster;
  return cluster;
}

std::string PostgresCluster::url(const std::string& database) const {
  // libpq wants the slashes of a socket's folder escaped in a URL.
  std::string host;
  for (const char c : dir_.string()) host += c == '/' ? std::string("%2F") : std::string(1, c);
  return "postgresql://" + std::string(kUser) + "@" + host + "/" + database;
}

std::string PostgresCluster::createDatabase() {
  const std::string name = "test_" + std::to_string(++databases_);
  pqxx::connection connection(url("postgres"));
  pqxx::nontransaction session(connection);
  session.exec("CREATE DATABASE " + name);
  return url(name);
}

std::vector<std::string> PostgresCluster::serverCommand() const {
  std::vector<std::string> command{serverBinaries() / "postgres", "-D", dir_ / "data", "-k", dir_};
  std::vector<std::string> settings{"listen_addresses=", "max_connections=60", "timezone=UTC"};
  const std::vector<std::string> ofItsUse =
      fsync_ == Fsync::kOff
          ? std::vector<std::string>{"fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_wal_size=256MB"}
          : std::vector<std::string>{"min_wal_size=512MB"};
  settings.insert(settings.end(), ofItsUse.begin(), ofItsUse.end());
  for (const std::string& setting : settings) {
    command.emplace_back("-c");
    command.push_back(setting);
  }
  return command;
}

void PostgresCluster::start(Wait wait) {
  if (pid_ != 0) return;
  // What a killed server leaves behind would stop the next one from starting when its process id was taken again.
  std::error_code ignored;
  fs::remove(dir_ / "data" / "postmaster.pid", ignored);
  pid_ = spawn(serverCommand(), dir_, dir_ / "log");
  if (wait == Wait::kYes) waitUntilAccepting();
}

void PostgresCluster::waitUntilAccepting() const {
  const bool accepts = poll([this] {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      throw std::runtime_error("PostgreSQL ended at its start:\n" + log());
    }
    try {
      const pqxx::connection connection(url("postgres"));
      return true;
    } catch (const pqxx::failure&) {
      return false;
    }
  });
  if (!accepts) throw std::runtime_error("PostgreSQL does not accept connections:\n" + log());
}

void PostgresCluster::waitUntilGone() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

void PostgresCluster::stop() {
  if (pid_ == 0) return;
  resume();
  ::kill(pid_, SIGINT);
  waitUntilGone();
}

void PostgresCluster::kill() {
  if (pid_ == 0) return;
  resume();
  const std::vector<pid_t> children = childrenOf(pid_);
  ::kill(pid_, SIGKILL);
  waitUntilGone();
  // The backends end by themselves once they see that the postmaster is gone; the next start needs them gone.
  for (const pid_t child : children) {
    poll([child] { return !statOf(child).has_value(); });
  }
}

void PostgresCluster::suspend() {
  if (pid_ == 0 || suspended_) return;
  suspended_ = true;
  stopAndWait(pid_);  // first, so that it makes no new child
  for (const pid_t child : childrenOf(pid_)) stopAndWait(child);
}

void PostgresCluster::resume() {
  if (pid_ == 0 || !suspended_) return;
  for (const pid_t child : childrenOf(pid_)) ::kill(child, SIGCONT);
  ::kill(pid_, SIGCONT);
  suspended_ = false;
}

std::string PostgresCluster::log() const { return readAll(dir_ / "log"); }

std::string queryValue(const std::string& url, const std::string& statement) {
  pqxx::connection connection(url);
  pqxx::nontransaction session(connection);
  const pqxx::result rows = session.exec(statement);
  if (rows.empty() || rows[0].size() == 0 || rows[0][0].is_null()) return {};
  return rows[0][0].c_str();
}

}  // namespace vigie::test
