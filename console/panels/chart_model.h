// What a time series chart draws, computed once when data arrives: names, colours, stacked values, ranges, thresholds.
#pragma once

#include "console/app/theme.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/unit_format.h"

#include <QColor>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace vigie::console {

/// One line, ready to draw. `times`/`values` are what is drawn (stacked), `raw` what is said of it.
struct ChartLine {
  QString name;
  SeriesStyle style;
  UnitFormat format;
  bool rightAxis = false;
  bool spanNulls = false;
  bool bars = false;
  bool points = false;
  bool showPoints = false;  ///< a dot at each sample, besides the line
  double pointSize = 4;     ///< diameter in pixels
  QString interpolation;    ///< linear, smooth, stepBefore, stepAfter
  bool inLegend = true;
  bool inTooltip = true;
  double fillOpacity = 0;  ///< 0 … 1
  double lineWidth = 1;
  std::vector<qint64> times;
  std::vector<double> values;
  std::vector<double> base;  ///< lower edge of the area when stacked; empty: the axis' zero
  std::vector<double> raw;
  QString currentText;
};

struct ChartThreshold {
  double value = 0;
  QColor colour;
  bool line = true;
  bool area = true;
};

struct ChartModel {
  TimeWindow window;
  qint64 stepMs = 0;
  std::vector<ChartLine> lines;
  std::vector<ChartThreshold> thresholds;
  UnitFormat leftFormat;
  UnitFormat rightFormat;
  bool hasRightAxis = false;
  bool stacked = false;
  // Ranges of what is drawn, dashboard limits applied; equal when there is nothing.
  double low = 0, high = 0, rightLow = 0, rightHigh = 0;
  bool fixedLow = false, fixedHigh = false;
  int logBase = 0;  ///< of the left axis; 0: linear
  QStringList legendCalcs;
  bool singleTooltip = false;
  bool noTooltip = false;
  QString tooltipSort;  ///< none, asc, desc
};

ChartModel makeChartModel(const PanelModel& panel, const PanelData& data, const ThemeTokens& tokens);

/// Index of the sample of `times` nearest to `timeMs`, if it is within `withinMs`.
std::optional<std::size_t> nearestSample(const std::vector<qint64>& times, qint64 timeMs, qint64 withinMs);

}  // namespace vigie::console
