// A time series: Qt Charts draws axes and grid into a backdrop, our layer the lines, an overlay crosshair and values, a
// legend below.
#pragma once

#include "console/panels/chart_model.h"
#include "console/panels/panel_body.h"

#include <memory>

class QChart;
class QChartView;
class QCategoryAxis;
class QGraphicsSimpleTextItem;

namespace vigie::console {

class AnnotationSet;
class ChartBackdrop;
class ChartOverlay;
class Crosshair;
class PanelLegend;
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
  [[nodiscard]] bool hasLegend() const override { return true; }
  [[nodiscard]] bool isLegendShown() const override;
  void setLegendShown(bool shown) override;
  bool unpin() override;
  void setLinkResolver(LinkResolver resolver) override;
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] const std::shared_ptr<const ChartModel>& model() const { return model_; }
  [[nodiscard]] bool isSettled() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rebuild();
  void pickLine(int line, bool together);
  void arrange();
  void restyle();

  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
  ChartExtras extras_;
  std::shared_ptr<const ChartModel> model_;
  QChart* chart_;
  QChartView* view_;  ///< never shown: the backdrop is what it would draw
  ChartBackdrop* backdrop_;
  QCategoryAxis* timeAxis_;
  QCategoryAxis* valueAxis_;
  QCategoryAxis* rightAxis_;
  SeriesLayer* layer_;
  ChartOverlay* overlay_;
  PanelLegend* legend_;
  struct AxisContent {
    double low = 0;
    double high = 0;
    std::vector<double> at;
    QStringList labels;
    friend bool operator==(const AxisContent&, const AxisContent&) = default;
  };
  /// Rebuilds an axis only when what it shows changed.
  void show(QCategoryAxis& axis, AxisContent& shown, AxisContent wanted);
  /// Colours, grid and words of the value axes, as the panel has them.
  struct ShownLooks {
    QColor left;
    QColor right;
    bool grid = true;
    QString leftLabel;
    QString rightLabel;
    QRect plot;
    friend bool operator==(const ShownLooks&, const ShownLooks&) = default;
  };
  void showLooks(const QRect& chartArea, const QRect& plot);
  ShownLooks shownLooks_;
  QGraphicsSimpleTextItem* leftTitle_;
  QGraphicsSimpleTextItem* rightTitle_;
  AxisContent shownTime_;
  AxisContent shownValues_;
  AxisContent shownRight_;
};

}  // namespace vigie::console
