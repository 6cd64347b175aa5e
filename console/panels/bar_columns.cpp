#include "console/panels/bar_columns.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/field_display.h"
#include "console/dashboard/transform.h"
#include "console/dashboard/value_text.h"

#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// As many as a wide panel has pixels, twice over.
constexpr std::size_t kMostBars = 8'000;

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
  if (field.type == FieldType::kTime && std::isnan(field.numbers[row])) return QStringLiteral("–");
  if (field.type == FieldType::kTime) {
    return QLocale().toString(inDisplayZone(static_cast<qint64>(field.numbers[row])), QStringLiteral("HH:mm"));
  }
  return UnitFormat(field.options.unit, field.options.decimals).text(field.numbers[row]);
}

/// Several series have their times in common, as in Grafana's bar chart; else the first frame is what is drawn.
std::vector<DataFrame> overOneTime(const std::vector<DataFrame>& frames) {
  const bool series = frames.size() > 1 && std::all_of(frames.begin(), frames.end(), [](const DataFrame& frame) {
                        return !frame.fields.empty() && frame.fields.front().type == FieldType::kTime;
                      });
  return series ? transformed(frames, {{QStringLiteral("joinByField"), {}, {}}}) : frames;
}

BarColumns groupPerSeries(const PanelModel& panel, const PanelData& data) {
  BarColumns result;
  BarColumn bars;
  for (const DisplayValue& value : displayValues(panel, data)) {
    result.groups.append(value.name);
    result.groupLabels.push_back(value.labels);
    bars.values.push_back(value.number.value_or(std::nan("")));
    bars.field = value.field;
  }
  result.columns.push_back(std::move(bars));
  return result;
}

}  // namespace

BarColumns barColumns(const PanelModel& panel, const PanelData& data) {
  const bool singles =
      std::all_of(data.frames.begin(), data.frames.end(), [](const DataFrame& frame) { return frame.rows() <= 1; });
  if (data.frames.size() > 1 && singles) return groupPerSeries(panel, data);
  BarColumns result;
  if (data.frames.empty()) return result;
  const std::vector<DataFrame> frames = overOneTime(data.frames);
  const DataFrame& frame = frames.front();
  const QStringList names = fieldNames(frame, frames);
  const int label = nameColumn(frame, names, panel.options.value(QLatin1String("xField")).toString());
  const auto isBar = [label](const DataField& field, std::size_t column) {
    return field.type == FieldType::kNumber && static_cast<int>(column) != label && !field.options.hiddenInGraph;
  };
  std::size_t bars = 0;
  for (std::size_t i = 0; i < frame.fields.size(); ++i) bars += isBar(frame.fields[i], i) ? 1 : 0;
  const std::size_t rows = std::min(frame.rows(), std::max<std::size_t>(1, kMostBars / std::max<std::size_t>(1, bars)));
  result.leftOut = frame.rows() - rows;
  for (std::size_t row = 0; row < rows && label >= 0; ++row)
    result.groups.append(groupText(frame.fields[static_cast<std::size_t>(label)], row));
  for (std::size_t i = 0; i < frame.fields.size(); ++i) {
    const DataField& field = frame.fields[i];
    if (!isBar(field, i)) continue;
    result.columns.push_back(
        {names[static_cast<qsizetype>(i)], field.options, field.labels,
         std::vector<double>(field.numbers.begin(), field.numbers.begin() + static_cast<std::ptrdiff_t>(rows))});
  }
  return result;
}

std::vector<std::vector<std::pair<double, double>>> barEnds(const BarColumns& columns, Stacking stacking,
                                                            const std::vector<bool>& isShown) {
  const std::pair<double, double> none(std::nan(""), std::nan(""));
  std::vector<std::vector<std::pair<double, double>>> ends;
  for (std::size_t group = 0; group < static_cast<std::size_t>(columns.groups.size()); ++group) {
    auto& bars = ends.emplace_back(columns.columns.size(), none);
    double total = 0;
    for (std::size_t c = 0; c < columns.columns.size(); ++c) {
      const double value = columns.columns[c].values[group];
      if (isShown[c] && std::isfinite(value)) total += std::abs(value);
    }
    double above = 0;
    double below = 0;
    for (std::size_t c = 0; c < columns.columns.size(); ++c) {
      double value = columns.columns[c].values[group];
      if (!isShown[c] || !std::isfinite(value)) continue;
      if (stacking == Stacking::kPercent && total > 0) value *= 100 / total;
      if (stacking == Stacking::kNone) {
        bars[c] = {0, value};
        continue;
      }
      double& base = value < 0 ? below : above;
      bars[c] = {base, base + value};
      base += value;
    }
  }
  return ends;
}

}  // namespace vigie::console
