// The time zones to choose from: the system's, UTC, and every place of the zone database.
#pragma once

#include <QComboBox>
#include <QTimeZone>

namespace vigie::console {

class ZoneBox : public QComboBox {
  Q_OBJECT
 public:
  explicit ZoneBox(QWidget* parent = nullptr);

  void setZone(const QTimeZone& zone);

 Q_SIGNALS:
  /// By hand.
  void zoneChosen(const QTimeZone& zone);
};

}  // namespace vigie::console
