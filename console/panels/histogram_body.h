// A histogram: how often the values of the panel's series fell where. A click in the legend isolates.
#pragma once

#include "console/dashboard/histogram.h"
#include "console/panels/drawn_body.h"
#include "console/panels/line_selection.h"

#include <vector>

namespace vigie::console {

class PanelLegend;

class HistogramBody : public DrawnBody {
  Q_OBJECT
 public:
  HistogramBody(const Theme& theme, PanelModel panel, QWidget* parent = nullptr);
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] bool hasLegend() const override { return histograms_.size() > 1; }
  [[nodiscard]] bool isLegendShown() const override;
  void setLegendShown(bool shown) override;

 protected:
  void prepare() override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QColor colourOf(std::size_t series) const;
  [[nodiscard]] QStringList columnLabels(const Histogram& histogram) const;
  void drawTexts(QPainter& painter, const ValueAxis& axis, const Histogram& histogram) const;
  void showLegend();
  void arrange();
  void pick(int series, bool together);

  std::vector<NamedHistogram> histograms_;
  LineSelection selection_;
  int hovered_ = -1;
  bool wantsLegend_;
  QRectF area_;  ///< what the legend leaves
  PanelLegend* legend_;
};

}  // namespace vigie::console
