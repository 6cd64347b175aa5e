#include "console/panels/panel_legend.h"

#include "console/panels/chart_legend.h"
#include "console/panels/legend_table.h"

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kLegendDistance = 4;
constexpr int kLeastDrawing = 40;
constexpr int kLeastLegend = 60;
}  // namespace

PanelLegend::PanelLegend(const Theme& theme, const LegendOptions& options, QWidget* body)
    : QObject(body),
      options_(options),
      shown_(options.show),
      strip_(new ChartLegend(theme, body)),
      table_(new LegendTable(theme, body)) {
  connect(strip_, &ChartLegend::hovered, this, &PanelLegend::hovered);
  connect(table_, &LegendTable::hovered, this, &PanelLegend::hovered);
  connect(strip_, &ChartLegend::clicked, this, &PanelLegend::clicked);
  connect(table_, &LegendTable::clicked, this, &PanelLegend::clicked);
  setShown(shown_);
}

void PanelLegend::setModel(const std::shared_ptr<const ChartModel>& model) {
  model_ = model;
  // Only the one that is seen: a table measures its cells.
  if (options_.asTable || options_.right) {
    table_->setModel(model);
  } else {
    strip_->setModel(model);
  }
}

void PanelLegend::setOptions(const LegendOptions& options) {
  options_ = options;
  if (model_) setModel(model_);
  setShown(shown_);
}

void PanelLegend::setShown(bool shown) {
  shown_ = shown;
  const bool inTable = options_.asTable || options_.right;
  strip_->setVisible(shown && !inTable);
  table_->setVisible(shown && inTable);
}

QRect PanelLegend::place(const QRect& area) {
  const QSize least(kLeastDrawing, kLeastDrawing);
  if (!shown_) return {area.topLeft(), area.size().expandedTo(least)};
  if (options_.right) {
    const int wide = std::clamp(table_->contentWidth(), kLeastLegend, std::max(kLeastLegend, area.width() * 2 / 5));
    table_->setGeometry(area.right() + 1 - wide, area.top(), wide, area.height());
    return {area.topLeft(), (area.size() - QSize(wide + 2 * kLegendDistance, 0)).expandedTo(least)};
  }
  const int wanted = options_.asTable ? table_->heightWithin(area.height() * 2 / 5)
                                      : strip_->heightForWidth(area.width());
  QWidget* legend = options_.asTable ? static_cast<QWidget*>(table_) : strip_;
  legend->setGeometry(area.left(), area.bottom() + 1 - wanted, area.width(), wanted);
  return {area.topLeft(),
          (area.size() - QSize(0, wanted + (wanted > 0 ? kLegendDistance : 0))).expandedTo(QSize(0, kLeastDrawing))};
}

}  // namespace vigie::console
