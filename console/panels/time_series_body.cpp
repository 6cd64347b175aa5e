#include "console/panels/time_series_body.h"

#include "console/app/accessible_role.h"
#include "console/panels/chart_backdrop.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/panel_legend.h"
#include "console/panels/series_layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vigie::console {
namespace {

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
      legend_(new PanelLegend(theme, panel_.legend, this)) {
  overlay_->raise();
  setAccessibleRole(*this, QAccessible::Chart);

  connect(legend_, &PanelLegend::hovered, layer_, &SeriesLayer::setIsolated);
  connect(legend_, &PanelLegend::clicked, this, &TimeSeriesBody::pickLine);
  connect(overlay_, &ChartOverlay::zoomRequested, this, &PanelBody::zoomRequested);
  connect(overlay_, &ChartOverlay::zoomOutRequested, this, &PanelBody::zoomOutRequested);
  connect(layer_, &SeriesLayer::settled, this, [this] {
    present();
    if (isSettled()) Q_EMIT settled();
  });
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

bool TimeSeriesBody::isLegendShown() const { return legend_->isShown(); }

void TimeSeriesBody::setLegendShown(bool shown) {
  legend_->setShown(shown);
  arrange(When::kNow);
}

void TimeSeriesBody::setLinkResolver(LinkResolver resolver) { overlay_->setLinkResolver(std::move(resolver)); }

bool TimeSeriesBody::unpin() { return overlay_->unpin(); }

QString TimeSeriesBody::walkBy(WalkStep step) {
  const QString words = overlay_->walkBy(step);
  // Among many lines the one that is walked stands out, as under the pointer in the legend.
  layer_->setIsolated(words.isEmpty() ? -1 : overlay_->walkedLine());
  return words;
}

bool TimeSeriesBody::pinWalked() { return overlay_->pinWalked(); }

void TimeSeriesBody::endWalk() {
  layer_->setIsolated(-1);
  overlay_->endWalk();
}

void TimeSeriesBody::pickLine(int line, bool together) {
  if (!model_ || line < 0 || line >= static_cast<int>(model_->lines.size())) return;
  QStringList all;
  QStringList shown;
  for (const ChartLine& one : model_->lines) {
    if (one.ghost) continue;
    all.append(one.name);
    if (one.shown) shown.append(one.name);
  }
  extras_.selection.pick(model_->lines[static_cast<std::size_t>(line)].name, together, all, shown);
  // The pointer is still on it: nothing is dimmed that was just brought back.
  layer_->setIsolated(-1);
  rebuild();
}

QString TimeSeriesBody::spokenSummary() const {
  if (!model_) return {};
  QStringList parts;
  for (const ChartLine& line : model_->lines) {
    if (line.ghost || !line.shown) continue;
    const bool known = !line.raw.empty() && !std::isnan(line.raw.back());
    parts.append(tr("%1: %2").arg(line.name, known ? line.spoken(line.raw.back()) : line.currentText));
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
      [this](const std::shared_ptr<const ChartModel>& model) {
        take(model);
        if (isSettled()) Q_EMIT settled();
      });
}

void TimeSeriesBody::take(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  legend_->setModel(model_);
  if (const QString words = spokenSummary(); words != accessibleDescription()) setAccessibleDescription(words);
  arrange(When::kDrawn);
}

void TimeSeriesBody::arrange(When when) {
  if (!model_ || size().isEmpty()) return;
  next_ = layOutChart(*model_, legend_->place(rect()));
  layer_->draw(model_, next_->scale);
  if (when == When::kNow || layer_->isSettled()) present();
}

void TimeSeriesBody::present() {
  if (!next_) return;
  const ChartLayout layout = *std::exchange(next_, std::nullopt);
  backdrop_->setAxes(layout);
  layer_->setGeometry(layout.plot);
  overlay_->setGeometry(layout.chart);
  overlay_->setModel(model_);
  overlay_->setPlot(layout.plot, layout.scale);
}

}  // namespace vigie::console
