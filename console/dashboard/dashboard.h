// A Grafana dashboard (classic JSON) as plain data. Anything unknown is tolerated: a panel of another type keeps its
// title, place and queries; a field of the wrong type counts as missing. Reading never fails on a field, only on a
// document that is no dashboard.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>
#include <vector>

namespace vigie::console {

/// Grafana's grid: 24 columns, a row of 30 px with 8 px between.
struct GridPosition {
  int x = 0;
  int y = 0;
  int w = 12;
  int h = 8;
  friend bool operator==(const GridPosition&, const GridPosition&) = default;
};

struct Target {
  QString refId;
  QString expr;
  QString legendFormat;
  std::optional<qint64> intervalMs;
  int intervalFactor = 1;
  bool instant = false;
  bool range = true;
};

/// Values from `from` on have this colour; the first step starts at -infinity.
struct ThresholdStep {
  double from = -std::numeric_limits<double>::infinity();
  QString colour;
};

struct Thresholds {
  bool percentage = false;
  std::vector<ThresholdStep> steps;
};

enum class ThresholdDisplay { kOff, kLine, kArea, kLineAndArea };
enum class Stacking { kNone, kNormal, kPercent };

/// A value, a range or a special value that is shown as a text.
struct ValueMapping {
  std::optional<double> value;
  std::optional<double> from;
  std::optional<double> to;
  bool matchesNull = false;  ///< null, NaN
  QString text;
  QString colour;
};

struct FieldOptions {
  QString unit;
  std::optional<int> decimals;
  std::optional<double> min;
  std::optional<double> max;
  QString noValue;
  QString displayName;
  QString colourMode;  ///< thresholds, fixed, palette-classic …
  QString fixedColour;
  Thresholds thresholds;
  ThresholdDisplay thresholdDisplay = ThresholdDisplay::kOff;
  std::vector<ValueMapping> mappings;
  // Time series only.
  QString drawStyle = QStringLiteral("line");  ///< line, bars, points
  double fillOpacity = 0;                      ///< 0 … 100
  double lineWidth = 1;
  Stacking stacking = Stacking::kNone;
  bool spanNulls = false;
  bool rightAxis = false;
  QString axisLabel;
};

/// Changes the options of the series it matches.
struct FieldOverride {
  QString matcher;  ///< byName, byRegexp, byFrameRefID …
  QString argument;
  std::vector<std::pair<QString, QString>> properties;  ///< id and value as text
};

struct PanelModel {
  int id = 0;
  QString type;
  QString title;
  QString description;
  GridPosition grid;
  std::vector<Target> targets;
  FieldOptions field;
  std::vector<FieldOverride> overrides;
  qint64 minIntervalMs = 0;
  int maxDataPoints = 0;  ///< 0: the plot's width
  // Options of the types drawn.
  bool showLegend = true;
  QString reduceCalc = QStringLiteral("lastNotNull");
  QString colorMode = QStringLiteral("value");  ///< value, background, none
  QString graphMode = QStringLiteral("area");   ///< area, none
  QString textMode = QStringLiteral("auto");
  QString datasourceType;  ///< empty: the default data source
  // Rows.
  bool collapsed = false;
  std::vector<PanelModel> nested;  ///< of a collapsed row
};

struct Dashboard {
  QString uid;
  QString title;
  QString description;
  std::vector<PanelModel> panels;  ///< in reading order
  std::optional<qint64> spanMs;    ///< "time.from" where it is "now-…"
  std::optional<qint64> refreshMs;
  QStringList variables;  ///< names, in order
};

/// Classic JSON, `{"dashboard": {…}}` and the V1 resource (`spec`). The V2 schema is refused by name.
Result<Dashboard> parseDashboard(const QByteArray& json);

/// The options of one series: defaults with every matching override applied.
FieldOptions fieldOptionsFor(const PanelModel& panel, const QString& seriesName, const QString& refId);

}  // namespace vigie::console
