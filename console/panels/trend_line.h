// The line in a cell of a table: a chart of one series without axes. UI thread.
#pragma once

#include "console/panels/chart_model.h"

#include <QImage>
#include <QSizeF>

#include <memory>

namespace vigie::console {

/// `window` is what the line is shown over; its own least and largest values are the bottom and the top, unless
/// `field` says min and max.
std::shared_ptr<const ChartModel> trendModel(const FieldOptions& field, const Series& line, const TimeWindow& window,
                                             qint64 stepMs, const ThemeTokens& tokens);

/// `size` in logical pixels.
QImage trendImage(std::shared_ptr<const ChartModel> model, const QSizeF& size, double ratio);

}  // namespace vigie::console
