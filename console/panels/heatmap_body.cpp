#include "console/panels/heatmap_body.h"

#include "console/dashboard/display_zone.h"
#include "console/panels/grafana_colour.h"

#include <QHelpEvent>
#include <QJsonObject>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr double kScaleHeight = 22;

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

QRectF HeatmapBody::plotArea() const {
  const QFontMetricsF metrics(Theme::font(TextRole::kSmall));
  const UnitFormat format(
      panel().options.value(QLatin1String("yAxis")).toObject().value(QLatin1String("unit")).toString());
  double widest = 24;
  for (const QString& row : grid_.rows) widest = std::max(widest, metrics.horizontalAdvance(boundText(row, format)));
  return QRectF(rect()).adjusted(std::min(widest + 8, width() * 0.3), 6, -2, -kColumnLabelHeight - kScaleHeight);
}

QColor HeatmapBody::colourOf(double value) const {
  const QJsonObject colour = panel().options.value(QLatin1String("color")).toObject();
  const double low = colour.value(QLatin1String("min")).toDouble(0);
  const double high = colour.value(QLatin1String("max")).toDouble(grid_.high);
  double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 1;
  // Grafana's exponent, 0.5 by default: faint cells stay visible beside strong ones.
  if (colour.value(QLatin1String("scale")).toString() != QLatin1String("linear")) {
    share = std::pow(share, std::clamp(colour.value(QLatin1String("exponent")).toDouble(0.5), 0.1, 4.0));
  }
  if (colour.value(QLatin1String("reverse")).toBool(false)) share = 1 - share;
  return schemeColour(colour.value(QLatin1String("scheme")).toString(QStringLiteral("Oranges")), share, tokens());
}

QRectF HeatmapBody::draw(QPainter& painter) const {
  if (grid_.rows.isEmpty() || data()->window.lengthMs() <= 0) return {};
  const QRectF plot = plotArea();
  if (plot.width() < 10 || plot.height() < 10) return {};
  const auto rows = static_cast<std::size_t>(grid_.rows.size());
  const double rowHeight = plot.height() / static_cast<double>(rows);
  const TimeWindow& window = data()->window;
  const double perMs = plot.width() / static_cast<double>(window.lengthMs());
  const double cellWidth = std::max(1.0, perMs * static_cast<double>(std::max<qint64>(grid_.columnMs, 1)));
  const double gap = rowHeight > 4 && cellWidth > 4 ? 1 : 0;
  painter.setClipRect(plot);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < grid_.timesMs.size(); ++column) {
      const double value = grid_.cells[row][column];
      // Nothing fell in: the surface shows, as in Grafana.
      if (!std::isfinite(value) || value <= 0) continue;
      const double right = plot.left() + perMs * static_cast<double>(grid_.timesMs[column] - window.fromMs);
      painter.fillRect(QRectF(right - cellWidth, plot.bottom() - rowHeight * static_cast<double>(row + 1),
                              cellWidth - gap, rowHeight - gap),
                       colourOf(value));
    }
  }
  painter.setClipping(false);

  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens().muted);
  const UnitFormat format(
      panel().options.value(QLatin1String("yAxis")).toObject().value(QLatin1String("unit")).toString());
  const auto every = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(16 / std::max(1.0, rowHeight))));
  for (std::size_t row = 0; row < rows; row += every) {
    const double middle = plot.bottom() - rowHeight * (static_cast<double>(row) + 0.5);
    painter.drawText(QRectF(0, middle - 9, plot.left() - 8, 18), Qt::AlignRight | Qt::AlignVCenter,
                     boundText(grid_.rows[static_cast<qsizetype>(row)], format));
  }
  drawTimeLabels(painter, plot, window, tokens());
  drawScale(painter, QRectF(plot.left(), height() - kScaleHeight + 4, std::min(220.0, plot.width()), kScaleHeight - 6));
  return plot;
}

void HeatmapBody::drawScale(QPainter& painter, const QRectF& area) const {
  const UnitFormat format(panel().field.unit);
  const QString low = format.text(0);
  const QString high = format.text(grid_.high);
  const QFontMetricsF metrics(painter.font());
  const double left = metrics.horizontalAdvance(low) + 6;
  const double right = metrics.horizontalAdvance(high) + 6;
  const QRectF bar = area.adjusted(left, 4, -right, -4);
  for (double x = bar.left(); x < bar.right(); x += 2) {
    painter.fillRect(QRectF(x, bar.top(), 2, bar.height()), colourOf(grid_.high * (x - bar.left()) / bar.width()));
  }
  painter.setPen(tokens().muted);
  painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, low);
  painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, high);
}

bool HeatmapBody::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || !data() || grid_.rows.isEmpty()) return TimedBody::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QRectF plot = plotArea();
  if (!plot.contains(help->pos())) return TimedBody::event(event);
  const auto rows = static_cast<double>(grid_.rows.size());
  const auto row =
      static_cast<std::size_t>(std::clamp((plot.bottom() - help->pos().y()) / plot.height() * rows, 0.0, rows - 1));
  const TimeWindow& window = data()->window;
  const auto time = window.fromMs + static_cast<qint64>((help->pos().x() - plot.left()) / plot.width() *
                                                        static_cast<double>(window.lengthMs()));
  const auto at = std::lower_bound(grid_.timesMs.begin(), grid_.timesMs.end(), time);
  if (at == grid_.timesMs.end()) return TimedBody::event(event);
  const double value = grid_.cells[row][static_cast<std::size_t>(at - grid_.timesMs.begin())];
  QToolTip::showText(
      help->globalPos(),
      tr("%1\nbucket %2: %3")
          .arg(QLocale().toString(inDisplayZone(*at), QLocale::ShortFormat), grid_.rows[static_cast<qsizetype>(row)],
               std::isnan(value) ? QStringLiteral("–") : UnitFormat(panel().field.unit).text(value)),
      this);
  return true;
}

}  // namespace vigie::console
