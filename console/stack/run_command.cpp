#include "console/stack/run_command.h"

#include "console/stack/client_commands.h"
#include "console/stack/control_server.h"
#include "console/stack/drill/drill_lease.h"
#include "console/stack/stack.h"
#include "console/stack/stack_home.h"
#include "console/stack/unix_signals.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTimer>

#include <chrono>
#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

// A console that restarts finds the stack still there.
constexpr auto kLinger = 2s;
constexpr auto kFirstClientLimit = 15s;

int failed(const QString& message) {
  complain(message);
  return 1;
}

int failed(const Error& error) { return failed(QString::fromStdString(error.message)); }

/// The example corpus: the operator's choice, else beside an installed program, else in the source tree.
QString findKnowledge(const QProcessEnvironment& environment) {
  if (environment.contains("VIGIE_KNOWLEDGE_DIR")) {
    return environment.value("VIGIE_KNOWLEDGE_DIR");
  }
  for (const QString& place :
       {QCoreApplication::applicationDirPath() + "/../share/vigie/knowledge", QString(VIGIE_KNOWLEDGE_SOURCE)}) {
    if (QFileInfo(place).isDir()) {
      return QFileInfo(place).canonicalFilePath();
    }
  }
  return {};
}

QString inSeconds(qint64 milliseconds) { return QString::number(static_cast<double>(milliseconds) / 1000, 'f', 2); }

void announce(const Stack& stack) {
  QStringList times;
  for (const Service* service : stack.services()) {
    const ServiceState& state = service->state();
    times << QString("%1 %2 s").arg(state.name, inSeconds(service->readyAfterMs()));
    if (!state.detail.isEmpty()) {
      print(QString("%1: %2").arg(state.name, state.detail));
    }
  }
  QString line = QString("Ready in %1 s (%2").arg(inSeconds(stack.readyAfterMs()), times.join(", "));
  if (stack.databaseMadeInMs() >= 0) {
    line += QString("; the first database was made in %1 s").arg(inSeconds(stack.databaseMadeInMs()));
  }
  print(line + ")\n" + describeEndpoints(stack.state().endpoints) + "\nCtrl-C stops everything.");
}

/// Ends an attached stack when nobody has needed it for a while.
void endWhenAlone(ControlServer& control, Stack& stack) {
  auto* alone = new QTimer(&control);
  alone->setSingleShot(true);
  QObject::connect(alone, &QTimer::timeout, &stack, [&stack] {
    if (stack.state().phase != StackPhase::kStopping) {
      stack.stop();
    }
  });
  QObject::connect(&control, &ControlServer::attachedClientsChanged, alone, [alone](int count) {
    if (count > 0) {
      alone->stop();
    } else {
      alone->start(kLinger);
    }
  });
  alone->start(kFirstClientLimit);
}

}  // namespace

int runStack(const RunOptions& options) {
  const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  StackOptions stackOptions;
  stackOptions.paths = StackPaths::resolve(getuid(), environment, options.home);
  stackOptions.server =
      options.server.isEmpty() ? QCoreApplication::applicationDirPath() + "/vigie-server" : options.server;
  stackOptions.stack = QCoreApplication::applicationFilePath();
  stackOptions.knowledge = findKnowledge(environment);
  stackOptions.anyPort = options.anyPort;
  stackOptions.caller = environment;
  const StackPaths& paths = stackOptions.paths;

  if (const auto made = makeHome(paths); !made) {
    return failed(made.error());
  }
  StackLock lock;
  const auto mine = lock.take(paths.lockFile());
  if (!mine) {
    return failed(mine.error());
  }
  if (!*mine) {
    // Two consoles that start at once each try; the loser's console attaches to the winner's stack.
    return options.attached ? 0 : joinStack(paths, options.home);
  }
  if (const auto room = findRoom(paths); !room) {
    return failed(room.error());
  }
  const QString staged = paths.data + "/program";
  for (QString* path : {&stackOptions.server, &stackOptions.stack, &stackOptions.knowledge}) {
    if (!QFileInfo::exists(*path)) {
      continue;
    }
    if (const auto copied = stageForPostgres(staged, *path); !copied) {
      return failed(copied.error());
    }
  }
  if (const auto left = leaveRoot(paths); !left) {
    return failed(left.error());
  }
  umask(077);
  std::signal(SIGPIPE, SIG_IGN);

  ControlServer control;
  if (const auto listening = control.listen(paths.controlSocket()); !listening) {
    return failed(listening.error());
  }
  UnixSignals unixSignals;
  Stack stack(stackOptions);
  const DrillLease drills(control, stack);
  bool announced = false;
  QObject::connect(&stack, &Stack::changed, &control, [&] {
    control.publish(stack.state());
    if (!announced && stack.readyAfterMs() >= 0 && !options.attached) {
      announced = true;
      announce(stack);
    }
  });
  QObject::connect(&stack, &Stack::noticed, &control, [](const QString& line) { complain(line); });
  QObject::connect(
      &stack, &Stack::stopped, &control, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
  QObject::connect(&unixSignals, &UnixSignals::received, &stack, [&] {
    if (!options.attached && stack.state().phase != StackPhase::kStopping) {
      print("Stopping …");
    }
    stack.stop();
  });
  QObject::connect(&control, &ControlServer::stopRequested, &stack, [&stack] {
    if (stack.state().phase != StackPhase::kStopping) {
      stack.stop();
    }
  });
  if (options.attached) {
    endWhenAlone(control, stack);
  }
  if (!options.attached) {
    print("Starting the local stack …");
  }
  if (const auto started = stack.start(); !started) {
    return failed(started.error());
  }
  QCoreApplication::exec();
  control.flush();
  if (stack.state().phase == StackPhase::kFailed) {
    return failed(stack.state().error);
  }
  if (!options.attached) {
    print("Stopped.");
  }
  return 0;
}

}  // namespace vigie::stack
