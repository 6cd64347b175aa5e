// The moment under the pointer, shared by all panels of a dashboard.
#pragma once

#include <QObject>

#include <optional>

namespace vigie::console {

/// What the panels beside the one under the pointer show of it: Grafana's "graphTooltip" 0, 1, 2.
enum class CrosshairSharing { kNothing, kLine, kTooltip };

class Crosshair : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  [[nodiscard]] std::optional<qint64> timeMs() const { return timeMs_; }
  /// `source`: the panel under the pointer; only it shows the moment when nothing is shared.
  void moveTo(std::optional<qint64> timeMs, const QObject* source = nullptr) {
    if (timeMs == timeMs_ && source == source_) return;
    timeMs_ = timeMs;
    source_ = source;
    Q_EMIT moved();
  }
  [[nodiscard]] bool isFrom(const QObject* source) const { return source == source_; }
  [[nodiscard]] CrosshairSharing sharing() const { return sharing_; }
  void setSharing(CrosshairSharing sharing) {
    if (sharing == sharing_) return;
    sharing_ = sharing;
    Q_EMIT sharingChanged();
  }

 Q_SIGNALS:
  void moved();
  void sharingChanged();

 private:
  std::optional<qint64> timeMs_;
  const QObject* source_ = nullptr;  ///< compared only
  CrosshairSharing sharing_ = CrosshairSharing::kLine;
};

}  // namespace vigie::console
