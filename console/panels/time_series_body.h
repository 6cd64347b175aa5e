// A time series: a backdrop with axes and grid, our layer of lines, an overlay with crosshair and values, a legend
// below. Axes and lines change together, when the lines are drawn.
#pragma once

#include "console/panels/chart_layout.h"
#include "console/panels/chart_model.h"
#include "console/panels/panel_body.h"
#include "console/prometheus/background_job.h"

#include <memory>
#include <optional>

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
  void setLinkResolver(LinkResolver resolver) override;
  bool unpin() override;
  QString walkBy(WalkStep step) override;
  bool pinWalked() override;
  void endWalk() override;
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] const std::shared_ptr<const ChartModel>& model() const { return model_; }
  [[nodiscard]] bool isSettled() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rebuild();
  void take(std::shared_ptr<const ChartModel> model);
  void pickLine(int line, bool together);
  enum class When { kDrawn, kNow };
  /// Lays out and draws; what is seen changes when the lines are there, or now.
  void arrange(When when);
  void present();
  void restyle();

  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
  ChartExtras extras_;
  std::shared_ptr<const ChartModel> model_;
  ChartBackdrop* backdrop_;
  SeriesLayer* layer_;
  ChartOverlay* overlay_;
  PanelLegend* legend_;
  std::optional<ChartLayout> next_;  ///< to be presented
  BackgroundJob modelling_;
};

}  // namespace vigie::console
