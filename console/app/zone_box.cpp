#include "console/app/zone_box.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QPainter>

#include <algorithm>

namespace vigie::console {

ZoneBox::ZoneBox(const Theme& theme, QWidget* parent) : QComboBox(parent), theme_(theme) {
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

void ZoneBox::paintEvent(QPaintEvent* event) {
  QComboBox::paintEvent(event);
  // The style sheet's arrow would be black in both themes.
  QPainter painter(this);
  painter.drawPixmap(width() - 24, (height() - 16) / 2,
                     iconPixmap(QStringLiteral("chevron-down"), theme_.tokens().muted, 16, devicePixelRatioF()));
}

}  // namespace vigie::console
