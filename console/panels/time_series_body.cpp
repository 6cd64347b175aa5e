#include "console/panels/time_series_body.h"

#include "console/panels/axis_ticks.h"
#include "console/panels/chart_backdrop.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/curve_ticks.h"
#include "console/panels/panel_legend.h"
#include "console/panels/series_layer.h"
#include "console/panels/text_width.h"

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QGraphicsSimpleTextItem>
#include <QSet>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr int kPixelsPerValueTick = 44;
constexpr int kPixelsPerTimeTick = 96;
constexpr int kAxisLabelGap = 8;
constexpr int kTimeAxisHeight = 20;
constexpr int kTopMargin = 6;
constexpr int kAxisTitle = 18;

QCategoryAxis* makeAxis(QChart& chart, Qt::Alignment side) {
  auto* axis = new QCategoryAxis(&chart);
  axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
  axis->setTruncateLabels(false);
  axis->setLineVisible(false);
  axis->setLabelsFont(Theme::font(TextRole::kSmall));
  chart.addAxis(axis, side);
  return axis;
}

/// What an axis counts, upright beside it.
void placeTitle(QGraphicsSimpleTextItem& item, const QString& text, double x, const QRect& plot, bool rising) {
  item.setVisible(!text.isEmpty());
  if (text.isEmpty()) return;
  const QFont font = Theme::font(TextRole::kSmall);
  item.setFont(font);
  item.setText(QFontMetrics(font).elidedText(text, Qt::ElideRight, plot.height()));
  const QRectF size = item.boundingRect();
  item.setRotation(rising ? -90 : 90);
  item.setPos(rising ? x : x + size.height(), plot.center().y() + (rising ? size.width() : -size.width()) / 2.0);
}

}  // namespace

TimeSeriesBody::TimeSeriesBody(const Theme& theme, Crosshair& crosshair, PanelModel panel, QWidget* parent)
    : PanelBody(parent),
      theme_(theme),
      panel_(std::move(panel)),
      chart_(new QChart),
      view_(new QChartView(chart_, this)),
      backdrop_(new ChartBackdrop(*view_->scene(), this)),
      layer_(new SeriesLayer(this)),
      overlay_(new ChartOverlay(theme, crosshair, this)),
      legend_(new PanelLegend(theme, panel_.legend, this)) {
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
  leftTitle_ = view_->scene()->addSimpleText(QString());
  rightTitle_ = view_->scene()->addSimpleText(QString());

  view_->hide();
  view_->setFrameShape(QFrame::NoFrame);
  view_->setBackgroundBrush(Qt::NoBrush);
  view_->setStyleSheet(QStringLiteral("background: transparent;"));
  view_->setAttribute(Qt::WA_TransparentForMouseEvents);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  overlay_->raise();

  connect(legend_, &PanelLegend::hovered, layer_, &SeriesLayer::setIsolated);
  connect(legend_, &PanelLegend::clicked, this, &TimeSeriesBody::pickLine);
  connect(overlay_, &ChartOverlay::zoomRequested, this, &PanelBody::zoomRequested);
  connect(overlay_, &ChartOverlay::zoomOutRequested, this, &PanelBody::zoomOutRequested);
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
  arrange();
}

void TimeSeriesBody::setLinkResolver(LinkResolver resolver) { overlay_->setLinkResolver(std::move(resolver)); }

bool TimeSeriesBody::unpin() { return overlay_->unpin(); }

void TimeSeriesBody::pickLine(int line, bool together) {
  if (!model_ || line < 0 || line >= static_cast<int>(model_->lines.size())) return;
  QStringList all;
  for (const ChartLine& one : model_->lines) {
    if (!one.ghost) all.append(one.name);
  }
  extras_.selection.pick(model_->lines[static_cast<std::size_t>(line)].name, together, all);
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

bool TimeSeriesBody::isSettled() const { return layer_->isSettled(); }

void TimeSeriesBody::resizeEvent(QResizeEvent* event) {
  PanelBody::resizeEvent(event);
  arrange();
}

void TimeSeriesBody::restyle() {
  const ThemeTokens& t = theme_.tokens();
  shownLooks_ = {};
  for (QCategoryAxis* axis : {timeAxis_, valueAxis_, rightAxis_}) {
    axis->setLabelsColor(t.muted);
    axis->setGridLinePen(QPen(t.grid, 1));
  }
  for (QGraphicsSimpleTextItem* title : {leftTitle_, rightTitle_}) title->setBrush(t.muted);
  backdrop_->forgetDrawing();
  rebuild();
}

void TimeSeriesBody::rebuild() {
  if (!data_) return;
  auto model = std::make_shared<ChartModel>(makeChartModel(panel_, *data_, theme_.tokens(), extras_));
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
  QSet<QString> used;
  for (std::size_t i = 0; i < wanted.at.size(); ++i) {
    if (i + 1 == wanted.at.size()) axis.blockSignals(false);
    // The axis takes no label twice, and two days have the same hours: a space without width tells them apart.
    QString label = wanted.labels[static_cast<qsizetype>(i)];
    while (used.contains(label)) label += QChar(0x200B);
    used.insert(label);
    axis.append(label, wanted.at[i]);
  }
  axis.blockSignals(false);
  axis.setRange(wanted.low, wanted.high);
  shown = std::move(wanted);
  backdrop_->forgetDrawing();
}

void TimeSeriesBody::showLooks(const QRect& chartArea, const QRect& plot) {
  const ChartModel& m = *model_;
  const QColor muted = theme_.tokens().muted;
  const QColor leftColour = m.leftAxis.colour.isValid() ? m.leftAxis.colour : muted;
  const QColor rightColour = m.rightAxis.colour.isValid() ? m.rightAxis.colour : muted;
  const QString leftLabel = m.leftAxis.hidden ? QString() : m.leftAxis.label;
  const QString rightLabel = m.rightAxis.hidden || !m.hasRightAxis ? QString() : m.rightAxis.label;
  ShownLooks wanted{leftColour, rightColour, m.leftAxis.grid, leftLabel, rightLabel, plot};
  if (wanted == shownLooks_) return;
  shownLooks_ = std::move(wanted);
  valueAxis_->setLabelsColor(leftColour);
  rightAxis_->setLabelsColor(rightColour);
  valueAxis_->setGridLineVisible(m.leftAxis.grid);
  placeTitle(*leftTitle_, leftLabel, 0, plot, true);
  placeTitle(*rightTitle_, rightLabel, chartArea.width() - kAxisTitle + 2, plot, false);
  backdrop_->forgetDrawing();
}

void TimeSeriesBody::arrange() {
  if (!model_ || size().isEmpty()) return;
  const QRect chartArea = legend_->place(rect());
  const int chartHeight = chartArea.height();
  const int plotHeight = std::max(10, chartHeight - kTimeAxisHeight - kTopMargin);
  const int valueCount = std::clamp(plotHeight / kPixelsPerValueTick, 2, 8);

  const ChartModel& m = *model_;
  const ValueTicks values = leftTicks(m, valueCount);
  const ValueTicks rights = valueTicks(m.rightLow, m.rightHigh, valueCount, m.rightFormat.isBinary(), false, false);
  const bool showsLeft = !m.leftAxis.hidden;
  const bool showsRight = m.hasRightAxis && !m.rightAxis.hidden;
  const QStringList valueLabels = leftLabels(m, values);
  QStringList rightLabels = showsRight ? m.rightFormat.ticks(rights.at) : QStringList();
  rightLabels.resize(static_cast<qsizetype>(rights.at.size()));

  const auto widest = [](const QStringList& labels) {
    int widestLabel = 0;
    for (const QString& label : labels) widestLabel = std::max(widestLabel, textWidth(TextRole::kSmall, label));
    return widestLabel;
  };
  const int leftTitle = showsLeft && !m.leftAxis.label.isEmpty() ? kAxisTitle : 0;
  const int rightTitle = showsRight && !m.rightAxis.label.isEmpty() ? kAxisTitle : 0;
  const int left = showsLeft ? std::max(28, widest(valueLabels) + kAxisLabelGap) + leftTitle : 2;
  const int right = showsRight ? widest(rightLabels) + kAxisLabelGap + rightTitle : 2;
  const QRect plot(left, kTopMargin, std::max(10, chartArea.width() - left - right), plotHeight);

  const std::vector<TimeTick> times = timeTicks(m.window, std::max(2, plot.width() / kPixelsPerTimeTick));
  AxisContent timeContent{static_cast<double>(m.window.fromMs), static_cast<double>(m.window.toMs), {}, {}};
  for (const TimeTick& tick : times) {
    const double x = plot.left() + plot.width() * static_cast<double>(tick.timeMs - m.window.fromMs) /
                                       static_cast<double>(m.window.lengthMs());
    // One at the very edge would be cut off: better none than half.
    if (x + textWidth(TextRole::kSmall, tick.label) / 2.0 > chartArea.width()) continue;
    timeContent.at.push_back(static_cast<double>(tick.timeMs));
    timeContent.labels.append(tick.label);
  }

  view_->setGeometry(chartArea);
  backdrop_->setGeometry(chartArea);
  if (plot != QRect(layer_->geometry()) || rightAxis_->isVisible() != m.hasRightAxis) backdrop_->forgetDrawing();
  // Left to itself the view makes room for labels that reach over its edge, and moves the chart away from the lines.
  view_->setSceneRect(0, 0, chartArea.width(), chartHeight);
  chart_->resize(chartArea.width(), chartHeight);
  if (chart_->plotArea() != QRectF(plot)) {
    chart_->setPlotArea(plot);
    // Else axes whose ticks stay the same would stay where they were.
    chart_->layout()->invalidate();
    chart_->layout()->activate();
  }
  show(*timeAxis_, shownTime_, std::move(timeContent));
  show(*valueAxis_, shownValues_, {values.low, values.high, values.at, valueLabels});
  rightAxis_->setVisible(m.hasRightAxis);
  if (m.hasRightAxis) show(*rightAxis_, shownRight_, {rights.low, rights.high, rights.at, rightLabels});
  showLooks(chartArea, plot);
  // Now, not at a later event: the backdrop may be drawn before it.
  chart_->layout()->activate();

  const PlotScale scale{m.window,    values.low,          values.high,     rights.low,
                        rights.high, QSizeF(plot.size()), m.curve.logBase, m.curve.linearUpTo};
  layer_->setGeometry(plot);
  layer_->setScale(scale);
  overlay_->setGeometry(chartArea);
  overlay_->setPlot(plot, scale);
}

}  // namespace vigie::console
