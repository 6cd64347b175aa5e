// Gauges: each value on an arc from min to max, with its thresholds around it.
#pragma once

#include "console/panels/drawn_body.h"

namespace vigie::console {

struct DisplayValue;

class GaugeBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void drawGauge(QPainter& painter, const QRectF& area, const DisplayValue& value, int index, bool named) const;
};

}  // namespace vigie::console
