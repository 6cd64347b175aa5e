// Over what is drawn while it is stale: dimmed and hatched, still readable.
#pragma once

#include <QWidget>

namespace vigie::console {

class Theme;

class StaleVeil : public QWidget {
 public:
  /// `theme` outlives it. What lies under it stays in reach of the pointer.
  StaleVeil(const Theme& theme, QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
};

}  // namespace vigie::console
