// What the console costs: the time its frames take and the memory it holds. It measures itself so that nobody guesses.
#pragma once

#include <QApplication>

namespace vigie::console {

/// An application that times each repaint of a window. UI thread.
class MeteredApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override;
  /// Milliseconds of the slowest repaint since this was last asked; the previous answer when there was none.
  [[nodiscard]] double takeFrameMs();

 private:
  double slowestMs_ = 0;
  double lastMs_ = 0;
};

/// Resident set size in bytes; 0 where the kernel does not say.
qint64 residentBytes();

}  // namespace vigie::console
