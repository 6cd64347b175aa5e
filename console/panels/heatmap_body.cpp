#include "console/panels/heatmap_body.h"

#include "console/panels/grafana_colour.h"

#include <QImage>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr double kScaleHeight = 22;
/// More rows than that in a tooltip are a list nobody reads.
constexpr std::size_t kMostTold = 12;

QJsonObject optionsAt(const PanelModel& panel, const char* key) {
  return panel.options.value(QLatin1String(key)).toObject();
}

/// "0.25" with the axis' unit: a bucket's bound as people read it.
QString boundText(const QString& name, const UnitFormat& format) {
  bool ok = false;
  const double bound = name.toDouble(&ok);
  if (name == QLatin1String("+Inf")) return QStringLiteral("∞");
  return ok ? format.text(bound) : name;
}

}  // namespace

void HeatmapBody::prepare() { grid_ = heatGrid(panel(), *data()); }

QString HeatmapBody::spokenSummary() const {
  if (grid_.rows.isEmpty()) return {};
  return tr("%1 buckets over %2 moments, at most %3")
      .arg(grid_.rows.size())
      .arg(grid_.timesMs.size())
      .arg(QLocale().toString(grid_.high, 'g', 3));
}

UnitFormat HeatmapBody::axisFormat() const {
  const QJsonObject axis = optionsAt(panel(), "yAxis");
  const QJsonValue decimals = axis.value(QLatin1String("decimals"));
  const QString unit = axis.value(QLatin1String("unit")).toString();
  // The unit of the values is that of the axis only where values are what is counted.
  return UnitFormat(unit.isEmpty() && boolOption("calculate", false) ? panel().field.unit : unit,
                    decimals.isDouble() ? std::optional<int>(decimals.toInt()) : std::nullopt);
}

UnitFormat HeatmapBody::cellFormat() const {
  const QJsonObject cell = optionsAt(panel(), "cellValues");
  const QJsonValue decimals = cell.value(QLatin1String("decimals"));
  const QString unit = cell.value(QLatin1String("unit")).toString();
  const bool counts = boolOption("calculate", false);
  return UnitFormat(unit.isEmpty() && !counts ? panel().field.unit : unit,
                    decimals.isDouble() ? std::optional<int>(decimals.toInt()) : std::nullopt);
}

QStringList HeatmapBody::rowLabels() const {
  const UnitFormat format = axisFormat();
  QStringList labels;
  for (const double edge : grid_.edges) labels.append(format.text(edge));
  for (const QString& row : grid_.edges.empty() ? grid_.rows : QStringList()) labels.append(boundText(row, format));
  return labels;
}

QRectF HeatmapBody::plotArea() const {
  const QFontMetricsF metrics(Theme::font(TextRole::kSmall));
  double widest = 24;
  for (const QString& label : rowLabels()) widest = std::max(widest, metrics.horizontalAdvance(label));
  const bool scale = optionsAt(panel(), "legend").value(QLatin1String("show")).toBool(true);
  return QRectF(rect()).adjusted(std::min(widest + 8, width() * 0.3), 6, -2,
                                 -kColumnLabelHeight - (scale ? kScaleHeight : 0));
}

HeatShades HeatmapBody::shades() const { return HeatShades(panel().options, grid_.high, tokens()); }

QRectF HeatmapBody::Cells::cell(std::size_t row, double right, std::size_t rows) const {
  const std::size_t fromBottom = upsideDown ? rows - 1 - row : row;
  return {right - columnWidth, plot.bottom() - rowHeight * static_cast<double>(fromBottom + 1), columnWidth, rowHeight};
}

double HeatmapBody::rightOf(const Cells& cells, std::size_t column) const {
  return cells.plot.left() + cells.perMs * static_cast<double>(grid_.timesMs[column] - data()->window.fromMs);
}

HeatmapBody::Cells HeatmapBody::cells() const {
  Cells cells;
  cells.plot = plotArea();
  cells.rowHeight = cells.plot.height() / static_cast<double>(grid_.rows.size());
  cells.perMs = cells.plot.width() / static_cast<double>(data()->window.lengthMs());
  cells.columnWidth = std::max(1.0, cells.perMs * static_cast<double>(std::max<qint64>(grid_.columnMs, 1)));
  cells.upsideDown = optionsAt(panel(), "yAxis").value(QLatin1String("reverse")).toBool(false);
  return cells;
}

QRectF HeatmapBody::draw(QPainter& painter) const {
  if (grid_.rows.isEmpty() || data()->window.lengthMs() <= 0) return {};
  const Cells cells = this->cells();
  const QRectF& plot = cells.plot;
  if (plot.width() < 10 || plot.height() < 10) return {};
  const double wanted = std::clamp(numberOption("cellGap", 1), 0.0, 10.0);
  const double gap = cells.rowHeight > 4 && cells.columnWidth > 4 ? std::min(wanted, cells.columnWidth / 3) : 0;
  const HeatShades shades = this->shades();
  painter.setClipRect(plot);
  if (gap > 0) {
    drawCells(painter, cells, shades, gap);
  } else {
    drawFineCells(painter, cells, shades);
  }
  drawTexts(painter, cells, shades);
  painter.setClipping(false);
  drawRowLabels(painter, cells);
  drawTimeLabels(painter, plot, data()->window, tokens());
  if (optionsAt(panel(), "legend").value(QLatin1String("show")).toBool(true)) {
    drawScale(painter, shades,
              QRectF(plot.left(), height() - kScaleHeight + 4, std::min(220.0, plot.width()), kScaleHeight - 6));
  }
  return plot;
}

void HeatmapBody::drawCells(QPainter& painter, const Cells& cells, const HeatShades& shades, double gap) const {
  const auto rows = static_cast<std::size_t>(grid_.rows.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < grid_.timesMs.size(); ++column) {
      const double value = grid_.cells[row][column];
      if (shades.shows(value))
        painter.fillRect(cells.cell(row, rightOf(cells, column), rows).adjusted(0, 0, -gap, -gap), shades.at(value));
    }
  }
}

void HeatmapBody::drawFineCells(QPainter& painter, const Cells& cells, const HeatShades& shades) const {
  // A line of pixels a row, stretched to its height: as many cells as there are cost no more than their pixels.
  const int width = std::max(1, static_cast<int>(std::ceil(cells.plot.width() * devicePixelRatioF())));
  const double perPixel = static_cast<double>(width) / cells.plot.width();
  const int rows = static_cast<int>(grid_.rows.size());
  QImage image(width, rows, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  for (int row = 0; row < rows; ++row) {
    auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(cells.upsideDown ? row : rows - 1 - row));
    for (std::size_t column = 0; column < grid_.timesMs.size(); ++column) {
      const double value = grid_.cells[static_cast<std::size_t>(row)][column];
      if (!shades.shows(value)) continue;
      const double right = (rightOf(cells, column) - cells.plot.left()) * perPixel;
      const int to = std::clamp(static_cast<int>(std::lround(right)), 0, width);
      const int from = std::clamp(static_cast<int>(std::lround(right - cells.columnWidth * perPixel)), 0, to);
      std::fill(pixels + from, pixels + to, shades.at(value).rgb());
    }
  }
  painter.drawImage(cells.plot, image);
}

void HeatmapBody::drawRowLabels(QPainter& painter, const Cells& cells) const {
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens().muted);
  const QStringList labels = rowLabels();
  const double offset = grid_.edges.empty() ? 0.5 : 0;
  const auto every = std::max<qsizetype>(1, static_cast<qsizetype>(std::ceil(16 / std::max(1.0, cells.rowHeight))));
  for (qsizetype i = 0; i < labels.size(); i += every) {
    const double fromBottom = cells.rowHeight * (static_cast<double>(i) + offset);
    const double y = cells.upsideDown ? cells.plot.top() + fromBottom : cells.plot.bottom() - fromBottom;
    painter.drawText(QRectF(0, y - 9, cells.plot.left() - 8, 18), Qt::AlignRight | Qt::AlignVCenter, labels[i]);
  }
}

void HeatmapBody::drawTexts(QPainter& painter, const Cells& cells, const HeatShades& shades) const {
  const QString show = textOption("showValue", "never");
  // No word fits into a cell that is hardly seen.
  if (show == QLatin1String("never") || cells.rowHeight < 6 || cells.columnWidth < 6) return;
  painter.setFont(Theme::font(TextRole::kSmall));
  const QFontMetricsF metrics(painter.font());
  const UnitFormat format = cellFormat();
  const auto rows = static_cast<std::size_t>(grid_.rows.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < grid_.timesMs.size(); ++column) {
      const double value = grid_.cells[row][column];
      if (!shades.shows(value)) continue;
      const QString text = format.text(value);
      const QRectF cell = cells.cell(row, rightOf(cells, column), rows);
      const bool fits = metrics.horizontalAdvance(text) <= cell.width() - 2 && metrics.height() <= cell.height() + 2;
      if (!fits && show != QLatin1String("always")) continue;
      painter.setPen(readableOn(shades.at(value)));
      painter.drawText(cell, Qt::AlignCenter, text);
    }
  }
}

void HeatmapBody::drawScale(QPainter& painter, const HeatShades& shades, const QRectF& area) const {
  const UnitFormat format = cellFormat();
  const QString low = format.text(shades.low());
  const QString high = format.text(shades.high());
  const QFontMetricsF metrics(painter.font());
  const double left = metrics.horizontalAdvance(low) + 6;
  const double right = metrics.horizontalAdvance(high) + 6;
  const QRectF bar = area.adjusted(left, 4, -right, -4);
  for (double x = bar.left(); x < bar.right(); x += 2) {
    const double share = (x - bar.left()) / bar.width();
    painter.fillRect(QRectF(x, bar.top(), 2, bar.height()),
                     shades.at(shades.low() + (shades.high() - shades.low()) * share));
  }
  painter.setPen(tokens().muted);
  painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, low);
  painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, high);
}

std::vector<TooltipRow> HeatmapBody::rowsAt(qint64 timeMs) const {
  std::vector<TooltipRow> told;
  const auto at = std::lower_bound(grid_.timesMs.begin(), grid_.timesMs.end(), timeMs);
  if (at == grid_.timesMs.end() || *at - timeMs > std::max<qint64>(grid_.columnMs, 1)) return told;
  const auto column = static_cast<std::size_t>(at - grid_.timesMs.begin());
  const UnitFormat cell = cellFormat();
  const UnitFormat axis = axisFormat();
  const HeatShades shades = this->shades();
  // From the top down, as they are seen.
  for (auto row = static_cast<std::size_t>(grid_.rows.size()); row-- > 0 && told.size() < kMostTold;) {
    const double value = grid_.cells[row][column];
    if (!shades.shows(value)) continue;
    const QString& name = grid_.rows[static_cast<qsizetype>(row)];
    told.push_back({grid_.edges.empty() ? boundText(name, axis) : name, shades.at(value), cell.text(value), {}});
  }
  return told;
}

}  // namespace vigie::console
