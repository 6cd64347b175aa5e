// A histogram: how often the values of the panel's series fell where.
#pragma once

#include "console/dashboard/heat_grid.h"
#include "console/panels/drawn_body.h"

namespace vigie::console {

class HistogramBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void prepare() override;
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Histogram> histograms_;  ///< one a series, all of the same buckets
};

}  // namespace vigie::console
