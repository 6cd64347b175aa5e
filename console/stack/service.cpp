#include "console/stack/service.h"

#include "console/stack/child_process.h"

#include <QStorageInfo>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto kProbeWhileStarting = 25ms;
constexpr auto kProbeWhileRunning = 2s;
constexpr auto kProbeLimit = 2s;
// Ready checks are expected to fail for a while; one that hangs must not hide the next.
constexpr auto kReadyProbeLimit = 500ms;
// A service that hangs (not one that is slow once) is restarted after about this many checks.
constexpr int kFailedProbesBeforeRestart = 8;
constexpr qint64 kSlowestStartMs = 60'000;

constexpr auto kFirstPause = 100ms;
constexpr auto kLongestPause = 10s;
// 0.1 + 0.2 + 0.4 + 0.8 + 1.6 s of pauses: a child that cannot run is given up after about three seconds.
constexpr int kFailuresBeforeGivingUp = 6;
constexpr qint64 kHealthyMsThatForgives = 20'000;
// What is written in pages can be less than full and yet have no room.
constexpr qint64 kFullBytes = 1'000'000;

bool contains(const QList<QByteArray>& lines, const char* text) {
  return std::any_of(lines.begin(), lines.end(), [text](const QByteArray& line) { return line.contains(text); });
}

}  // namespace

Service::Service(ServiceSpec spec, const QString& logFile, QObject* parent)
    : QObject(parent), spec_(std::move(spec)), log_(logFile) {
  state_.name = spec_.name;
  state_.url = spec_.url;
  confineChild(process_, spec_.deathSignal);
  process_.setProgram(spec_.program);
  process_.setArguments(spec_.arguments);
  process_.setProcessEnvironment(spec_.environment);
  process_.setWorkingDirectory(spec_.workingDirectory);
  connect(&process_, &QProcess::readyRead, this, [this] { log_.write(process_.readAll()); });
  connect(&process_, &QProcess::finished, this, &Service::handleExit);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
      restartOrGiveUp(QString("cannot be run: %1").arg(process_.errorString()));
    }
  });
  nextProbe_.setSingleShot(true);
  connect(&nextProbe_, &QTimer::timeout, this, [this] {
    const bool starting = state_.status == ServiceStatus::kStarting;
    probe_.check(starting ? spec_.ready : spec_.alive, starting ? kReadyProbeLimit : kProbeLimit);
  });
  connect(&probe_, &Probe::finished, this, &Service::handleProbe);
  nextLaunch_.setSingleShot(true);
  connect(&nextLaunch_, &QTimer::timeout, this, &Service::launch);
  stopLimit_.setSingleShot(true);
  connect(&stopLimit_, &QTimer::timeout, this, &Service::insist);
}

Service::~Service() {
  process_.disconnect(this);
  if (!isGone()) {
    ::kill(static_cast<pid_t>(process_.processId()), spec_.lastSignal);
    process_.waitForFinished(2'000);
  }
}

void Service::start() {
  sinceStart_.start();
  stopping_ = false;
  launch();
}

void Service::launch() {
  log_.forgetRecentLines();
  failedProbes_ = 0;
  sinceLaunch_.start();
  setStatus(ServiceStatus::kStarting, state_.status == ServiceStatus::kRestarting ? state_.detail : spec_.note);
  process_.start();
  nextProbe_.start(kProbeWhileStarting);
}

void Service::stop() {
  heldWhy_.clear();
  startWhenGone_ = false;
  halt();
}

void Service::hold(const QString& why) {
  heldWhy_ = why;
  startWhenGone_ = false;
  halt();
}

void Service::release() {
  if (heldWhy_.isEmpty()) {
    return;
  }
  heldWhy_.clear();
  startWhenGone_ = !isGone();
  if (isGone()) {
    start();
  }
}

void Service::halt() {
  stopping_ = true;
  insisted_ = false;
  nextLaunch_.stop();
  nextProbe_.stop();
  probe_.cancel();
  if (isGone()) {
    if (state_.status != ServiceStatus::kFailed) {
      setStatus(ServiceStatus::kStopped, heldWhy_);
    }
    return;
  }
  setStatus(ServiceStatus::kStopping, heldWhy_);
  ::kill(static_cast<pid_t>(process_.processId()), spec_.stopSignal);
  stopLimit_.start(spec_.stopLimit);
}

void Service::insist() {
  if (isGone()) {
    return;
  }
  // PostgreSQL's lastSignal is its own immediate shutdown; whatever ignores even that is killed.
  const bool again = std::exchange(insisted_, true);
  ::kill(static_cast<pid_t>(process_.processId()), again ? SIGKILL : spec_.lastSignal);
  stopLimit_.start(2s);
}

void Service::reload() const {
  if (!isGone()) {
    ::kill(static_cast<pid_t>(process_.processId()), SIGHUP);
  }
}

void Service::handleProbe(bool passed) {
  if (stopping_ || isGone()) {
    return;
  }
  const bool starting = state_.status == ServiceStatus::kStarting;
  if (passed) {
    failedProbes_ = 0;
    if (state_.status != ServiceStatus::kRunning) {
      if (readyAfterMs_ < 0) {
        readyAfterMs_ = sinceStart_.elapsed();
      }
      sinceHealthy_.start();
      setStatus(ServiceStatus::kRunning, spec_.note);
    } else if (sinceHealthy_.elapsed() > kHealthyMsThatForgives) {
      failuresInARow_ = 0;
    }
    nextProbe_.start(kProbeWhileRunning);
    return;
  }
  if (starting && sinceLaunch_.elapsed() < kSlowestStartMs) {
    nextProbe_.start(kProbeWhileStarting);
    return;
  }
  if (++failedProbes_ < kFailedProbesBeforeRestart && !starting) {
    setStatus(ServiceStatus::kUnhealthy, "its health check fails");
    nextProbe_.start(kProbeWhileRunning);
    return;
  }
  log_.write("vigie-stack: the health check keeps failing; restarting\n");
  setStatus(ServiceStatus::kUnhealthy, "it hangs; restarting it");
  ::kill(static_cast<pid_t>(process_.processId()), spec_.lastSignal);
}

void Service::handleExit() {
  log_.write(process_.readAll());
  probe_.cancel();
  nextProbe_.stop();
  stopLimit_.stop();
  if (std::exchange(startWhenGone_, false)) {
    start();
    return;
  }
  if (stopping_) {
    setStatus(ServiceStatus::kStopped, heldWhy_);
    Q_EMIT ended();
    return;
  }
  restartOrGiveUp(explainExit());
}

void Service::restartOrGiveUp(const QString& reason) {
  // What ran well and lacks nothing but room is never given up: it comes back when there is some.
  const bool comesBack = readyAfterMs_ >= 0 && lacksRoom();
  if (++failuresInARow_ >= kFailuresBeforeGivingUp && !comesBack) {
    setStatus(ServiceStatus::kFailed, QString("%1; given up after %2 starts").arg(reason).arg(failuresInARow_));
    Q_EMIT ended();
    return;
  }
  ++state_.restarts;
  setStatus(ServiceStatus::kRestarting, reason);
  const auto pause =
      std::min<std::chrono::milliseconds>(kFirstPause * (1 << std::min(failuresInARow_ - 1, 10)), kLongestPause);
  nextLaunch_.start(pause);
}

void Service::setStatus(ServiceStatus status, const QString& detail) {
  if (std::exchange(state_.status, status) != status || state_.detail != detail) {
    state_.detail = detail;
    Q_EMIT changed();
  }
}

bool Service::lacksRoom() const {
  // Asked of the disk too: a program that maps its files dies there without a word.
  const QStorageInfo disk(spec_.workingDirectory);
  return contains(log_.recentLines(), "o space left on device") ||
         (disk.isValid() && disk.bytesAvailable() < kFullBytes);
}

QString Service::explainExit() const {
  const QList<QByteArray>& lines = log_.recentLines();
  if (lacksRoom()) {
    return "the disk is full: free some space";
  }
  if (contains(lines, "ddress already in use")) {
    return "another program took its port: stop that program, or start the stack again to get another port";
  }
  if (contains(lines, "error while loading shared libraries")) {
    return "a library is missing: run ./vigie run, which installs what is";
  }
  QString how = QString("ended with exit code %1").arg(process_.exitCode());
  if (process_.exitStatus() == QProcess::CrashExit) {
    how = QString("was ended by signal %1").arg(process_.exitCode());
  }
  const QByteArray told = !log_.crash().isEmpty() ? log_.crash() : lines.isEmpty() ? QByteArray() : lines.last();
  const QByteArray last = told.trimmed().left(300);
  return last.isEmpty() ? how : how + ": " + QString::fromUtf8(last);
}

}  // namespace vigie::stack
