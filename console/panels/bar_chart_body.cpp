#include "console/panels/bar_chart_body.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/field_display.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr std::size_t kMostGroups = 500;

/// The column that names the groups: the one chosen, else the first text, else the time.
int nameColumn(const DataFrame& frame, const QStringList& names, const QString& chosen) {
  if (!chosen.isEmpty() && names.contains(chosen)) return static_cast<int>(names.indexOf(chosen));
  for (const FieldType type : {FieldType::kText, FieldType::kTime}) {
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
      if (frame.fields[i].type == type) return static_cast<int>(i);
    }
  }
  return -1;
}

QString groupText(const DataField& field, std::size_t row) {
  if (field.type == FieldType::kText)
    return shownText(field.options, field.texts[static_cast<qsizetype>(row)]).text.text();
  if (field.type == FieldType::kTime) {
    return QLocale().toString(inDisplayZone(static_cast<qint64>(field.numbers[row])), QStringLiteral("HH:mm"));
  }
  return UnitFormat(field.options.unit, field.options.decimals).text(field.numbers[row]);
}

}  // namespace

void BarChartBody::prepare() {
  groups_.clear();
  columns_.clear();
  // One value a series, from an instant query: the series are the groups.
  const bool singles = std::all_of(data()->frames.begin(), data()->frames.end(),
                                   [](const DataFrame& frame) { return frame.rows() <= 1; });
  if (data()->frames.size() > 1 && singles) {
    Bars bars;
    for (const DisplayValue& value : displayValues(panel(), *data())) {
      groups_.append(value.name);
      bars.values.push_back(value.number.value_or(std::nan("")));
      bars.field = value.field;
    }
    columns_.push_back(std::move(bars));
    return;
  }
  if (data()->frames.empty()) return;
  const DataFrame& frame = data()->frames.front();
  const QStringList names = fieldNames(frame, data()->frames);
  const int label = nameColumn(frame, names, textOption("xField"));
  const std::size_t rows = std::min(frame.rows(), kMostGroups);
  for (std::size_t row = 0; row < rows && label >= 0; ++row)
    groups_.append(groupText(frame.fields[static_cast<std::size_t>(label)], row));
  for (std::size_t i = 0; i < frame.fields.size(); ++i) {
    const DataField& field = frame.fields[i];
    if (field.type != FieldType::kNumber || static_cast<int>(i) == label || field.options.hiddenInGraph) continue;
    columns_.push_back(
        {names[static_cast<qsizetype>(i)], field.options,
         std::vector<double>(field.numbers.begin(), field.numbers.begin() + static_cast<std::ptrdiff_t>(rows))});
  }
}

QString BarChartBody::spokenSummary() const {
  QStringList parts;
  for (qsizetype group = 0; group < groups_.size() && !columns_.empty(); ++group) {
    const Bars& bars = columns_.front();
    parts.append(tr("%1: %2").arg(groups_[group],
                                  shownValue(bars.field, bars.values[static_cast<std::size_t>(group)]).text.text()));
  }
  return parts.join(QStringLiteral(", "));
}

QColor BarChartBody::colourOf(std::size_t column, double value) const {
  const FieldOptions& field = columns_[column].field;
  const bool byRule = field.colourMode == QLatin1String("fixed") || field.colourMode == QLatin1String("thresholds") ||
                      field.colourMode.startsWith(QLatin1String("continuous"));
  return byRule ? valueColour(field, value, static_cast<int>(column), dataRange(), tokens())
                : Theme::series(static_cast<int>(column)).colour;
}

void BarChartBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!data() || columns_.empty() || groups_.isEmpty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool stacked =
      textOption("stacking", "none") != QLatin1String("none") || columns_.front().field.stacking != Stacking::kNone;
  const auto groups = static_cast<std::size_t>(groups_.size());
  double low = 0;
  double high = 0;
  for (std::size_t group = 0; group < groups; ++group) {
    double sum = 0;
    for (const Bars& bars : columns_) {
      const double value = bars.values[group];
      if (!std::isfinite(value)) continue;
      sum += value;
      low = std::min(low, value);
      high = std::max(high, stacked ? sum : value);
    }
  }
  const bool legend = panel().legend.show && columns_.size() > 1;
  QRectF area = QRectF(rect()).adjusted(0, 0, 0, -kColumnLabelHeight - (legend ? 20 : 0));
  const FieldOptions& first = columns_.front().field;
  const ValueAxis axis =
      drawValueAxis(painter, area, first.min.value_or(low), first.max.value_or(high), UnitFormat(first.unit), tokens());
  const double group = axis.plot.width() / static_cast<double>(groups);
  const double used = group * std::clamp(numberOption("groupWidth", 0.7), 0.1, 1.0);
  const double bar = stacked ? used : used / static_cast<double>(columns_.size());
  painter.setPen(Qt::NoPen);
  for (std::size_t g = 0; g < groups; ++g) {
    double below = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const double value = columns_[c].values[g];
      if (!std::isfinite(value)) continue;
      const double left = axis.plot.left() + group * static_cast<double>(g) + (group - used) / 2 +
                          (stacked ? 0 : bar * static_cast<double>(c));
      const double from = axis.y(stacked ? below : std::max(0.0, axis.low));
      const double to = axis.y(stacked ? below + value : value);
      painter.setBrush(colourOf(c, value));
      painter.drawRoundedRect(QRectF(left, std::min(from, to), std::max(1.0, bar - 1), std::abs(from - to)), 1.5, 1.5);
      below += value;
    }
  }
  drawColumnLabels(painter, axis.plot, groups_, tokens());
  if (legend) drawLegend(painter, QRectF(axis.plot.left(), height() - 18, axis.plot.width(), 18));
}

void BarChartBody::drawLegend(QPainter& painter, const QRectF& area) const {
  painter.setFont(Theme::font(TextRole::kSmall));
  const QFontMetricsF metrics(painter.font());
  double x = area.left();
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const double wide = metrics.horizontalAdvance(columns_[c].name);
    if (x + wide + 20 > area.right()) break;
    painter.fillRect(QRectF(x, area.center().y() - 5, 10, 10), Theme::series(static_cast<int>(c)).colour);
    painter.setPen(tokens().muted);
    painter.drawText(QRectF(x + 16, area.top(), wide + 2, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     columns_[c].name);
    x += wide + 32;
  }
}

}  // namespace vigie::console
