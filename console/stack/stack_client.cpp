#include "console/stack/stack_client.h"

#include "console/stack/stack_paths.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <unistd.h>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto kRetryEvery = 50ms;
// The control socket opens within milliseconds of the start; the rest is for a machine under load.
constexpr qint64 kStartLimitMs = 15'000;

QString lastLine(QTemporaryFile& file) {
  file.seek(0);
  const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
  const QString last = lines.isEmpty() ? QString() : QString::fromUtf8(lines.last());
  return last.startsWith("vigie-stack: ") ? last.sliced(13) : last;
}

}  // namespace

StackClient::StackClient(QObject* parent) : StackClient(Options{}, parent) {}

StackClient::StackClient(Options options, QObject* parent) : QObject(parent), options_(std::move(options)) {
  socketPath_ = StackPaths::resolve(getuid(), QProcessEnvironment::systemEnvironment(), options_.home).controlSocket();
  retry_.setSingleShot(true);
  connect(&retry_, &QTimer::timeout, this, &StackClient::tryConnect);
  connect(&socket_, &QLocalSocket::connected, this, [this] {
    socket_.write("{\"type\":\"attach\"}\n");
    started_ = false;
    setLink(Link::kAttached);
  });
  connect(&socket_, &QLocalSocket::readyRead, this, &StackClient::readLines);
  connect(&socket_, &QLocalSocket::disconnected, this, &StackClient::handleLoss);
  connect(&socket_, &QLocalSocket::errorOccurred, this, [this] {
    if (link_ == Link::kConnecting) {
      startStack();
    }
  });
}

StackClient::~StackClient() {
  socket_.disconnect(this);
  retry_.disconnect(this);
}

void StackClient::attach() {
  if (link_ == Link::kConnecting || link_ == Link::kAttached) {
    return;
  }
  started_ = false;
  since_.start();
  setLink(Link::kConnecting);
  tryConnect();
}

void StackClient::detach() {
  retry_.stop();
  setLink(Link::kDetached);
  socket_.disconnectFromServer();
}

void StackClient::requestStop() {
  if (link_ == Link::kAttached) {
    socket_.write("{\"type\":\"stop\"}\n");
  }
}

void StackClient::tryConnect() {
  if (link_ == Link::kConnecting) {
    socket_.abort();
    socket_.connectToServer(socketPath_);
  }
}

void StackClient::startStack() {
  if (!options_.start) {
    setLink(Link::kFailed, tr("No local stack is running. Start one with ./vigie run."));
    return;
  }
  if (!started_) {
    QProcess stack;
    stack.setProgram(options_.program.isEmpty() ? QCoreApplication::applicationDirPath() + "/vigie-stack"
                                                : options_.program);
    QStringList arguments{"run", "--attached"};
    if (!options_.home.isEmpty()) {
      arguments << "--home" << options_.home;
    }
    stack.setArguments(arguments);
    stack.setStandardInputFile(QProcess::nullDevice());
    stack.setStandardOutputFile(QProcess::nullDevice());
    startErrors_ = std::make_unique<QTemporaryFile>();
    if (startErrors_->open()) {
      stack.setStandardErrorFile(startErrors_->fileName());
    }
    if (!stack.startDetached(&startedPid_)) {
      setLink(Link::kFailed, tr("vigie-stack is not there or cannot be run. Build it with ./vigie build."));
      return;
    }
    started_ = true;
    since_.start();
  } else if (const bool gone = ::kill(static_cast<pid_t>(startedPid_), 0) != 0 && errno == ESRCH;
             gone || since_.elapsed() > kStartLimitMs) {
    const QString said = lastLine(*startErrors_);
    setLink(Link::kFailed, said.isEmpty() ? tr("vigie-stack ended without a word.") : said);
    return;
  }
  retry_.start(kRetryEvery);
}

void StackClient::readLines() {
  while (socket_.canReadLine()) {
    const QJsonObject message = QJsonDocument::fromJson(socket_.readLine()).object();
    const auto state = stateFromJson(message.value("state").toObject());
    if (!state || *state == state_) {
      continue;
    }
    const bool newEndpoints = state->endpoints != state_.endpoints && !state->endpoints.server.isEmpty();
    state_ = *state;
    if (newEndpoints) {
      Q_EMIT endpointsKnown(state_.endpoints);
    }
    Q_EMIT stateChanged(state_);
  }
}

void StackClient::handleLoss() {
  if (link_ != Link::kAttached) {
    return;
  }
  readLines();
  const StackPhase last = state_.phase;
  const QString error = state_.error;
  state_ = StackState{};
  const bool failed = last == StackPhase::kFailed || (last == StackPhase::kStopping && !error.isEmpty());
  state_.phase = failed ? StackPhase::kFailed : StackPhase::kStopped;
  state_.error = error;
  Q_EMIT stateChanged(state_);
  if (failed) {
    setLink(Link::kFailed, error);
  } else if (last == StackPhase::kStopping || last == StackPhase::kStopped) {
    setLink(Link::kFailed, tr("The local stack was stopped. Start it again to go on."));
  } else {
    since_.start();
    setLink(Link::kConnecting);
    retry_.start(kRetryEvery);
  }
}

void StackClient::setLink(Link link, const QString& error) {
  lastError_ = error;
  if (std::exchange(link_, link) != link) {
    Q_EMIT linkChanged(link);
  }
}

}  // namespace vigie::stack
