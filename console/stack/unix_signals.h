// SIGINT, SIGTERM and SIGHUP as a Qt signal.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace vigie::stack {

/// One per process; while it lives those signals do not end the process.
class UnixSignals : public QObject {
  Q_OBJECT

 public:
  explicit UnixSignals(QObject* parent = nullptr);
  ~UnixSignals() override;

 Q_SIGNALS:
  void received(int signal);

 private:
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace vigie::stack
