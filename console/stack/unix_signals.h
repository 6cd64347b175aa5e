// SIGINT, SIGTERM and SIGHUP as a Qt signal.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <csignal>
#include <memory>

namespace vigie::stack {

/// One per process, made before any thread is; while it lives those signals do not end the process. They are read from a
/// descriptor (signalfd(2)): no handler runs in the middle of something else. Children get them unblocked: confineChild().
class UnixSignals : public QObject {
  Q_OBJECT

 public:
  explicit UnixSignals(QObject* parent = nullptr);
  ~UnixSignals() override;

 Q_SIGNALS:
  void received(int signal);

 private:
  int descriptor_ = -1;
  sigset_t before_{};
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace vigie::stack
