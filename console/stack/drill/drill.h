// A drill, from the fault to its last message.
#pragma once

#include "console/stack/drill/alert_watch.h"
#include "console/stack/drill/drill_kind.h"
#include "console/stack/drill/drill_load.h"
#include "console/stack/drill/drill_report.h"
#include "console/stack/stack_paths.h"

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QTimer>

#include <chrono>
#include <functional>

namespace vigie::stack {

/// Runs once, on the main thread, in an event loop of its own. Whatever becomes of it, nothing stays: the lease of
/// drill_lease.h ends with its connection, the fault with its time to live, the silence within a minute.
class Drill : public QObject {
  Q_OBJECT

 public:
  /// `told` is called with each leg as it comes.
  Drill(DrillKind kind, bool quick, const StackPaths& paths, const Endpoints& endpoints,
        std::function<void(const DrillLeg&)> told);
  ~Drill() override;

  DrillReport run();
  /// The operator wants no more of it: run() cleans up and returns soon.
  void interrupt() { interrupted_ = true; }

 private:
  bool prepare();
  bool waitUntilQuiet();
  bool takeLease();
  bool setQuickTimes();
  void causeFault();
  void endFault();
  bool waitForLegs();
  void dilute();
  bool acknowledge();
  bool waitUntil(const QString& what, const std::function<bool()>& condition);
  bool leg(const QString& name, const std::function<bool()>& condition);
  bool order(const QJsonObject& message);
  bool fail(const QString& why);
  void putFault();

  DrillKind kind_;
  QString controlSocket_;
  Endpoints endpoints_;
  std::function<void(const DrillLeg&)> told_;
  AlertWatch watch_;
  HttpJson http_;
  DrillLoad load_;
  QLocalSocket control_;
  QTimer renewal_;
  QElapsedTimer sinceFault_;
  DrillReport report_;
  QString condition_;       ///< the rule's query: empty while nothing is wrong
  QString usualCondition_;  ///< the same with the usual times
  bool isFaulty_ = false;   ///< a fault of ours is or may be there
  bool interrupted_ = false;
};

}  // namespace vigie::stack
