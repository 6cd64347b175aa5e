// Gauges: each value on an arc from min to max, with its thresholds around it.
#pragma once

#include "console/panels/drawn_body.h"
#include "console/panels/value_cells.h"

namespace vigie::console {

class GaugeBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  [[nodiscard]] std::optional<Linked> linkedAt(const QPointF& at) const override;

 private:
  /// How many of so many values are readable in the panel.
  [[nodiscard]] ValueCells cellsFor(std::size_t count) const;
  /// The cells of so many gauges, as square as the room allows or as the panel's orientation says.
  [[nodiscard]] std::vector<QRectF> cells(int count) const;
  void drawThresholdTexts(QPainter& painter, const QRectF& around, const DisplayValue& value) const;
  void drawGauge(QPainter& painter, const QRectF& area, const DisplayValue& value, int index, bool named) const;
};

}  // namespace vigie::console
