#include "console/stack/client_commands.h"

#include "console/stack/stack_client.h"
#include "console/stack/stack_plan.h"
#include "console/stack/unix_signals.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <optional>
#include <sys/socket.h>

namespace vigie::stack {
namespace {

constexpr int kAnswerLimitMs = 5'000;
// One that starts says where it will be at once; a loaded machine is slow.
constexpr std::chrono::seconds kJoinLimit{30};
// Longer than the longest graceful stop of a service.
constexpr int kStopLimitMs = 60'000;

std::optional<StackState> readState(QLocalSocket& socket) {
  while (!socket.canReadLine()) {
    if (!socket.waitForReadyRead(kAnswerLimitMs)) {
      return std::nullopt;
    }
  }
  const QJsonObject message = QJsonDocument::fromJson(socket.readLine()).object();
  return stateFromJson(message.value("state").toObject());
}

bool connectTo(QLocalSocket& socket, const StackPaths& paths) {
  socket.connectToServer(paths.controlSocket());
  return socket.waitForConnected(kAnswerLimitMs);
}

int notRunning() {
  complain("no stack is running; start one with ./vigie run");
  return kNotRunning;
}

/// For a stack whose socket is there and which does not do `what`: it hangs, or was stopped by a signal or a debugger.
int hangs(const QLocalSocket& socket, const QString& what) {
  ucred listener{};
  socklen_t size = sizeof listener;
  const auto descriptor = static_cast<int>(socket.socketDescriptor());
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &listener, &size) != 0) {
    listener.pid = 0;
  }
  complain(QString("the stack that runs (process %1) does not %2: end it (kill %1, and kill -9 %1 where that does not "
                   "help), then start again; nothing that is saved is lost")
               .arg(listener.pid)
               .arg(what));
  return 1;
}

}  // namespace

void print(const QString& line) {
  std::fprintf(stdout, "%s\n", line.toLocal8Bit().constData());
  std::fflush(stdout);
}

void complain(const QString& message) { std::fprintf(stderr, "vigie-stack: %s\n", message.toLocal8Bit().constData()); }

QString describeEndpoints(const Endpoints& endpoints) {
  const QString all =
      QString("  API           %1\n  metrics       %2/metrics\n  Prometheus    %3")
          .arg(endpoints.server.toString(), endpoints.internal.toString(), endpoints.prometheus.toString());
  return endpoints.alertmanager.isEmpty() ? all : all + "\n  Alertmanager  " + endpoints.alertmanager.toString();
}

int joinStack(const StackPaths& paths, const QString& home) {
  StackClient::Options options;
  options.home = home;
  options.start = false;
  StackClient client(options);
  UnixSignals unixSignals;
  bool told = false;
  QObject::connect(&client, &StackClient::stateChanged, [&](const StackState& state) {
    if (!told && !state.endpoints.server.isEmpty()) {
      told = true;
      print("A stack is running already; joined it.\n" + describeEndpoints(state.endpoints) +
            "\nCtrl-C leaves it running.");
    }
  });
  QObject::connect(&client, &StackClient::linkChanged, [&](StackClient::Link link) {
    if (link == StackClient::Link::kFailed || (link == StackClient::Link::kConnecting && told)) {
      print("The stack that was joined has ended.");
      QCoreApplication::exit(told ? 0 : 1);
    }
  });
  QObject::connect(&unixSignals, &UnixSignals::received, [] { QCoreApplication::exit(0); });
  QTimer::singleShot(kJoinLimit, &client, [&] {
    QLocalSocket socket;
    if (!told && connectTo(socket, paths)) {
      QCoreApplication::exit(hangs(socket, "answer"));
    }
  });
  client.attach();
  return QCoreApplication::exec();
}

std::optional<StackState> runningState(const StackPaths& paths) {
  QLocalSocket socket;
  return connectTo(socket, paths) ? readState(socket) : std::nullopt;
}

int printStatus(const StackPaths& paths, bool json) {
  QLocalSocket socket;
  if (!connectTo(socket, paths)) {
    return notRunning();
  }
  const auto state = readState(socket);
  if (!state) {
    return socket.state() == QLocalSocket::ConnectedState ? hangs(socket, "answer") : notRunning();
  }
  if (json) {
    print(QString::fromUtf8(QJsonDocument(toJson(*state)).toJson(QJsonDocument::Indented).trimmed()));
    return 0;
  }
  print("stack: " + toString(state->phase));
  for (const ServiceState& service : state->services) {
    print(QString("  %1 %2 %3%4")
              .arg(service.name, -18)
              .arg(toString(service.status), -11)
              .arg(service.url.toString(), service.detail.isEmpty() ? QString() : "  " + service.detail));
  }
  return 0;
}

int stopStack(const StackPaths& paths) {
  QLocalSocket socket;
  if (!connectTo(socket, paths)) {
    return notRunning();
  }
  socket.write("{\"type\":\"stop\"}\n");
  if (!socket.waitForDisconnected(kStopLimitMs)) {
    return hangs(socket, "stop within a minute");
  }
  print("The stack has stopped.");
  return 0;
}

int printLog(const StackPaths& paths, const QString& service, int lines) {
  if (!serviceNames().contains(service)) {
    complain("name one of: " + serviceNames().join(", "));
    return 1;
  }
  QFile file(paths.logFile(service));
  if (!file.open(QIODevice::ReadOnly)) {
    complain(QString("%1 has written nothing yet (%2)").arg(service, file.fileName()));
    return 1;
  }
  QList<QByteArray> all = file.readAll().split('\n');
  all.removeLast();
  for (const QByteArray& line : all.mid(qMax(qsizetype{0}, all.size() - lines))) {
    print(QString::fromUtf8(line));
  }
  return 0;
}

}  // namespace vigie::stack
