// --stats-json: the console's own figures for other programs. To a file every few seconds and at the end, each time
// whole and atomically; to standard output ("-") once, at the end.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace vigie::console {

class StatsSource;

class StatsFile : public QObject {
  Q_OBJECT
 public:
  /// `source` outlives it.
  StatsFile(const StatsSource& source, QString target, QObject* parent = nullptr);
  ~StatsFile() override;

  /// Whether the target could be written the first time; the reason is on standard error.
  [[nodiscard]] bool start();

 private:
  bool write();

  const StatsSource& source_;
  QString target_;
  QTimer every_;
  bool failed_ = false;
};

}  // namespace vigie::console
