// One child of vigie-stack, described: what to run, how to know that it is well, how to end it.
#pragma once

#include "console/stack/probe.h"

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <csignal>

namespace vigie::stack {

struct ServiceSpec {
  QString name;
  QString program;  ///< absolute
  QStringList arguments;
  QProcessEnvironment environment;  ///< all of it: nothing is inherited
  QString workingDirectory;
  QUrl url;      ///< where it listens, as shown; empty: a unix socket only
  QString note;  ///< shown while it runs well ("port 9090 is busy; using 9091")

  ProbeSpec ready;  ///< passes once the service can be used
  ProbeSpec alive;  ///< passes as long as it need not be restarted

  int stopSignal = SIGTERM;
  /// How long stopSignal is given before lastSignal.
  std::chrono::milliseconds stopLimit{5'000};
  int lastSignal = SIGKILL;
  /// Sent by the kernel the moment vigie-stack dies.
  int deathSignal = SIGKILL;
  /// Stopped after all that use it.
  bool stopsLast = false;
};

}  // namespace vigie::stack
