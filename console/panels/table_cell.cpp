#include "console/panels/table_cell.h"

#include "console/app/icon.h"
#include "console/panels/cell_image.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/table_model.h"
#include "console/panels/trend_line.h"

#include <QLinearGradient>
#include <QPainter>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kCellInset = 8;
constexpr double kGaugeCell = 6;
constexpr int kLeastGauge = 72;
constexpr int kTrendInset = 3;
constexpr int kImageInset = 3;
constexpr int kMostImages = 200;
constexpr int kLinkIcon = 14;
constexpr int kLinkGap = 5;

QColor colourAt(const QGradientStops& stops, double share, const QColor& otherwise) {
  QColor colour = otherwise;
  for (const QGradientStop& stop : stops) {
    if (stop.first <= share) colour = stop.second;
  }
  return colour;
}

}  // namespace

TableCell::TableCell(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), theme_(theme), images_(kMostImages) {}

QSize TableCell::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QFontMetrics metrics(option.font);
  const bool image = index.data(TableModel::kImageRole).isValid();
  // A pixel more than is measured: what is drawn is rounded up.
  const int words = metrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + 1;
  const bool gauge = index.data(TableModel::kGaugeRole).isValid();
  return {words + 2 * kCellInset + (image ? kLinkIcon + kLinkGap : 0) + (gauge ? kLeastGauge : 0), metrics.height()};
}

void TableCell::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const ThemeTokens& t = theme_.tokens();
  const QVariant given = index.data(TableModel::kColourRole);
  const auto colour = given.value<QColor>();
  const QVariant gauge = index.data(TableModel::kGaugeRole);
  const bool filled = given.isValid() && !gauge.isValid() && index.data(TableModel::kFilledRole).toBool();
  painter->save();
  if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, t.selection);
  if (filled) {
    const QRect cell = option.rect.adjusted(0, 0, -1, -1);
    QBrush fill(colour);
    if (index.data(TableModel::kGradedRole).toBool()) {
      QLinearGradient gradient(cell.topLeft(), cell.topRight());
      gradient.setColorAt(0, colour);
      // Not so faint that the text on it is no longer readable.
      gradient.setColorAt(1, blend(t.surface, colour, 0.86));
      fill = gradient;
    }
    painter->fillRect(cell, fill);
  }
  QRect text = option.rect.adjusted(kCellInset, 0, -kCellInset, 0);
  painter->setFont(option.font);
  const bool trend = !gauge.isValid() && index.data(TableModel::kWidestRole).isValid();
  if (trend) paintTrend(*painter, text, index);
  if (trend || paintImage(*painter, text, index)) {
    painter->restore();
    return;
  }
  const QString words = index.data(Qt::DisplayRole).toString();
  const QString gaugeText = index.data(TableModel::kGaugeTextRole).toString();
  if (gauge.isValid()) {
    const bool hidden = gaugeText == QLatin1String("hidden");
    // As wide as the longest of the column: the gauges end under one another. The number goes before the gauge.
    const QString widest = index.data(TableModel::kWidestRole).toString();
    const int wide = hidden ? 0 : std::min(text.width(), QFontMetrics(option.font).horizontalAdvance(widest) + 1);
    const int beside = hidden ? 0 : wide + kCellInset;
    paintGauge(*painter, QRectF(text).adjusted(0, 7, -beside, -7), index);
    text.setLeft(text.right() + 1 - wide);
  }
  const bool coloured = given.isValid() && (!gauge.isValid() || gaugeText == QLatin1String("color"));
  // Beside a gauge the state's own shade is dark enough for text on the light theme, its area's is not.
  const QColor ink = filled ? readableOn(colour) : coloured && !gauge.isValid() ? colour : t.text;
  painter->setPen(ink);
  const Qt::Alignment alignment =
      gauge.isValid() ? Qt::AlignRight | Qt::AlignVCenter : index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
  if (!gauge.isValid() || gaugeText != QLatin1String("hidden")) {
    painter->drawText(text, static_cast<int>(alignment),
                      QFontMetrics(option.font).elidedText(words, Qt::ElideRight, text.width()));
  }
  painter->restore();
}

void TableCell::paintTrend(QPainter& painter, const QRect& cell, const QModelIndex& index) const {
  QRect line = cell.adjusted(0, kTrendInset, 0, -kTrendInset);
  if (index.data(TableModel::kGaugeTextRole).toString() != QLatin1String("hidden")) {
    // As wide as the longest of the column: the lines stand under one another.
    const QString widest = index.data(TableModel::kWidestRole).toString();
    const int wide = std::min(cell.width() / 2, painter.fontMetrics().horizontalAdvance(widest));
    painter.setPen(theme_.tokens().text);
    painter.drawText(QRect(cell.left(), cell.top(), wide, cell.height()), Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, wide));
    line.setLeft(cell.left() + wide + kCellInset);
  }
  const auto model = index.data(TableModel::kTrendRole).value<std::shared_ptr<const ChartModel>>();
  if (!model || line.width() < 8 || line.height() < 4) return;
  painter.drawImage(line.topLeft(), trendImage(model, line.size(), painter.device()->devicePixelRatioF()));
}

bool TableCell::paintImage(QPainter& painter, const QRect& cell, const QModelIndex& index) const {
  const QVariant given = index.data(TableModel::kImageRole);
  if (!given.isValid()) return false;
  const double ratio = painter.device()->devicePixelRatioF();
  const QString value = given.toString();
  const std::pair<QString, int> key(value, static_cast<int>((cell.height() - 2 * kImageInset) * ratio));
  QImage* image = images_.object(key);
  if (!image) {
    image = new QImage(imageIn(value, key.second));
    image->setDevicePixelRatio(ratio);
    images_.insert(key, image);
  }
  if (!image->isNull()) {
    QSizeF size = image->deviceIndependentSize();
    if (size.width() > cell.width()) size *= cell.width() / size.width();
    const bool right = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignRight;
    const double left = right ? cell.right() + 1 - size.width() : cell.left();
    painter.drawImage(QRectF(QPointF(left, cell.top() + (cell.height() - size.height()) / 2), size), *image);
    return true;
  }
  if (value.startsWith(QLatin1String("data:"))) {
    painter.setPen(theme_.tokens().muted);
    painter.drawText(cell, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(tr("not an image that is drawn"), Qt::ElideRight, cell.width()));
    return true;
  }
  if (!imageLink(value, {})) return false;
  const QString words = index.data().toString();
  const int wide = cell.width() - kLinkIcon - kLinkGap;
  const QColor accent = theme_.tokens().accent;
  painter.drawPixmap(QPointF(cell.left(), cell.top() + (cell.height() - kLinkIcon) / 2.0),
                     iconPixmap(QStringLiteral("open"), accent, kLinkIcon, ratio));
  painter.setPen(accent);
  painter.drawText(cell.adjusted(kLinkIcon + kLinkGap, 0, 0, 0), Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(words, Qt::ElideMiddle, wide));
  return true;
}

void TableCell::paintGauge(QPainter& painter, const QRectF& track, const QModelIndex& index) const {
  const ThemeTokens& t = theme_.tokens();
  const double share = index.data(TableModel::kGaugeRole).toDouble();
  const QVariant given = index.data(TableModel::kColourRole);
  const QColor colour = given.isValid() ? given.value<QColor>() : t.accent;
  const QString mode = index.data(TableModel::kGaugeModeRole).toString();
  const auto scale = index.data(TableModel::kScaleRole).value<QGradientStops>();
  if (mode == QLatin1String("lcd")) {
    const int cells = std::max(1, static_cast<int>(track.width() / kGaugeCell));
    for (int cell = 0; cell < cells; ++cell) {
      const double from = static_cast<double>(cell) / cells;
      QColor own = colourAt(scale, from, colour);
      if (from >= share) own.setAlphaF(0.14F);
      painter.fillRect(
          QRectF(track.left() + track.width() * from, track.top(), track.width() / cells - 1.5, track.height()), own);
    }
    return;
  }
  painter.fillRect(track, t.grid);
  QRectF bar = track;
  bar.setWidth(track.width() * share);
  QBrush fill(colour);
  if (mode == QLatin1String("gradient")) {
    // The whole scale lies under the bar, which uncovers it as far as its value reaches.
    QLinearGradient gradient(track.topLeft(), track.topRight());
    if (scale.size() >= 2) {
      gradient.setStops(scale);
    } else {
      QColor faint = colour;
      faint.setAlphaF(0.35F);
      gradient.setColorAt(0, faint);
      gradient.setColorAt(1, colour);
    }
    fill = gradient;
  }
  painter.fillRect(bar, fill);
}

}  // namespace vigie::console
