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
  /// Draws what was `offsetMs` before under what is now; null: nothing to compare with.
  virtual void setGhost(const PanelDataPtr& answer, qint64 offsetMs) {
    Q_UNUSED(answer)
    Q_UNUSED(offsetMs)
  }
  /// It can: the panel asks for the compared time only then.
  [[nodiscard]] virtual bool showsGhost() const { return false; }
  [[nodiscard]] virtual bool isLegendShown() const { return false; }
  virtual void setLegendShown(bool shown) { Q_UNUSED(shown) }
  /// Takes down what the user pinned; false when there was nothing.
  virtual bool unpin() { return false; }
  /// What a screen reader says of the current data.
  [[nodiscard]] virtual QString spokenSummary() const { return {}; }

 Q_SIGNALS:
  /// The user dragged across the plot.
  void zoomRequested(const vigie::console::TimeWindow& window);
  /// A double click.
  void zoomOutRequested();
};

}  // namespace vigie::console
