// The stack's control socket: JSON lines on a unix socket in the private runtime directory.
//
//   client → stack   {"type":"attach"}   counts as one that needs the stack; {"type":"stop"}; a client that only
//                                        watches says nothing
//   stack → client   {"type":"state","state":{…}} at once and at each change (stack_state.h)
//
// Anything else of a client is handed on with requested(): drill_lease.h takes what is about drills.
#pragma once

#include "console/stack/stack_state.h"
#include "core/base/result.h"

#include <QList>
#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>

namespace vigie::stack {

class ControlServer : public QObject {
  Q_OBJECT

 public:
  explicit ControlServer(QObject* parent = nullptr);
  ~ControlServer() override;

  /// Replaces a socket that a killed stack left behind: only the holder of the lock may call this.
  Result<void> listen(const QString& path);
  /// Sends the newest state to every client; several changes in one turn of the event loop are sent once.
  void publish(const StackState& state);
  /// Hands every client what it has not yet got, before the process ends.
  void flush();
  [[nodiscard]] int attachedClients() const;

  /// One message to one client.
  void tell(QLocalSocket* client, const QJsonObject& message);

 Q_SIGNALS:
  /// A message that is none of the above. `client` is good until clientLeft().
  void requested(QLocalSocket* client, const QJsonObject& message);
  void clientLeft(QLocalSocket* client);
  void attachedClientsChanged(int count);
  void stopRequested();

 private:
  void welcome();
  void hear(QLocalSocket* client);
  void send();

  QLocalServer server_;
  QList<QLocalSocket*> clients_;
  QTimer soon_;
  QByteArray line_;
};

}  // namespace vigie::stack
