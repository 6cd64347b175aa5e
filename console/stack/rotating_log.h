// A child's output in a file of bounded size: NAME.log, and NAME.log.1 with what came before.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

namespace vigie::stack {

/// Never fails the caller: where the disk is full or the file cannot be opened, output is dropped.
class RotatingLog {
 public:
  explicit RotatingLog(const QString& path, qint64 limitBytes = 5'000'000);

  void write(const QByteArray& output);
  /// The newest complete lines, oldest first: what a failure is explained with. At most 40.
  [[nodiscard]] const QList<QByteArray>& recentLines() const { return recent_; }
  /// How a crash of a Go program began ("panic: …"), whose trace pushes that out of the recent lines; empty: none did.
  [[nodiscard]] const QByteArray& crash() const { return crash_; }
  void forgetRecentLines();

 private:
  void remember(const QByteArray& output);

  QFile file_;
  qint64 limit_;
  QByteArray partial_;
  QList<QByteArray> recent_;
  QByteArray crash_;
};

}  // namespace vigie::stack
