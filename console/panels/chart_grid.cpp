#include "console/panels/chart_grid.h"

#include <QGraphicsLayout>
#include <QPainter>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QChart>

namespace vigie::console {
namespace {
/// Some dashboards' worth, a KiB each.
constexpr qsizetype kRememberedGrids = 500;
}  // namespace

std::size_t qHash(const GridLook& look, std::size_t seed) {
  return qHashMulti(seed, look.chart.width(), look.chart.height(), look.plot.left(), look.plot.width(),
                    look.colour.rgba(), qHashRange(look.heights.begin(), look.heights.end()));
}

ChartGrid::ChartGrid() : chart_(new QChart), axis_(new QCategoryAxis), known_(kRememberedGrids) {
  scene_.addItem(chart_);
  chart_->legend()->hide();
  chart_->setBackgroundVisible(false);
  chart_->setMargins(QMargins());
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  chart_->setAnimationOptions(QChart::NoAnimation);
  axis_->setLineVisible(false);
  axis_->setLabelsVisible(false);
  axis_->setRange(0, 1);
  chart_->addAxis(axis_, Qt::AlignLeft);
}

std::shared_ptr<ChartGrid> ChartGrid::shared() {
  static std::weak_ptr<ChartGrid> one;
  std::shared_ptr<ChartGrid> grid = one.lock();
  if (!grid) one = grid = std::make_shared<ChartGrid>();
  return grid;
}

void ChartGrid::draw(QPainter& painter, const GridLook& look) {
  QPicture* picture = known_.object(look);
  if (!picture) {
    arrange(look);
    picture = new QPicture;
    {
      QPainter recorder(picture);
      const QRectF all({}, look.chart);
      scene_.render(&recorder, all, all);
    }
    known_.insert(look, picture);
  }
  picture->play(&painter);
}

void ChartGrid::arrange(const GridLook& look) {
  axis_->setGridLinePen(QPen(look.colour, 1));
  chart_->resize(look.chart);
  chart_->setPlotArea(look.plot);
  // The axis lays itself out when all its ticks are there: nobody is told of those before.
  axis_->blockSignals(true);
  for (const QString& label : axis_->categoriesLabels()) axis_->remove(label);
  axis_->setStartValue(0);
  // Hidden labels are laid out as well: nothing, as often as it takes to tell them apart.
  QString label;
  for (const double height : look.heights) axis_->append(label += QChar(0x200B), height);
  // Pixel for pixel: Qt Charts cuts off what is left of one.
  axis_->setRange(0, look.plot.height());
  axis_->blockSignals(false);
  // Now, not at a later event: it is drawn before that.
  chart_->layout()->invalidate();
  chart_->layout()->activate();
}

}  // namespace vigie::console
