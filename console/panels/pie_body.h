// A pie or a ring: the share of each value in their sum, with a legend of values and per cents.
#pragma once

#include "console/panels/drawn_body.h"

namespace vigie::console {

class PieBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Slice {
    QString name;
    double value = 0;
    double share = 0;
    QString text;
    QColor colour;
  };
  [[nodiscard]] std::vector<Slice> slices() const;
  void drawSlices(QPainter& painter, const QRectF& circle, const std::vector<Slice>& all) const;
  void drawLegend(QPainter& painter, const QRectF& area, const std::vector<Slice>& all) const;
};

}  // namespace vigie::console
