#include "console/panels/trend_line.h"

#include "console/dashboard/reduce.h"
#include "console/panels/series_drawing.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vigie::console {
namespace {

/// Room for half a line above and below: a peak is not cut in two.
constexpr double kTrendMargin = 0.06;

}  // namespace

std::shared_ptr<const ChartModel> trendModel(const FieldOptions& field, const Series& line, const TimeWindow& window,
                                             qint64 stepMs, const ThemeTokens& tokens) {
  PanelModel panel;
  panel.field = field;
  PanelData data;
  data.window = window;
  data.stepMs = stepMs;
  data.series.push_back({{}, {}, field, line});
  ChartModel model = makeChartModel(panel, data, tokens);
  const double low = field.min.value_or(reduce(line.values, QStringLiteral("min")).value_or(0));
  const double high = field.max.value_or(reduce(line.values, QStringLiteral("max")).value_or(1));
  // A line that never changes lies in the middle.
  const double margin = high > low ? kTrendMargin * (high / 2 - low / 2) * 2 : std::max(1.0, std::abs(high) / 2);
  model.left.low = low - margin;
  model.left.high = high + margin;
  return std::make_shared<const ChartModel>(std::move(model));
}

QImage trendImage(std::shared_ptr<const ChartModel> model, const QSizeF& size, double ratio) {
  SeriesDrawing drawing;
  drawing.scale.window = model->window;
  drawing.scale.low = model->left.low;
  drawing.scale.high = model->left.high;
  drawing.scale.size = size;
  drawing.ratio = ratio;
  drawing.model = std::move(model);
  return drawSeries(drawing).image;
}

}  // namespace vigie::console
