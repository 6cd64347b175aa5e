// The time zones to choose from: the system's, UTC, and every place of the zone database.
#pragma once

#include <QComboBox>
#include <QTimeZone>

namespace vigie::console {

class Theme;

class ZoneBox : public QComboBox {
  Q_OBJECT
 public:
  /// `theme` outlives it.
  explicit ZoneBox(const Theme& theme, QWidget* parent = nullptr);

  void setZone(const QTimeZone& zone);

 Q_SIGNALS:
  /// By hand.
  void zoneChosen(const QTimeZone& zone);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
};

}  // namespace vigie::console
