// A heatmap: buckets over time, each cell as strong as what fell into it.
#pragma once

#include "console/dashboard/heat_grid.h"
#include "console/panels/timed_body.h"

namespace vigie::console {

class HeatmapBody : public TimedBody {
  Q_OBJECT
 public:
  using TimedBody::TimedBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void prepare() override;
  QRectF draw(QPainter& painter) const override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QRectF plotArea() const;
  void drawScale(QPainter& painter, const QRectF& area) const;
  [[nodiscard]] QColor colourOf(double value) const;

  HeatGrid grid_;
};

}  // namespace vigie::console
