// The moment under the pointer, shared by all panels of a dashboard.
#pragma once

#include <QObject>

#include <optional>

namespace vigie::console {

class Crosshair : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  [[nodiscard]] std::optional<qint64> timeMs() const { return timeMs_; }
  void moveTo(std::optional<qint64> timeMs) {
    if (timeMs == timeMs_) return;
    timeMs_ = timeMs;
    Q_EMIT moved();
  }

 Q_SIGNALS:
  void moved();

 private:
  std::optional<qint64> timeMs_;
};

}  // namespace vigie::console
