#include "console/dashboard/display_zone.h"

#include <mutex>

namespace vigie::console {
namespace {

/// Guards the one zone: what is worked out beside the UI thread reads it too.
struct SharedZone {
  std::mutex mutex;
  QTimeZone zone = QTimeZone::systemTimeZone();
};

SharedZone& sharedZone() {
  static SharedZone shared;
  return shared;
}

}  // namespace

QTimeZone displayZone() {
  const std::lock_guard lock(sharedZone().mutex);
  return sharedZone().zone;
}

void setDisplayZone(const QTimeZone& zone) {
  if (!zone.isValid()) return;
  const std::lock_guard lock(sharedZone().mutex);
  sharedZone().zone = zone;
}

QDateTime inDisplayZone(qint64 msSinceEpoch) { return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, displayZone()); }

}  // namespace vigie::console
