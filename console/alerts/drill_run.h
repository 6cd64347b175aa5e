// A drill that the console started: `vigie-stack drill … --events`, a process of its own, so that it ends with the
// console and leaves nothing (docs/adr/0092).
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

namespace vigie::console {

class DrillRun : public QObject {
  Q_OBJECT
 public:
  /// `program` is vigie-stack. `folder` is where reports are kept.
  DrillRun(QString program, QString folder, QObject* parent = nullptr);
  /// Ends the drill and waits for its clean-up, a few seconds at most.
  ~DrillRun() override;

  /// `token` goes into the process' environment, never onto its command line.
  void start(const QString& name, const QStringList& arguments, const QByteArray& token);
  /// As Ctrl-C: it mends everything, and finished() follows.
  void cancel();
  [[nodiscard]] bool isRunning() const { return process_.state() != QProcess::NotRunning; }
  [[nodiscard]] const QList<QJsonObject>& legs() const { return legs_; }
  /// The whole report; empty until finished(), and where the drill could not even begin.
  [[nodiscard]] const QJsonObject& report() const { return report_; }
  /// Why there is no report; one line.
  [[nodiscard]] const QString& failure() const { return failure_; }
  /// The report as a file; empty: none was written.
  [[nodiscard]] QString reportFile() const;
  [[nodiscard]] const QString& folder() const { return folder_; }

 Q_SIGNALS:
  void legCame();
  void finished();

 private:
  void readLines();
  void conclude();

  QString program_;
  QString folder_;
  QProcess process_;
  QList<QJsonObject> legs_;
  QJsonObject report_;
  QString failure_;
  QByteArray errors_;
};

}  // namespace vigie::console
