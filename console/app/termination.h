// SIGINT, SIGTERM and SIGHUP end the program as closing its window does, so that nothing it remembers is lost.
#pragma once

#include <QObject>

class QSocketNotifier;

namespace vigie::console {

/// One in a program, UI thread. A second signal while the first is being followed ends the process at once.
class Termination : public QObject {
  Q_OBJECT
 public:
  explicit Termination(QObject* parent = nullptr);
  ~Termination() override;

 Q_SIGNALS:
  void requested();

 private:
  int ends_[2] = {-1, -1};  ///< a pipe: a handler may do little more than write
};

}  // namespace vigie::console
