#include "console/panels/time_series_body.h"

#include "console/panels/axis_ticks.h"
#include "console/panels/chart_legend.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/series_layer.h"

#include <QGraphicsLayout>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kPixelsPerValueTick = 44;
constexpr int kPixelsPerTimeTick = 96;
constexpr int kAxisLabelGap = 8;
constexpr int kTimeAxisHeight = 20;
constexpr int kTopMargin = 6;

QCategoryAxis* makeAxis(QChart& chart, Qt::Alignment side) {
  auto* axis = new QCategoryAxis(&chart);
  axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
  axis->setTruncateLabels(false);
  axis->setLineVisible(false);
  axis->setLabelsFont(Theme::font(TextRole::kSmall));
  chart.addAxis(axis, side);
  return axis;
}

}  // namespace

TimeSeriesBody::TimeSeriesBody(const Theme& theme, Crosshair& crosshair, PanelModel panel, QWidget* parent)
    : PanelBody(parent),
      theme_(theme),
      panel_(std::move(panel)),
      chart_(new QChart),
      view_(new QChartView(chart_, this)),
      layer_(new SeriesLayer(this)),
      overlay_(new ChartOverlay(theme, crosshair, this)),
      legend_(new ChartLegend(theme, this)) {
  chart_->legend()->hide();
  chart_->setBackgroundVisible(false);
  chart_->setMargins(QMargins());
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  chart_->setAnimationOptions(QChart::NoAnimation);
  timeAxis_ = makeAxis(*chart_, Qt::AlignBottom);
  valueAxis_ = makeAxis(*chart_, Qt::AlignLeft);
  rightAxis_ = makeAxis(*chart_, Qt::AlignRight);
  timeAxis_->setGridLineVisible(false);
  rightAxis_->setGridLineVisible(false);
  rightAxis_->hide();

  view_->setFrameShape(QFrame::NoFrame);
  view_->setBackgroundBrush(Qt::NoBrush);
  view_->setStyleSheet(QStringLiteral("background: transparent;"));
  view_->setAttribute(Qt::WA_TransparentForMouseEvents);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  overlay_->raise();

  legend_->setVisible(panel_.showLegend);
  connect(legend_, &ChartLegend::hovered, layer_, &SeriesLayer::setIsolated);
  connect(overlay_, &ChartOverlay::zoomRequested, this, &PanelBody::zoomRequested);
  connect(&theme_, &Theme::changed, this, &TimeSeriesBody::restyle);
  restyle();
}

void TimeSeriesBody::setData(const PanelDataPtr& answer) {
  data_ = answer;
  rebuild();
}

int TimeSeriesBody::plotWidth() const { return layer_->width() > 1 ? layer_->width() : std::max(1, width() - 60); }

QString TimeSeriesBody::spokenSummary() const {
  if (!model_) return {};
  QStringList parts;
  for (const ChartLine& line : model_->lines) parts.append(tr("%1: %2").arg(line.name, line.currentText));
  return parts.join(QStringLiteral(", "));
}

void TimeSeriesBody::resizeEvent(QResizeEvent* event) {
  PanelBody::resizeEvent(event);
  arrange();
}

void TimeSeriesBody::restyle() {
  const ThemeTokens& t = theme_.tokens();
  for (QCategoryAxis* axis : {timeAxis_, valueAxis_, rightAxis_}) {
    axis->setLabelsColor(t.muted);
    axis->setGridLinePen(QPen(t.grid, 1));
  }
  rebuild();
}

void TimeSeriesBody::rebuild() {
  if (!data_) return;
  auto model = std::make_shared<ChartModel>(makeChartModel(panel_, *data_, theme_.tokens()));
  model_ = model;
  layer_->setModel(model_);
  overlay_->setModel(model_);
  legend_->setModel(model_);
  setAccessibleDescription(spokenSummary());
  arrange();
}

void TimeSeriesBody::show(QCategoryAxis& axis, AxisContent& shown, AxisContent wanted) {
  if (wanted == shown) return;
  // One layout of the chart, not one a label.
  axis.blockSignals(true);
  for (const QString& label : axis.categoriesLabels()) axis.remove(label);
  axis.setStartValue(wanted.low);
  for (std::size_t i = 0; i < wanted.at.size(); ++i) {
    if (i + 1 == wanted.at.size()) axis.blockSignals(false);
    axis.append(wanted.labels[static_cast<qsizetype>(i)], wanted.at[i]);
  }
  axis.blockSignals(false);
  axis.setRange(wanted.low, wanted.high);
  shown = std::move(wanted);
}

void TimeSeriesBody::arrange() {
  if (!model_ || size().isEmpty()) return;
  const int legendHeight = panel_.showLegend ? legend_->heightForWidth(width()) : 0;
  const int chartHeight = std::max(40, height() - legendHeight - (legendHeight > 0 ? 4 : 0));
  const int plotHeight = std::max(10, chartHeight - kTimeAxisHeight - kTopMargin);
  const int valueCount = std::clamp(plotHeight / kPixelsPerValueTick, 2, 8);

  const ChartModel& m = *model_;
  const ValueTicks values = valueTicks(m.low, m.high, valueCount, m.leftFormat.isBinary(), m.fixedLow, m.fixedHigh);
  const ValueTicks rights = valueTicks(m.rightLow, m.rightHigh, valueCount, m.rightFormat.isBinary(), false, false);
  const QStringList valueLabels = m.leftFormat.ticks(values.at);
  const QStringList rightLabels = m.hasRightAxis ? m.rightFormat.ticks(rights.at) : QStringList();

  const QFontMetrics metrics(Theme::font(TextRole::kSmall));
  const auto widest = [&metrics](const QStringList& labels) {
    int widestLabel = 0;
    for (const QString& label : labels) widestLabel = std::max(widestLabel, metrics.horizontalAdvance(label));
    return widestLabel;
  };
  const int left = std::max(28, widest(valueLabels) + kAxisLabelGap);
  const int right = m.hasRightAxis ? widest(rightLabels) + kAxisLabelGap : 2;
  const QRect plot(left, kTopMargin, std::max(10, width() - left - right), plotHeight);

  const std::vector<TimeTick> times = timeTicks(m.window, std::max(2, plot.width() / kPixelsPerTimeTick));
  AxisContent timeContent{static_cast<double>(m.window.fromMs), static_cast<double>(m.window.toMs), {}, {}};
  for (const TimeTick& tick : times) {
    timeContent.at.push_back(static_cast<double>(tick.timeMs));
    timeContent.labels.append(tick.label);
  }

  view_->setGeometry(0, 0, width(), chartHeight);
  chart_->resize(width(), chartHeight);
  chart_->setPlotArea(plot);
  show(*timeAxis_, shownTime_, std::move(timeContent));
  show(*valueAxis_, shownValues_, {values.low, values.high, values.at, valueLabels});
  rightAxis_->setVisible(m.hasRightAxis);
  if (m.hasRightAxis) show(*rightAxis_, shownRight_, {rights.low, rights.high, rights.at, rightLabels});

  const PlotScale scale{m.window, values.low, values.high, rights.low, rights.high, QSizeF(plot.size())};
  layer_->setGeometry(plot);
  layer_->setScale(scale);
  overlay_->setGeometry(0, 0, width(), chartHeight);
  overlay_->setPlot(plot, scale);
  legend_->setGeometry(0, height() - legendHeight, width(), legendHeight);
}

}  // namespace vigie::console
