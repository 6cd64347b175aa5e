// What the console costs: the time its frames take and the memory it holds. It measures itself so that nobody guesses.
#pragma once

#include "console/app/frame_meter.h"

#include <QApplication>

namespace vigie::console {

/// An application that times each event and each repaint of a window. UI thread.
class MeteredApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override;
  /// Milliseconds of the slowest repaint since this was last asked; the previous answer when there was none.
  [[nodiscard]] double takeFrameMs();
  [[nodiscard]] const FrameMeter& meter() const { return meter_; }

 private:
  FrameMeter meter_;
  int depth_ = 0;  ///< events inside events: only the outermost holds the loop up
  double slowestMs_ = 0;
  double lastMs_ = 0;
};

/// Resident set size in bytes; 0 where the kernel does not say.
qint64 residentBytes();
/// Processor time of the process in milliseconds.
qint64 processorMs();
/// Milliseconds since the process was started, by the kernel's word; 0 where it does not say.
qint64 sinceProcessStartMs();

}  // namespace vigie::console
