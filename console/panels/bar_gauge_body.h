// Bar gauges: a bar a value, from min to max; plain, graded or in cells.
#pragma once

#include "console/panels/drawn_body.h"
#include "console/panels/value_cells.h"

namespace vigie::console {

class BarGaugeBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  [[nodiscard]] std::optional<Linked> linkedAt(const QPointF& at) const override;

 private:
  [[nodiscard]] bool liesDown() const;
  /// Of a row: a flat one names its value at the left, a tall one above its bar.
  [[nodiscard]] bool namesAbove(double rowHeight) const;
  [[nodiscard]] bool showsNames() const;
  [[nodiscard]] bool showsValues() const;
  [[nodiscard]] QColor textColourOf(const DisplayValue& value, int index) const;
  [[nodiscard]] QBrush gradientOf(const DisplayValue& value, int index, const QRectF& track, bool upright) const;
  /// How many of so many values are readable in the panel.
  [[nodiscard]] ValueCells cellsFor(std::size_t count) const;
  [[nodiscard]] double columnWidth(const ValueCells& room) const;
  void drawRows(QPainter& painter, const std::vector<DisplayValue>& values) const;
  void drawColumns(QPainter& painter, const std::vector<DisplayValue>& values) const;
  void drawBar(QPainter& painter, const QRectF& track, const DisplayValue& value, int index, bool upright) const;
  [[nodiscard]] QColor colourOf(const DisplayValue& value, int index) const;
};

}  // namespace vigie::console
