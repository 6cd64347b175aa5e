#include "console/stack/drill/compose_ground.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr const char* kService = "web";
constexpr int kPublicPort = 8001;
constexpr int kPrometheusPort = 9090;
// Above VIGIE_STOP_GRACE as docker-compose.yml has it.
constexpr auto kStopLimit = 120s;
constexpr auto kExecLimit = 20s;

/// The image has no HTTP client; its bash opens sockets. The body comes as an argument, so that nothing of it is code.
constexpr const char* kAsk =
    R"(exec 3<>/dev/tcp/127.0.0.1/8000 || exit 7
printf '%s /internal/faults HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "${#2}" "$2" >&3
read -r -t 10 status <&3 || exit 8
printf '%s\n' "${status%$'\r'}")";

}  // namespace

ComposeGround::ComposeGround(ComposeCli compose, QUrl server, QUrl prometheus)
    : compose_(std::move(compose)), server_(std::move(server)), prometheus_(std::move(prometheus)) {}

Result<std::unique_ptr<ComposeGround>> ComposeGround::find(const QString& file) {
  auto compose = ComposeCli::find(file);
  if (!compose) {
    return compose.error();
  }
  const auto server = compose->address(kService, kPublicPort);
  if (!server) {
    return server.error();
  }
  const auto prometheus = compose->address("prometheus", kPrometheusPort);
  if (!prometheus) {
    return prometheus.error();
  }
  return std::unique_ptr<ComposeGround>(new ComposeGround(*compose, *server, *prometheus));
}

ComposeGround::~ComposeGround() {
  ComposeGround::mend();
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

Result<void> ComposeGround::take(bool quick) {
  if (quick) {
    return Error(ErrorCode::kInvalidArgument,
                 "--quick shortens the times of the local stack's rules; in compose they are Grafana's, and stay");
  }
  // Of whoever drills this project; the kernel lets go of it with the process.
  const QByteArray project =
      QCryptographicHash::hash((compose_.file() + QDir::currentPath()).toUtf8(), QCryptographicHash::Sha256);
  const QString path = QString("%1/vigie-compose-drill-%2-%3")
                           .arg(QDir::tempPath())
                           .arg(getuid())
                           .arg(QString::fromLatin1(project.toHex().left(12)));
  lock_ = ::open(path.toLocal8Bit().constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return Error(ErrorCode::kConflict, "another drill is under way; wait for its end");
  }
  return {};
}

Result<void> ComposeGround::askInside(const QByteArray& method, const QByteArray& body) {
  const auto said = compose_.run(
      {"exec", "-T", kService, "bash", "-c", kAsk, "faults", QString::fromLatin1(method), QString::fromUtf8(body)},
      kExecLimit);
  if (!said) {
    return Error(ErrorCode::kUnavailable, "the faults of " + std::string(kService) + " cannot be set within it");
  }
  if (!said->contains(" 200")) {
    return Error(ErrorCode::kUnavailable, QString("%1 answers %2").arg(kService, *said).toStdString());
  }
  return {};
}

Result<void> ComposeGround::putFault(const QJsonObject& fault) {
  isFaulty_ = true;
  return askInside("PUT", QJsonDocument(fault).toJson(QJsonDocument::Compact));
}

Result<void> ComposeGround::stopServer() {
  if (const auto guarded = guard_.start(QCoreApplication::applicationFilePath(), compose_, kService); !guarded) {
    return guarded.error();
  }
  // A server that is down has no fault.
  isFaulty_ = false;
  const auto stopped = compose_.run({"stop", kService}, kStopLimit);
  return stopped ? Result<void>() : Result<void>(stopped.error());
}

void ComposeGround::mend() {
  // Where the start fails the guard goes on trying: it hears that we are gone.
  if (guard_.isWatching() && compose_.run({"start", kService}, kStopLimit)) {
    guard_.dismiss();
  }
  if (std::exchange(isFaulty_, false)) {
    [[maybe_unused]] const auto ended = askInside("DELETE", {});
  }
}

}  // namespace vigie::stack
