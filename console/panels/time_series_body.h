// A time series: Qt Charts draws axes and grid into a backdrop, our layer the lines, an overlay crosshair and values, a
// legend below.
#pragma once

#include "console/panels/chart_model.h"
#include "console/panels/panel_body.h"

#include <memory>

class QChart;
class QChartView;
class QCategoryAxis;

namespace vigie::console {

class AnnotationSet;
class ChartBackdrop;
class ChartLegend;
class ChartOverlay;
class Crosshair;
class LegendTable;
class SeriesLayer;

class TimeSeriesBody : public PanelBody {
  Q_OBJECT
 public:
  TimeSeriesBody(const Theme& theme, Crosshair& crosshair, PanelModel panel, QWidget* parent = nullptr);

  void setData(const PanelDataPtr& answer) override;
  /// What happened, to be drawn over the lines; outlives the body.
  void setAnnotations(const AnnotationSet& annotations);
  void setGhost(const PanelDataPtr& answer, qint64 offsetMs) override;
  [[nodiscard]] bool showsGhost() const override { return true; }
  [[nodiscard]] bool isLegendShown() const override { return legendShown_; }
  void setLegendShown(bool shown) override;
  bool unpin() override;
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] const std::shared_ptr<const ChartModel>& model() const { return model_; }
  [[nodiscard]] bool isSettled() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rebuild();
  void pickLine(int line, bool together);
  void arrange();
  /// What the legend leaves for the chart.
  QRect placeLegend();
  void restyle();

  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
  ChartExtras extras_;
  bool legendShown_ = true;
  std::shared_ptr<const ChartModel> model_;
  QChart* chart_;
  QChartView* view_;  ///< never shown: the backdrop is what it would draw
  ChartBackdrop* backdrop_;
  QCategoryAxis* timeAxis_;
  QCategoryAxis* valueAxis_;
  QCategoryAxis* rightAxis_;
  SeriesLayer* layer_;
  ChartOverlay* overlay_;
  ChartLegend* legend_;
  LegendTable* legendTable_;
  struct AxisContent {
    double low = 0;
    double high = 0;
    std::vector<double> at;
    QStringList labels;
    friend bool operator==(const AxisContent&, const AxisContent&) = default;
  };
  /// Rebuilds an axis only when what it shows changed.
  void show(QCategoryAxis& axis, AxisContent& shown, AxisContent wanted);
  AxisContent shownTime_;
  AxisContent shownValues_;
  AxisContent shownRight_;
};

}  // namespace vigie::console
