#include "console/panels/pie_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/value_text.h"
#include "console/panels/chart_model.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/panel_legend.h"
#include "console/panels/value_cells.h"

#include <QJsonObject>
#include <QLocale>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vigie::console {
namespace {
/// A narrower slice has no room for a word.
constexpr double kLabelledShare = 0.05;
constexpr double kLeastLabelledPie = 90;
/// The largest; the others are one slice: nobody tells them apart.
constexpr std::size_t kMostSlices = 100;
constexpr double kRingInset = 0.28;
}  // namespace

PieBody::PieBody(const Theme& theme, PanelModel model, QWidget* parent)
    : DrawnBody(theme, std::move(model), parent), legend_(new PanelLegend(theme, panel().legend, this)) {
  connect(legend_, &PanelLegend::clicked, this, &PieBody::pick);
  connect(legend_, &PanelLegend::hovered, this, [this](int slice) {
    hovered_ = slice;
    update();
  });
  connect(&theme, &Theme::changed, this, &PieBody::showLegend);
}

void PieBody::prepare() { showLegend(); }

bool PieBody::isLegendShown() const { return legend_->isShown(); }

void PieBody::setLegendShown(bool shown) {
  legend_->setShown(shown);
  arrange();
}

std::vector<PieBody::Slice> PieBody::madeSlices() const {
  std::vector<Slice> all;
  if (!data()) return all;
  double sum = 0;
  for (const DisplayValue& value : values()) {
    if (!value.number || !(*value.number > 0) || std::isinf(*value.number)) continue;
    Slice slice;
    slice.name = value.name;
    slice.value = *value.number;
    slice.shown = selection_.shows(value.name);
    slice.linked = linkedOf(value);
    const ShownValue shown = shownValue(value.field, value.number);
    slice.text = shown.text.text();
    slice.colour = grafanaColour(shown.colour, tokens());
    if (!slice.colour.isValid()) {
      const bool byRule =
          !value.field.colourMode.isEmpty() && !value.field.colourMode.startsWith(QLatin1String("palette"));
      const auto index = static_cast<int>(all.size());
      slice.colour =
          byRule ? valueColour(value.field, value.number, index, {0, 100}, tokens()) : Theme::series(index).colour;
    }
    slice.colour = areaColour(slice.colour, tokens());
    if (slice.shown) sum += slice.value;
    all.push_back(std::move(slice));
  }
  for (Slice& slice : all) slice.share = slice.shown && sum > 0 ? slice.value / sum : 0;
  const QString sort = textOption("sort", "desc");
  if (sort != QLatin1String("none")) {
    const bool rising = sort == QLatin1String("asc");
    std::stable_sort(all.begin(), all.end(), [rising](const Slice& a, const Slice& b) {
      return rising ? a.value < b.value : a.value > b.value;
    });
  }
  return all;
}

QStringList PieBody::words(const Slice& slice, const QStringList& wanted) const {
  QStringList words;
  for (const QString& word : wanted) {
    if (word == QLatin1String("name")) words.append(slice.name);
    if (word == QLatin1String("value")) words.append(slice.text);
    if (word == QLatin1String("percent")) {
      words.append(slice.shown ? tr("%1 %").arg(QLocale().toString(slice.share * 100, 'f', 0)) : QStringLiteral("–"));
    }
  }
  return words;
}

void PieBody::showLegend() {
  slices_ = madeSlices();
  const QJsonObject legend = panel().options.value(QLatin1String("legend")).toObject();
  QStringList wanted = jsonread::textsOf(legend.value(QLatin1String("values")));
  if (wanted.isEmpty()) wanted = {QStringLiteral("value")};
  auto model = std::make_shared<ChartModel>();
  for (const QString& word : wanted)
    model->legendHeaders.append(word == QLatin1String("percent") ? tr("Share") : tr("Value"));
  for (const Slice& slice : slices_) {
    ChartLine line;
    line.name = slice.name;
    line.style = {slice.colour, {}};
    line.shown = slice.shown;
    line.legendCells = words(slice, wanted);
    line.currentText = line.legendCells.join(QStringLiteral(" · "));
    model->lines.push_back(std::move(line));
  }
  legend_->setModel(model);
  arrange();
}

void PieBody::arrange() {
  LegendOptions options = panel().legend;
  options.right = options.right || width() > height() * 1.6;
  legend_->setOptions(options);
  const QRectF area = legend_->place(rect());
  const double size = std::min(area.width(), area.height()) - 4;
  circle_ = size < 20 ? QRectF() : QRectF(area.center().x() - size / 2, area.center().y() - size / 2, size, size);
  update();
}

void PieBody::resizeEvent(QResizeEvent* event) {
  DrawnBody::resizeEvent(event);
  arrange();
}

void PieBody::pick(int slice, bool together) {
  const std::vector<Slice>& all = slices_;
  if (slice < 0 || slice >= static_cast<int>(all.size())) return;
  QStringList names;
  for (const Slice& one : all) names.append(one.name);
  selection_.pick(all[static_cast<std::size_t>(slice)].name, together, names);
  hovered_ = -1;
  showLegend();
}

QString PieBody::spokenSummary() const {
  QStringList parts;
  for (const Slice& slice : slices_) {
    if (slice.shown)
      parts.append(tr("%1: %2, %3 %").arg(slice.name, slice.text, QLocale().toString(slice.share * 100, 'f', 0)));
  }
  return spokenList(std::move(parts));
}

void PieBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  const std::vector<Slice>& all = slices_;
  if (all.empty() || circle_.isEmpty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawSlices(painter, all);
}

void PieBody::drawSlices(QPainter& painter, const std::vector<Slice>& all) const {
  const bool ring = textOption("pieType", "pie") == QLatin1String("donut");
  double from = 90;
  std::vector<std::size_t> bySize(all.size());
  std::iota(bySize.begin(), bySize.end(), 0U);
  std::stable_sort(bySize.begin(), bySize.end(),
                   [&all](std::size_t a, std::size_t b) { return all[a].share > all[b].share; });
  std::vector<bool> isApart(all.size(), true);
  for (std::size_t rank = kMostSlices; rank < bySize.size(); ++rank) isApart[bySize[rank]] = false;
  Slice others;
  others.colour = tokens().muted;
  const auto draw = [&](const Slice& slice, bool dimmed) {
    const double span = slice.share * 360;
    QPainterPath path;
    path.moveTo(circle_.center());
    path.arcTo(circle_, from, -span);
    path.closeSubpath();
    if (ring) {
      QPainterPath hole;
      const double inset = circle_.width() * kRingInset;
      hole.addEllipse(circle_.adjusted(inset, inset, -inset, -inset));
      path = path.subtracted(hole);
    }
    painter.setOpacity(dimmed ? 0.3 : 1);
    // One slice alone has no neighbour to be kept apart from.
    painter.setPen(slice.share < 0.9999 ? QPen(tokens().surface, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(slice.colour);
    painter.drawPath(path);
    if (slice.share >= kLabelledShare && circle_.width() > kLeastLabelledPie)
      drawLabel(painter, slice, from - span / 2);
    from -= span;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!isApart[i]) {
      others.share += all[i].share;
    } else if (all[i].share > 0) {
      draw(all[i], hovered_ >= 0 && hovered_ != static_cast<int>(i));
    }
  }
  if (others.share > 0) draw(others, hovered_ >= 0);
  painter.setOpacity(1);
}

void PieBody::drawLabel(QPainter& painter, const Slice& slice, double middle) const {
  const bool given = panel().options.contains(QLatin1String("displayLabels"));
  const QStringList wanted = jsonread::textsOf(panel().options.value(QLatin1String("displayLabels")));
  // A pie without any words is not read: without an own choice the share is on it.
  const QStringList lines = words(slice, given ? wanted : QStringList(QStringLiteral("percent")));
  if (lines.isEmpty()) return;
  const bool ring = textOption("pieType", "pie") == QLatin1String("donut");
  painter.setFont(Theme::font(TextRole::kSmallStrong));
  const QFontMetricsF metrics(painter.font());
  const double radians = middle * M_PI / 180;
  const double radius = circle_.width() / 2;
  const double distance = radius * (ring ? 1 - kRingInset : 0.64);
  // As wide as the slice is there, or the ring.
  const double room = std::min(ring ? 2 * radius * kRingInset * 1.6 : radius * 0.9,
                               std::max(28.0, 2 * distance * std::sin(std::min(0.5, slice.share) * M_PI)));
  const QPointF at = circle_.center() + QPointF(std::cos(radians), -std::sin(radians)) * distance;
  painter.setPen(readableOn(slice.colour));
  const double line = metrics.height();
  double top = at.y() - line * static_cast<double>(lines.size()) / 2;
  for (const QString& text : lines) {
    drawElided(painter, QRectF(at.x() - room / 2, top, room, line), Qt::AlignCenter, text);
    top += line;
  }
}

std::optional<DrawnBody::Linked> PieBody::linkedAt(const QPointF& at) const {
  const QPointF from = at - circle_.center();
  if (std::hypot(from.x(), from.y()) > circle_.width() / 2) return std::nullopt;
  // Clockwise from the top, as slices are drawn.
  double turn = std::atan2(from.x(), -from.y()) / (2 * M_PI);
  if (turn < 0) turn += 1;
  for (const Slice& slice : slices_) {
    if (turn < slice.share) return slice.linked;
    turn -= slice.share;
  }
  return std::nullopt;
}

}  // namespace vigie::console
