#include "console/panels/time_series_body.h"

#include "console/panels/chart_backdrop.h"
#include "console/panels/chart_legend.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/legend_table.h"
#include "console/panels/series_layer.h"

#include <algorithm>
#include <utility>

namespace vigie::console {
namespace {

constexpr int kLegendDistance = 4;
/// Copying a sample into lines and looking at it costs some nanoseconds, a line as much as a hundred: this is a
/// millisecond.
constexpr std::size_t kModelHereSamples = 20'000;
constexpr std::size_t kSamplesALine = 100;

/// What has to be looked at to make a model of `data`.
std::size_t workOf(const PanelDataPtr& data) {
  std::size_t work = 0;
  if (!data) return work;
  for (const NamedSeries& series : data->series) work += series.data.values.size() + kSamplesALine;
  return work;
}

}  // namespace

TimeSeriesBody::TimeSeriesBody(const Theme& theme, Crosshair& crosshair, PanelModel panel, QWidget* parent)
    : PanelBody(parent),
      theme_(theme),
      panel_(std::move(panel)),
      backdrop_(new ChartBackdrop(theme, this)),
      layer_(new SeriesLayer(this)),
      overlay_(new ChartOverlay(theme, crosshair, this)),
      legend_(new ChartLegend(theme, this)),
      legendTable_(new LegendTable(theme, this)) {
  overlay_->raise();

  setLegendShown(panel_.legend.show);
  connect(legend_, &ChartLegend::hovered, layer_, &SeriesLayer::setIsolated);
  connect(legendTable_, &LegendTable::hovered, layer_, &SeriesLayer::setIsolated);
  connect(legend_, &ChartLegend::clicked, this, &TimeSeriesBody::pickLine);
  connect(legendTable_, &LegendTable::clicked, this, &TimeSeriesBody::pickLine);
  connect(overlay_, &ChartOverlay::zoomRequested, this, &PanelBody::zoomRequested);
  connect(overlay_, &ChartOverlay::zoomOutRequested, this, &PanelBody::zoomOutRequested);
  connect(layer_, &SeriesLayer::settled, this, &TimeSeriesBody::present);
  connect(&theme_, &Theme::changed, this, &TimeSeriesBody::restyle);
  restyle();
}

void TimeSeriesBody::setData(const PanelDataPtr& answer) {
  data_ = answer;
  rebuild();
}

void TimeSeriesBody::setAnnotations(const AnnotationSet& annotations) {
  overlay_->setAnnotations(annotations, panel_.id);
}

void TimeSeriesBody::setGhost(const PanelDataPtr& answer, qint64 offsetMs) {
  if (!answer && !extras_.ghost) return;
  extras_.ghost = answer;
  extras_.ghostOffsetMs = offsetMs;
  rebuild();
}

void TimeSeriesBody::setLegendShown(bool shown) {
  legendShown_ = shown;
  legend_->setVisible(shown && !usesTable());
  legendTable_->setVisible(shown && usesTable());
  arrange(When::kNow);
}

bool TimeSeriesBody::unpin() { return overlay_->unpin(); }

void TimeSeriesBody::pickLine(int line, bool together) {
  if (!model_ || line < 0 || line >= static_cast<int>(model_->lines.size())) return;
  const QString name = model_->lines[static_cast<std::size_t>(line)].name;
  if (!together) {
    extras_.selection.isolate(name);
  } else {
    QStringList all;
    for (const ChartLine& one : model_->lines) {
      if (!one.ghost) all.append(one.name);
    }
    extras_.selection.toggle(name, all);
  }
  // The pointer is still on it: nothing is dimmed that was just brought back.
  layer_->setIsolated(-1);
  rebuild();
}

QString TimeSeriesBody::spokenSummary() const {
  if (!model_) return {};
  QStringList parts;
  for (const ChartLine& line : model_->lines) {
    if (!line.ghost && line.shown) parts.append(tr("%1: %2").arg(line.name, line.currentText));
  }
  return parts.join(QStringLiteral(", "));
}

bool TimeSeriesBody::isSettled() const { return !modelling_.isRunning() && layer_->isSettled(); }

void TimeSeriesBody::resizeEvent(QResizeEvent* event) {
  PanelBody::resizeEvent(event);
  arrange(When::kNow);
}

void TimeSeriesBody::restyle() {
  backdrop_->restyle();
  rebuild();
}

void TimeSeriesBody::rebuild() {
  if (!data_) return;
  modelling_.cancel();
  if (workOf(data_) + workOf(extras_.ghost) <= kModelHereSamples) {
    take(std::make_shared<const ChartModel>(makeChartModel(panel_, *data_, theme_.tokens(), extras_)));
    return;
  }
  modelling_.start(
      [panel = panel_, data = data_, tokens = theme_.tokens(), extras = extras_] {
        return std::make_shared<const ChartModel>(makeChartModel(panel, *data, tokens, extras));
      },
      [this](const std::shared_ptr<const ChartModel>& model) { take(model); });
}

void TimeSeriesBody::take(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  if (usesTable()) {
    legendTable_->setModel(model_);
  } else {
    legend_->setModel(model_);
  }
  setAccessibleDescription(spokenSummary());
  arrange(When::kDrawn);
}

QRect TimeSeriesBody::legendRect() const {
  if (!legendShown_) return {};
  if (panel_.legend.right) {
    const int wide = std::clamp(legendTable_->contentWidth(), 60, std::max(60, width() * 2 / 5));
    return {width() - wide, 0, wide, height()};
  }
  const int wanted = panel_.legend.asTable ? std::min(legendTable_->contentHeight(), height() * 2 / 5)
                                           : legend_->heightForWidth(width());
  return {0, height() - wanted, width(), wanted};
}

QRect TimeSeriesBody::chartRect() const {
  const QRect legend = legendRect();
  const int beside = panel_.legend.right && legendShown_ ? legend.width() + 2 * kLegendDistance : 0;
  const int below = !panel_.legend.right && legend.height() > 0 ? legend.height() + kLegendDistance : 0;
  return {0, 0, std::max(beside > 0 ? 40 : 0, width() - beside), std::max(40, height() - below)};
}

void TimeSeriesBody::arrange(When when) {
  if (!model_ || size().isEmpty()) return;
  next_ = layOutChart(*model_, chartRect());
  layer_->draw(model_, next_->scale);
  if (when == When::kNow || layer_->isSettled()) present();
}

void TimeSeriesBody::present() {
  if (!next_) return;
  const ChartLayout layout = *std::exchange(next_, std::nullopt);
  QWidget* legend = usesTable() ? static_cast<QWidget*>(legendTable_) : legend_;
  if (legendShown_) legend->setGeometry(legendRect());
  backdrop_->setAxes(layout);
  layer_->setGeometry(layout.plot);
  overlay_->setGeometry(layout.chart);
  overlay_->setModel(model_);
  overlay_->setPlot(layout.plot, layout.scale);
}

}  // namespace vigie::console
