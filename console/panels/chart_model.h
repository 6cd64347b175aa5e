// What a time series chart draws, computed once when data arrives: names, colours, stacked values, ranges, thresholds.
#pragma once

#include "console/app/theme.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/unit_format.h"
#include "console/panels/line_selection.h"
#include "console/panels/plot_scale.h"

#include <QColor>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace vigie::console {

/// How a line's colour changes over the height of the plot.
enum class LineGradient { kNone, kOpacity, kHue, kScheme };

/// The colour from `value` on. Between two stops the colours mix, unless the later one is hard.
struct ColourStop {
  double value = 0;
  QColor colour;
  bool hard = false;
};

/// One line, ready to draw. `times`/`values` are what is drawn (stacked), `raw` what is said of it.
struct ChartLine {
  QString name;
  SeriesStyle style;
  UnitFormat format;
  std::vector<ValueMapping> mappings;  ///< values that are said as something else
  bool rightAxis = false;
  qint64 maxGapMs = 0;  ///< samples farther apart are not joined; 0: all are
  bool bars = false;
  double barWidth = 0.6;  ///< share of a step
  int barAlignment = 0;   ///< -1 before the sample, 0 around it, 1 after it
  bool points = false;
  bool showPoints = false;  ///< a dot at each sample, besides the line
  bool autoPoints = false;  ///< dots where there is room between them
  double pointSize = 4;     ///< diameter in pixels
  LineGradient gradient = LineGradient::kNone;
  std::vector<ColourStop> scheme;  ///< of LineGradient::kScheme, rising
  Stacking stacking = Stacking::kNone;
  QString stackGroup;
  QString fillBelowTo;    ///< the line down to which the area reaches; empty: zero, or the line it stands on
  QString interpolation;  ///< linear, smooth, stepBefore, stepAfter
  bool inLegend = true;
  bool inTooltip = true;
  double fillOpacity = 0;  ///< 0 … 1
  double lineWidth = 1;
  std::vector<DataLink> links;
  Labels labels;  ///< of its series, where it has links
  std::vector<qint64> times;
  std::vector<double> values;
  std::vector<double> base;  ///< lower edge of the area when stacked; empty: the axis' zero
  std::vector<double> raw;
  QString currentText;
  QStringList legendCells;  ///< one a column of the legend: a calculation, or a header of the model's own
  QString differenceText;   ///< of the current value to the compared time
  bool shown = true;        ///< false: left out by the user, and drawn nowhere
  bool ghost = false;       ///< what was at the compared time, moved to the present one
  /// A value as legends and tooltips say it; nothing is a dash, unless it is mapped.
  [[nodiscard]] QString text(std::optional<double> value) const;
  /// The same as a screen reader says it: UnitFormat::spoken().
  [[nodiscard]] QString spoken(double value) const;
};

struct ChartThreshold {
  double value = 0;
  QColor colour;
  bool line = true;
  bool area = true;
  bool dashes = true;
  std::optional<double> until;  ///< where the area ends: the next step; nothing: at the top
};

/// What an axis shows besides its numbers.
struct AxisLook {
  QString label;
  QColor colour;  ///< of the numbers; invalid: the theme's
  bool grid = true;
  bool hidden = false;
};

/// An axis of values. Its range is that of what is drawn, the dashboard's limits applied; equal ends: there is nothing.
struct ChartAxis {
  UnitFormat format;
  std::vector<ValueMapping> mappings;  ///< ticks that are words
  AxisCurve curve;
  AxisLook look;
  double low = 0;
  double high = 0;
  bool fixedLow = false;  ///< ends at a limit, and not at a tick
  bool fixedHigh = false;
};

struct ChartModel {
  TimeWindow window;
  qint64 stepMs = 0;
  std::vector<ChartLine> lines;
  std::vector<ChartThreshold> thresholds;
  ChartAxis left;
  ChartAxis right;
  bool hasRightAxis = false;
  bool hasLeftAxis = true;  ///< false: every line belongs to the right one, and only that is drawn
  QStringList legendCalcs;
  QString
      legendSort;  ///< what a legend's rows are ordered by: "Name", or what a calculation is called; empty: as drawn
  bool legendSortFalls = false;
  QStringList legendHeaders;  ///< columns of a legend that is no list of calculations; empty: the calculations
  bool singleTooltip = false;
  bool noTooltip = false;
  QString tooltipSort;  ///< none, asc, desc
};

/// What the user sees besides the answer.
struct ChartExtras {
  LineSelection selection = {};
  PanelDataPtr ghost = {};   ///< the answer for the compared time; null: none
  qint64 ghostOffsetMs = 0;  ///< how far back that lies
};

ChartModel makeChartModel(const PanelModel& panel, const PanelData& data, const ThemeTokens& tokens,
                          const ChartExtras& extras = {});

/// Works out what the legend's calculations say of each line.
void addLegendCells(ChartModel& model);

/// The lines that a legend lists, as its table orders them: by a calculation or by name, where the dashboard says so.
std::vector<std::size_t> legendOrder(const ChartModel& model);

/// "+12 %"; without a percentage (from zero) "+0.4".
QString differenceText(double now, double before, const UnitFormat& format);

/// Index of the sample of `times` nearest to `timeMs`, if it is within `withinMs`.
std::optional<std::size_t> nearestSample(const std::vector<qint64>& times, qint64 timeMs, qint64 withinMs);

}  // namespace vigie::console
