// The local stack: all services together, from the first start to the last child's end.
#pragma once

#include "console/stack/postgres_cluster.h"
#include "console/stack/service.h"
#include "console/stack/stack_paths.h"
#include "console/stack/stack_plan.h"
#include "console/stack/stack_state.h"
#include "core/base/result.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QProcessEnvironment>

namespace vigie::stack {

struct StackOptions {
  StackPaths paths;
  QString server;     ///< the vigie-server program
  QString stack;      ///< this program: it is the relay as well
  QString knowledge;  ///< the example corpus; empty: none
  bool anyPort = false;
  QProcessEnvironment caller;  ///< the operator's environment
};

/// Main thread. Services start side by side: vigie-server and the exporters wait for PostgreSQL by themselves.
class Stack : public QObject {
  Q_OBJECT

 public:
  explicit Stack(StackOptions options, QObject* parent = nullptr);

  /// Finds programs, ports and the database, and starts. An Error is one line with its remedy; nothing runs then.
  Result<void> start();
  /// The server and its watchers first, PostgreSQL when they are gone. A second call shortens the wait.
  void stop();

  /// Keeps a service down, for a drill, until releaseAll(); `why` is shown meanwhile. An Error where there is no such
  /// service.
  Result<void> hold(const QString& name, const QString& why);
  void releaseAll();
  /// Lets Prometheus and Alertmanager work with the shorter times of quick_alerts.h, or with the real ones again.
  Result<void> setQuickAlerts(bool quick);

  [[nodiscard]] const StackState& state() const { return state_; }
  /// From start() until every service had been ready, in milliseconds; -1 before.
  [[nodiscard]] qint64 readyAfterMs() const { return readyAfterMs_; }
  /// How long making the database took; -1 when it was there.
  [[nodiscard]] qint64 databaseMadeInMs() const { return databaseMadeInMs_; }
  [[nodiscard]] const QList<Service*>& services() const { return services_; }

 Q_SIGNALS:
  void changed();
  /// A service went down or up after the start; `line` says which and why.
  void noticed(const QString& line);
  /// Every child is gone. state().phase is kStopped, or kFailed with an error.
  void stopped();

 private:
  Result<void> writeConfiguration(bool quick);
  [[nodiscard]] Service* service(const QString& name) const;
  void startServices();
  void followService(Service* service);
  void update();
  void fail(const QString& error);
  void stopNext();

  StackOptions options_;
  StackState state_;
  PostgresCluster cluster_;
  QList<Service*> services_;
  StackPorts ports_;
  QElapsedTimer sinceStart_;
  qint64 readyAfterMs_ = -1;
  qint64 databaseMadeInMs_ = -1;
  bool stopping_ = false;
  QString failure_;
};

}  // namespace vigie::stack
