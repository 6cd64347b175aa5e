// Bars over names: one group a row of the data, one bar in it a numeric column; or one bar a series.
#pragma once

#include "console/panels/drawn_body.h"

namespace vigie::console {

class BarChartBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void prepare() override;
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Bars {
    QString name;
    FieldOptions field;
    std::vector<double> values;  ///< one a group
  };
  void drawLegend(QPainter& painter, const QRectF& area) const;
  [[nodiscard]] QColor colourOf(std::size_t column, double value) const;

  QStringList groups_;
  std::vector<Bars> columns_;
};

}  // namespace vigie::console
