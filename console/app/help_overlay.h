// `?`: every key, in groups, over the window. Any key or click closes it, but those that scroll what does not fit.
#pragma once

#include "console/app/overlay.h"

#include <QList>

#include <vector>

namespace vigie::console {

struct KeyHelp {
  QString keys;     ///< "g d"; several ways with " · " between
  QString meaning;  ///< "Dashboards"
};

struct KeyGroup {
  QString heading;
  QList<KeyHelp> keys;
};

class HelpOverlay : public Overlay {
  Q_OBJECT
 public:
  HelpOverlay(const Theme& theme, std::vector<KeyGroup> groups, QWidget* parent);

 protected:
  [[nodiscard]] QRect cardRect() const override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  /// Columns of whole groups, as even as they get; each holds indices into groups_.
  [[nodiscard]] std::vector<std::vector<int>> columns() const;
  [[nodiscard]] int heightOf(const std::vector<int>& column) const;
  /// False when there is nothing more in that direction.
  bool scrollBy(int pixels);
  void drawGroup(QPainter& painter, QRect& row, const KeyGroup& group) const;

  std::vector<KeyGroup> groups_;
  int scroll_ = 0;
};

}  // namespace vigie::console
