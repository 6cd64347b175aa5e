// A drill, from the fault to its last message.
#pragma once

#include "console/stack/drill/alert_watch.h"
#include "console/stack/drill/drill_ground.h"
#include "console/stack/drill/drill_kind.h"
#include "console/stack/drill/drill_load.h"
#include "console/stack/drill/drill_report.h"
#include "console/stack/drill/metric_watch.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace vigie::stack {

/// Runs once, on the main thread, in an event loop of its own. Whatever becomes of it, nothing stays: the ground ends
/// the fault with the process, the silence ends within a minute.
class Drill : public QObject {
  Q_OBJECT

 public:
  /// Both collaborators must outlive it. `told` is called with each leg as it comes.
  Drill(DrillKind kind, bool quick, DrillGround& ground, AlertWatch& watch, std::function<void(const DrillLeg&)> told);
  ~Drill() override;

  DrillReport run();
  /// The operator wants no more of it: run() cleans up and returns soon.
  void interrupt() { interrupted_ = true; }

 private:
  bool prepare();
  bool waitUntilQuiet();
  bool setQuickTimes();
  bool causeFault();
  void endFault();
  bool waitForLegs();
  void dilute();
  bool acknowledge();
  /// `limitMs` 0: as long as a leg may take.
  bool waitUntil(const QString& what, const std::function<bool()>& condition, qint64 limitMs = 0);
  bool leg(const QString& name, const std::function<bool()>& condition);
  bool tellLeg(const QString& name, const QString& status, QDateTime since);
  void add(const DrillLeg& one);
  bool obeyed(const Result<void>& order);
  bool fail(const QString& why);
  void putFault();

  DrillKind kind_;
  DrillGround& ground_;
  AlertWatch& watch_;
  std::function<void(const DrillLeg&)> told_;
  MetricWatch metrics_;
  DrillLoad load_;
  QTimer renewal_;
  QElapsedTimer sinceFault_;
  QDateTime lastInVain_;  ///< the last time that something waited for had not come: what comes next is later
  DrillReport report_;
  QString condition_;       ///< the rule's query: empty while nothing is wrong
  QString usualCondition_;  ///< the same with the usual times
  bool isPutting_ = false;
  bool interrupted_ = false;
};

}  // namespace vigie::stack
