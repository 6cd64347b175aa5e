// One supervised child: started, checked, restarted with growing pauses, given up after too many, stopped.
#pragma once

#include "console/stack/probe.h"
#include "console/stack/rotating_log.h"
#include "console/stack/service_spec.h"
#include "console/stack/stack_state.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace vigie::stack {

/// Lives on the main thread. Destroying it kills the child.
class Service : public QObject {
  Q_OBJECT

 public:
  Service(ServiceSpec spec, const QString& logFile, QObject* parent = nullptr);
  ~Service() override;

  void start();
  /// Asks the child to end, and insists when its time is over. ended() says when it is gone; where isGone() already,
  /// nothing does.
  void stop();
  /// Shortens a running stop().
  void insist();
  /// Stops the child and keeps it down until release(); `why` is shown meanwhile. A stop() ends that too.
  void hold(const QString& why);
  /// Starts a held child again, as soon as it is gone.
  void release();
  void reload() const;  ///< SIGHUP

  [[nodiscard]] const ServiceSpec& spec() const { return spec_; }
  [[nodiscard]] const ServiceState& state() const { return state_; }
  [[nodiscard]] bool isGone() const { return process_.state() == QProcess::NotRunning; }
  /// From start() to the first passed check, in milliseconds; -1 before.
  [[nodiscard]] qint64 readyAfterMs() const { return readyAfterMs_; }

 Q_SIGNALS:
  void changed();
  /// The child is gone and will not be started again.
  void ended();

 private:
  void launch();
  void halt();
  void handleProbe(bool passed);
  void handleExit();
  void restartOrGiveUp(const QString& reason);
  [[nodiscard]] bool lacksRoom() const;
  void setStatus(ServiceStatus status, const QString& detail);
  [[nodiscard]] QString explainExit() const;

  ServiceSpec spec_;
  ServiceState state_;
  RotatingLog log_;
  QProcess process_;
  Probe probe_;
  QTimer nextProbe_;
  QTimer nextLaunch_;
  QTimer stopLimit_;
  QElapsedTimer sinceStart_;
  QElapsedTimer sinceLaunch_;
  QElapsedTimer sinceHealthy_;
  qint64 readyAfterMs_ = -1;
  int failuresInARow_ = 0;
  int failedProbes_ = 0;
  bool stopping_ = false;
  bool insisted_ = false;
  bool startWhenGone_ = false;
  QString heldWhy_;  ///< empty: not held
};

}  // namespace vigie::stack
