#include "console/app/zone_box.h"

#include <algorithm>

namespace vigie::console {

ZoneBox::ZoneBox(QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("Time zone"));
  setMaxVisibleItems(16);
  addItem(tr("Local time (%1)").arg(QString::fromUtf8(QTimeZone::systemTimeZoneId())), QByteArray());
  addItem(QStringLiteral("UTC"), QByteArray("UTC"));
  insertSeparator(2);
  for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
    // Without a place it is an offset or an old alias.
    if (id.contains('/') && !id.startsWith("Etc/")) addItem(QString::fromUtf8(id), id);
  }
  connect(this, &QComboBox::activated, this, [this](int index) {
    const QByteArray id = itemData(index).toByteArray();
    Q_EMIT zoneChosen(id.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone(id));
  });
}

void ZoneBox::setZone(const QTimeZone& zone) {
  const QByteArray id = zone == QTimeZone::systemTimeZone() ? QByteArray() : zone.id();
  setCurrentIndex(std::max(0, findData(id)));
}

}  // namespace vigie::console
