#include "console/dashboard/display_zone.h"

namespace vigie::console {
namespace {

QTimeZone& currentZone() {
  static QTimeZone zone = QTimeZone::systemTimeZone();
  return zone;
}

}  // namespace

const QTimeZone& displayZone() { return currentZone(); }

void setDisplayZone(const QTimeZone& zone) {
  if (zone.isValid()) currentZone() = zone;
}

QDateTime inDisplayZone(qint64 msSinceEpoch) { return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, currentZone()); }

}  // namespace vigie::console
