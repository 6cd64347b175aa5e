// What a drill may do to the running stack, on a lease: whatever becomes of the drill, it ends.
//
//   client → stack   {"type":"drill","seconds":600,"quick":true}   takes the lease
//                    {"type":"hold","service":"vigie-server"}      keeps a service down
//                    {"type":"release"}                            lets it start again
//   stack → client   {"type":"drill","granted":true} | {"type":"drill","granted":false,"error":TEXT}, to each of them
//
// The lease ends with the client's connection (`kill -9` closes it too) or after its seconds, an hour at most; then
// every service starts again and alerts have their usual times.
#pragma once

#include "console/stack/control_server.h"
#include "console/stack/stack.h"

#include <QObject>
#include <QTimer>

namespace vigie::stack {

/// One drill at a time. Main thread; both collaborators must outlive it.
class DrillLease : public QObject {
  Q_OBJECT

 public:
  DrillLease(ControlServer& control, Stack& stack);

 private:
  void hear(QLocalSocket* client, const QJsonObject& message);
  Result<void> obey(QLocalSocket* client, const QJsonObject& message);
  Result<void> take(QLocalSocket* client, const QJsonObject& message);
  void end();

  ControlServer& control_;
  Stack& stack_;
  QLocalSocket* holder_ = nullptr;
  bool quick_ = false;
  QTimer limit_;
};

}  // namespace vigie::stack
