// What a panel type adds to the frame that all panels share: how data is drawn.
#pragma once

#include "console/dashboard/panel_data.h"

#include <QWidget>

namespace vigie::console {

class PanelBody : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  /// New data; the drawing follows at once and nothing under the pointer moves.
  virtual void setData(const PanelDataPtr& answer) = 0;
  /// Shows something of its own, though no query answers: text.
  [[nodiscard]] virtual bool standsAlone() const { return false; }
  /// Nothing of its own is still to come.
  [[nodiscard]] virtual bool isSettled() const { return true; }
  /// What a screen reader says of the current data.
  [[nodiscard]] virtual QString spokenSummary() const { return {}; }

 Q_SIGNALS:
  /// The user dragged across the plot.
  void zoomRequested(const vigie::console::TimeWindow& window);
};

}  // namespace vigie::console
