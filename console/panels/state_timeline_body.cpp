#include "console/panels/state_timeline_body.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/chart_model.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/panel_legend.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr double kMaxStateRow = 160;
constexpr double kDimmedState = 0.15;
/// More words than anybody reads: states that are numbers.
constexpr qsizetype kMostStates = 12;
}  // namespace

StateTimelineBody::StateTimelineBody(const PanelServices& services, PanelModel model, QWidget* parent)
    : TimedBody(services, std::move(model), parent), legend_(new PanelLegend(services.theme, panel().legend, this)) {
  connect(legend_, &PanelLegend::clicked, this, &StateTimelineBody::pick);
  connect(legend_, &PanelLegend::hovered, this, [this](int state) {
    hovered_ = state >= 0 && state < states_.size() ? states_[state] : QString();
    forgetDrawing();
  });
  connect(&services.theme, &Theme::changed, this, &StateTimelineBody::showLegend);
}

bool StateTimelineBody::isLegendShown() const { return legend_->isShown(); }

void StateTimelineBody::setLegendShown(bool shown) {
  legend_->setShown(shown);
  arrange();
}

void StateTimelineBody::resizeEvent(QResizeEvent* event) {
  TimedBody::resizeEvent(event);
  arrange();
}

void StateTimelineBody::arrange() {
  area_ = legend_->place(rect());
  forgetDrawing();
}

/// Each state once, in the order of its first appearance.
void StateTimelineBody::showLegend() {
  if (!data()) return;
  states_.clear();
  auto model = std::make_shared<ChartModel>();
  for (const Row& row : makeRows()) {
    for (const Span& span : row.spans) {
      if (states_.contains(span.text) || states_.size() > kMostStates) continue;
      states_.append(span.text);
      ChartLine line;
      line.name = span.text;
      line.style = {areaColour(span.colour, tokens()), {}};
      line.shown = selection_.shows(span.text);
      model->lines.push_back(std::move(line));
    }
  }
  if (states_.size() > kMostStates) {
    states_.clear();
    model->lines.clear();
  }
  legend_->setModel(model);
  arrange();
}

void StateTimelineBody::pick(int state, bool together) {
  if (state < 0 || state >= states_.size()) return;
  selection_.pick(states_[state], together, states_);
  hovered_.clear();
  showLegend();
}

bool StateTimelineBody::isDimmed(const Span& span) const {
  return !selection_.shows(span.text) || (!hovered_.isEmpty() && hovered_ != span.text);
}

void StateTimelineBody::prepare() {
  joins_ = panel().type == QLatin1String("state-timeline") && boolOption("mergeValues", true);
  rows_ = makeRows();
  showLegend();
}

std::vector<StateTimelineBody::Row> StateTimelineBody::makeRows() const {
  std::vector<Row> all;
  if (!data()) return all;
  QStringList states;
  const std::pair<double, double> range = valueRange(*data());
  for (const NamedSeries& series : data()->series) {
    Row row;
    row.name = series.name;
    row.links = series.field.links;
    row.labels = series.data.labels;
    row.opacity = series.field.fillOpacity ? std::max(0.1, *series.field.fillOpacity / 100) : 1;
    const qint64 step = std::max<qint64>(data()->stepMs, 1000);
    for (std::size_t i = 0; i < series.data.timesMs.size(); ++i) {
      const double value = series.data.values[i];
      const std::optional<double> number = std::isnan(value) ? std::nullopt : std::optional(value);
      const ShownValue shown = shownValue(series.field, number);
      if (!number && shown.colour.isEmpty()) continue;
      // A state holds until the next sample; a cell of a history stands for the time up to its sample.
      const qint64 from = series.data.timesMs[i] - (joins_ ? 0 : step);
      Span span{from, from + step, shown.text.text(), grafanaColour(shown.colour, tokens()), number};
      if (!span.colour.isValid()) {
        // With a palette, each state has its own colour.
        if (!states.contains(span.text)) states.append(span.text);
        const bool palette = series.field.colourMode.startsWith(QLatin1String("palette"));
        span.colour = palette ? Theme::series(static_cast<int>(states.indexOf(span.text))).colour
                              : valueColour(series.field, number, 0, range, tokens());
      }
      Span* last = row.spans.empty() ? nullptr : &row.spans.back();
      if (last && span.fromMs - last->toMs < step / 2) last->toMs = span.fromMs;
      if (joins_ && last && last->toMs == span.fromMs && last->text == span.text && last->colour == span.colour) {
        last->toMs = span.toMs;
      } else {
        row.spans.push_back(std::move(span));
      }
    }
    all.push_back(std::move(row));
  }
  return all;
}

QString StateTimelineBody::spokenSummary() const {
  QStringList parts;
  for (const Row& row : rows_) {
    if (!row.spans.empty()) parts.append(tr("%1: %2").arg(row.name, row.spans.back().text));
  }
  return parts.join(QStringLiteral(", "));
}

QRectF StateTimelineBody::draw(QPainter& painter) const {
  // Anew each time: colours are the theme's.
  const std::vector<Row> all = makeRows();
  if (all.empty() || data()->window.lengthMs() <= 0) return {};
  painter.setRenderHint(QPainter::Antialiasing);
  const QFontMetricsF metrics(Theme::font(TextRole::kSmall));
  double widest = 20;
  for (const Row& row : all) widest = std::max(widest, metrics.horizontalAdvance(row.name));
  const double left = std::min(widest + 10, area_.width() * 0.3);
  const QRectF plot(left, 2, area_.width() - left - 2, area_.height() - kColumnLabelHeight - 2);
  const double rowHeight = std::min(kMaxStateRow, plot.height() / static_cast<double>(all.size()));
  const double used = std::clamp(numberOption("rowHeight", 0.9), 0.1, 1.0) * rowHeight;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double top = plot.top() + rowHeight * static_cast<double>(i);
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(tokens().muted);
    drawElided(painter, QRectF(0, top, left - 8, rowHeight), Qt::AlignRight | Qt::AlignVCenter, all[i].name);
    drawRow(painter, QRectF(plot.left(), top + (rowHeight - used) / 2, plot.width(), used), all[i]);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF filled(plot.left(), plot.top(), plot.width(), rowHeight * static_cast<double>(all.size()));
  drawTimeLabels(painter, filled, data()->window, tokens());
  return filled;
}

std::vector<TooltipRow> StateTimelineBody::rowsAt(qint64 timeMs) const {
  std::vector<TooltipRow> found;
  for (const Row& row : rows_) {
    const auto span = std::find_if(row.spans.begin(), row.spans.end(),
                                   [timeMs](const Span& one) { return timeMs >= one.fromMs && timeMs < one.toMs; });
    if (span == row.spans.end()) continue;
    LinkSubject subject{row.name, row.labels, span->value, span->text, timeMs, {}};
    found.push_back({row.name, span->colour, span->text, {}, row.links, std::move(subject)});
  }
  return found;
}

void StateTimelineBody::drawRow(QPainter& painter, const QRectF& area, const Row& row) const {
  const TimeWindow& window = data()->window;
  const double perMs = area.width() / static_cast<double>(window.lengthMs());
  const double cell = perMs * static_cast<double>(std::max<qint64>(data()->stepMs, 1000));
  const QString show = textOption("showValue", "auto");
  const QString align = textOption("alignValue", "left");
  const Qt::AlignmentFlag side = !joins_ || align == QLatin1String("center") ? Qt::AlignHCenter
                                 : align == QLatin1String("right")           ? Qt::AlignRight
                                                                             : Qt::AlignLeft;
  painter.setFont(Theme::font(TextRole::kSmallStrong));
  const QFontMetricsF metrics(painter.font());
  for (const Span& span : row.spans) {
    const qint64 from = std::max(span.fromMs, window.fromMs);
    const qint64 to = std::min(span.toMs, window.toMs);
    if (to < from) continue;
    QRectF box(area.left() + perMs * static_cast<double>(from - window.fromMs), area.top(),
               std::max(1.0, perMs * static_cast<double>(to - from)), area.height());
    if (!joins_)
      box.setWidth(std::max(1.0, std::min(box.width(), cell) * std::clamp(numberOption("colWidth", 0.9), 0.1, 1.0)));
    painter.setPen(Qt::NoPen);
    // What lies on the surface is what the text has to be readable on.
    const QColor fill =
        blend(tokens().surface, areaColour(span.colour, tokens()), isDimmed(span) ? kDimmedState : row.opacity);
    painter.setBrush(fill);
    if (box.width() > 4) {
      painter.drawRoundedRect(box.adjusted(0, 0, -1, 0), 2, 2);
    } else {
      painter.fillRect(box, fill);
    }
    const bool fits = metrics.horizontalAdvance(span.text) + 10 < box.width() && box.height() >= 12;
    if (show == QLatin1String("never") || (!fits && show != QLatin1String("always"))) continue;
    painter.setPen(readableOn(fill));
    drawElided(painter, box.adjusted(fits ? 5 : 1, 0, fits ? -5 : -1, 0), side | Qt::AlignVCenter, span.text);
  }
}

}  // namespace vigie::console
