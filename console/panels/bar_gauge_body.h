// Bar gauges: a bar a value, from min to max; plain, graded or in cells.
#pragma once

#include "console/panels/drawn_body.h"

namespace vigie::console {

struct DisplayValue;

class BarGaugeBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void drawRows(QPainter& painter, const std::vector<DisplayValue>& values) const;
  void drawColumns(QPainter& painter, const std::vector<DisplayValue>& values) const;
  void drawBar(QPainter& painter, const QRectF& track, const DisplayValue& value, int index, bool upright) const;
  [[nodiscard]] QColor colourOf(const DisplayValue& value, int index) const;
};

}  // namespace vigie::console
