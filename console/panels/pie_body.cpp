#include "console/panels/pie_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr double kLegendRow = 20;
/// A narrower slice has no room for a number.
constexpr double kLabelledShare = 0.05;
/// What comes after so many is one slice: nobody tells them apart.
constexpr std::size_t kMostSlices = 100;
}  // namespace

std::vector<PieBody::Slice> PieBody::slices() const {
  std::vector<Slice> all;
  if (!data()) return all;
  double sum = 0;
  for (const DisplayValue& value : displayValues(panel(), *data())) {
    if (!value.number || !(*value.number > 0) || std::isinf(*value.number)) continue;
    Slice slice;
    slice.name = value.name;
    slice.value = *value.number;
    const ShownValue shown = shownValue(value.field, value.number);
    slice.text = shown.text.text();
    slice.colour = grafanaColour(shown.colour, tokens());
    if (!slice.colour.isValid()) {
      const bool byRule =
          value.field.colourMode == QLatin1String("fixed") || value.field.colourMode == QLatin1String("thresholds");
      const auto index = static_cast<int>(all.size());
      slice.colour =
          byRule ? valueColour(value.field, value.number, index, {0, 100}, tokens()) : Theme::series(index).colour;
    }
    sum += slice.value;
    all.push_back(std::move(slice));
  }
  for (Slice& slice : all) slice.share = slice.value / sum;
  const QString sort = textOption("sort", "desc");
  if (sort != QLatin1String("none")) {
    const bool rising = sort == QLatin1String("asc");
    std::stable_sort(all.begin(), all.end(), [rising](const Slice& a, const Slice& b) {
      return rising ? a.value < b.value : a.value > b.value;
    });
  }
  return all;
}

QString PieBody::spokenSummary() const {
  QStringList parts;
  for (const Slice& slice : slices()) {
    parts.append(tr("%1: %2, %3 %").arg(slice.name, slice.text, QLocale().toString(slice.share * 100, 'f', 0)));
  }
  return parts.join(QStringLiteral(", "));
}

void PieBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  const std::vector<Slice> all = slices();
  if (all.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QRectF area = rect();
  if (panel().legend.show) {
    const bool right = panel().legend.right || width() > height() * 1.6;
    const double rows = kLegendRow * static_cast<double>(all.size());
    if (right) {
      const double share = std::clamp(width() * 0.45, 90.0, 260.0);
      drawLegend(painter, QRectF(width() - share, 0, share, height()), all);
      area.setWidth(width() - share - space::kMedium);
    } else {
      const double used = std::min(rows, height() * 0.4);
      drawLegend(painter, QRectF(0, height() - used, width(), used), all);
      area.setHeight(height() - used - space::kSmall);
    }
  }
  const double size = std::min(area.width(), area.height()) - 4;
  if (size < 20) return;
  drawSlices(painter, QRectF(area.center().x() - size / 2, area.center().y() - size / 2, size, size), all);
}

void PieBody::drawSlices(QPainter& painter, const QRectF& circle, const std::vector<Slice>& all) const {
  const bool ring = textOption("pieType", "pie") == QLatin1String("donut");
  double from = 90;
  painter.setFont(Theme::font(TextRole::kSmallStrong));
  std::vector<Slice> drawn(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kMostSlices)));
  if (drawn.size() < all.size()) {
    Slice others;
    others.colour = tokens().muted;
    for (std::size_t i = drawn.size(); i < all.size(); ++i) others.share += all[i].share;
    drawn.push_back(std::move(others));
  }
  for (const Slice& slice : drawn) {
    const double span = slice.share * 360;
    QPainterPath path;
    path.moveTo(circle.center());
    path.arcTo(circle, from, -span);
    path.closeSubpath();
    if (ring) {
      QPainterPath hole;
      const double inset = circle.width() * 0.28;
      hole.addEllipse(circle.adjusted(inset, inset, -inset, -inset));
      path = path.subtracted(hole);
    }
    painter.setPen(QPen(tokens().surface, all.size() > 1 ? 1.5 : 0));
    painter.setBrush(slice.colour);
    painter.drawPath(path);
    if (slice.share >= kLabelledShare && circle.width() > 90) {
      const double middle = (from - span / 2) * M_PI / 180;
      const double distance = circle.width() / 2 * (ring ? 0.72 : 0.66);
      const QPointF at = circle.center() + QPointF(std::cos(middle), -std::sin(middle)) * distance;
      painter.setPen(readableOn(slice.colour));
      painter.drawText(QRectF(at.x() - 24, at.y() - 9, 48, 18), Qt::AlignCenter,
                       tr("%1 %").arg(QLocale().toString(slice.share * 100, 'f', 0)));
    }
    from -= span;
  }
}

void PieBody::drawLegend(QPainter& painter, const QRectF& area, const std::vector<Slice>& all) const {
  const auto fits = static_cast<std::size_t>(std::max(1.0, area.height() / kLegendRow));
  const bool cut = all.size() > fits;
  const std::size_t shown = cut ? fits - 1 : all.size();
  const double used = kLegendRow * static_cast<double>(cut ? fits : shown);
  double top = area.top() + std::max(0.0, (area.height() - used) / 2);
  for (std::size_t i = 0; i < shown; ++i, top += kLegendRow) {
    painter.fillRect(QRectF(area.left(), top + 5, 10, 10), all[i].colour);
    painter.setFont(Theme::font(TextRole::kSmallStrong));
    painter.setPen(tokens().text);
    const double valueWidth = QFontMetricsF(painter.font()).horizontalAdvance(all[i].text);
    painter.drawText(QRectF(area.left(), top, area.width(), kLegendRow), Qt::AlignRight | Qt::AlignVCenter,
                     all[i].text);
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(tokens().muted);
    drawElided(painter, QRectF(area.left() + 16, top, area.width() - valueWidth - 24, kLegendRow),
               Qt::AlignLeft | Qt::AlignVCenter, all[i].name);
  }
  if (!cut) return;
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens().muted);
  painter.drawText(QRectF(area.left(), top, area.width(), kLegendRow), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("+ %1 more").arg(all.size() - shown));
}

}  // namespace vigie::console
