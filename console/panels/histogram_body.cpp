#include "console/panels/histogram_body.h"

#include "console/panels/chart_model.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/panel_legend.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace vigie::console {

HistogramBody::HistogramBody(const Theme& theme, PanelModel model, QWidget* parent)
    : DrawnBody(theme, std::move(model), parent),
      wantsLegend_(panel().legend.show),
      legend_(new PanelLegend(theme, panel().legend, this)) {
  connect(legend_, &PanelLegend::clicked, this, &HistogramBody::pick);
  connect(legend_, &PanelLegend::hovered, this, [this](int series) {
    hovered_ = series;
    update();
  });
  connect(&theme, &Theme::changed, this, &HistogramBody::showLegend);
}

void HistogramBody::prepare() {
  histograms_ = histogramsOf(panel(), *data());
  showLegend();
}

bool HistogramBody::isLegendShown() const { return legend_->isShown(); }

void HistogramBody::setLegendShown(bool shown) {
  wantsLegend_ = shown;
  showLegend();
}

QColor HistogramBody::colourOf(std::size_t series) const {
  const FieldOptions& field = histograms_[series].field;
  const auto index = static_cast<int>(series);
  const bool own = field.colourMode == QLatin1String("fixed") || field.colourMode == QLatin1String("shades");
  return own ? valueColour(field, std::nullopt, index, {0, 1}, tokens()) : Theme::series(index).colour;
}

void HistogramBody::showLegend() {
  auto model = std::make_shared<ChartModel>();
  for (std::size_t i = 0; i < histograms_.size(); ++i) {
    ChartLine line;
    line.name = histograms_[i].name;
    line.style = {colourOf(i), {}};
    line.shown = selection_.shows(line.name);
    line.inLegend = !histograms_[i].field.hiddenInLegend;
    model->lines.push_back(std::move(line));
  }
  legend_->setModel(model);
  legend_->setShown(wantsLegend_ && hasLegend());
  arrange();
}

void HistogramBody::arrange() {
  area_ = legend_->place(rect());
  update();
}

void HistogramBody::resizeEvent(QResizeEvent* event) {
  DrawnBody::resizeEvent(event);
  arrange();
}

void HistogramBody::pick(int series, bool together) {
  if (series < 0 || series >= static_cast<int>(histograms_.size())) return;
  QStringList all;
  for (const NamedHistogram& one : histograms_) all.append(one.name);
  selection_.pick(all[series], together, all);
  hovered_ = -1;
  showLegend();
}

QString HistogramBody::spokenSummary() const {
  if (histograms_.empty()) return {};
  const Histogram& first = histograms_.front().histogram;
  const auto most = std::max_element(first.counts.begin(), first.counts.end()) - first.counts.begin();
  return tr("Most often from %1").arg(UnitFormat(panel().field.unit).text(first.edges[static_cast<std::size_t>(most)]));
}

void HistogramBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (histograms_.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  std::vector<std::size_t> shown;
  double high = 0;
  for (std::size_t i = 0; i < histograms_.size(); ++i) {
    if (!selection_.shows(histograms_[i].name)) continue;
    shown.push_back(i);
    const std::vector<double>& counts = histograms_[i].histogram.counts;
    high = std::max(high, *std::max_element(counts.begin(), counts.end()));
  }
  if (high <= 0) high = 1;
  const ValueAxis axis = drawValueAxis(painter, area_.adjusted(0, 0, 0, -kColumnLabelHeight), 0, high,
                                       UnitFormat(QStringLiteral("short")), tokens());
  const Histogram& first = histograms_.front().histogram;
  const double column = axis.plot.width() / static_cast<double>(first.counts.size());
  for (const std::size_t h : shown) {
    const Histogram& histogram = histograms_[h].histogram;
    const double usual = shown.size() > 1 ? 45 : 75;
    QColor fill = colourOf(h);
    fill.setAlphaF(static_cast<float>(histograms_[h].field.fillOpacity.value_or(usual) / 100));
    painter.setOpacity(hovered_ < 0 || hovered_ == static_cast<int>(h) ? 1 : 0.15);
    painter.setPen(QPen(colourOf(h), 1));
    painter.setBrush(fill);
    for (std::size_t b = 0; b < histogram.counts.size(); ++b) {
      if (histogram.counts[b] <= 0) continue;
      const double top = axis.y(histogram.counts[b]);
      painter.drawRect(QRectF(axis.plot.left() + column * static_cast<double>(b), top, std::max(1.0, column - 1),
                              axis.plot.bottom() - top));
    }
  }
  painter.setOpacity(1);
  // Over several histograms nobody could tell whose number it is.
  if (shown.size() == 1) drawTexts(painter, axis, histograms_[shown.front()].histogram);
  drawColumnLabels(painter, axis.plot, columnLabels(first), tokens());
}

QStringList HistogramBody::columnLabels(const Histogram& histogram) const {
  const UnitFormat format(panel().field.unit);
  const std::vector<double> bounds(histogram.edges.begin(), histogram.edges.end() - 1);
  const double width = bounds.size() > 1 ? bounds[1] - bounds[0] : 0;
  const bool even = std::abs(histogram.edges.back() - bounds.back() - width) <= 1e-6 * std::abs(width);
  if (even) return format.ticks(bounds);
  // Powers: as many digits as the finest would be too many for the others.
  QStringList labels;
  for (const double bound : bounds) labels.append(format.text(bound));
  return labels;
}

void HistogramBody::drawTexts(QPainter& painter, const ValueAxis& axis, const Histogram& histogram) const {
  const QString show = textOption("showValue", "auto");
  if (show == QLatin1String("never")) return;
  painter.setFont(Theme::font(TextRole::kSmallStrong));
  painter.setPen(tokens().text);
  const QFontMetricsF metrics(painter.font());
  const double column = axis.plot.width() / static_cast<double>(histogram.counts.size());
  // Of a rate per second they are no whole numbers.
  const auto textOf = [](double count) {
    return count == std::floor(count) ? QLocale().toString(count, 'f', 0)
                                      : UnitFormat(QStringLiteral("short")).text(count);
  };
  // All or none: with some of them left out, those are taken for zero.
  const bool allFit = std::all_of(histogram.counts.begin(), histogram.counts.end(), [&](double count) {
    return count <= 0 || metrics.horizontalAdvance(textOf(count)) + 4 <= column;
  });
  if (!allFit && show != QLatin1String("always")) return;
  for (std::size_t b = 0; b < histogram.counts.size(); ++b) {
    if (histogram.counts[b] <= 0) continue;
    const QString text = textOf(histogram.counts[b]);
    const double top = axis.y(histogram.counts[b]) - metrics.height();
    painter.drawText(QRectF(axis.plot.left() + column * static_cast<double>(b) - 10, std::max(0.0, top), column + 20,
                            metrics.height()),
                     Qt::AlignCenter, text);
  }
}

}  // namespace vigie::console
