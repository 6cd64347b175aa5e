// Bars over names, upright or lying, beside each other or stacked, with their values; a click in the legend isolates.
#pragma once

#include "console/panels/bar_columns.h"
#include "console/panels/drawn_body.h"
#include "console/panels/line_selection.h"

namespace vigie::console {

class PanelLegend;

class BarChartBody : public DrawnBody {
  Q_OBJECT
 public:
  BarChartBody(const Theme& theme, PanelModel panel, QWidget* parent = nullptr);
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] bool hasLegend() const override { return bars_.columns.size() > 1; }
  [[nodiscard]] bool isLegendShown() const override;
  void setLegendShown(bool shown) override;

 protected:
  void prepare() override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  [[nodiscard]] std::optional<Linked> linkedAt(const QPointF& at) const override;

 private:
  /// One bar as it was drawn last.
  struct DrawnBar {
    QRectF rect;
    std::size_t group = 0;
    std::size_t column = 0;
  };
  /// Where bars go: along the names, and up or to the right with their values.
  struct Plot;
  void pick(int column, bool together);
  void showLegend();
  void arrange();
  [[nodiscard]] bool isUpright() const;
  [[nodiscard]] Stacking stacking() const;
  [[nodiscard]] QString textOf(std::size_t group, std::size_t column) const;
  [[nodiscard]] QColor colourOf(std::size_t column, double value) const;
  [[nodiscard]] Plot makePlot(QPainter& painter, const QRectF& area, double low, double high) const;
  void drawBar(QPainter& painter, const Plot& plot, const DrawnBar& bar, bool dimmed) const;
  void drawText(QPainter& painter, const Plot& plot, const DrawnBar& bar) const;
  [[nodiscard]] bool textsFit(const std::vector<DrawnBar>& bars) const;

  BarColumns bars_;
  std::vector<bool> isShown_;
  LineSelection selection_;
  bool wantsLegend_;
  int hovered_ = -1;
  QRectF area_;  ///< what the legend leaves
  std::vector<DrawnBar> drawn_;
  PanelLegend* legend_;
};

}  // namespace vigie::console
