// How the values of one field are shown: Grafana's fieldConfig. Defaults and overrides are read by the same code, so
// that whatever a dashboard may set for all fields it may set for one.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace vigie::console {

/// Values from `from` on have this colour; the first step starts at -infinity.
struct ThresholdStep {
  double from = -std::numeric_limits<double>::infinity();
  QString colour;
};

struct Thresholds {
  bool percentage = false;
  std::vector<ThresholdStep> steps;
};

/// What a graph shows of its thresholds; lines are drawn, dashed or not, over areas or without.
struct ThresholdDisplay {
  bool line = false;
  bool dashes = false;
  bool area = false;
};
enum class Stacking { kNone, kNormal, kPercent };

/// A value, a text, a range, a regular expression or a special value that is shown as something else.
struct ValueMapping {
  std::optional<double> value;
  std::optional<QString> literal;
  std::optional<double> from;
  std::optional<double> to;
  QString pattern;
  bool matchesNull = false;
  bool matchesNan = false;
  bool matchesEmpty = false;
  QString text;    ///< empty: the value itself
  QString colour;  ///< empty: the field's
};

struct DataLink {
  QString title;
  QString url;
  bool newTab = false;
};

struct FieldOptions {
  QString unit;
  std::optional<int> decimals;
  std::optional<double> min;
  std::optional<double> max;
  QString noValue;
  QString displayName;
  QString description;
  QString colourMode;  ///< thresholds, fixed, shades, palette-classic, continuous-GrYlRd …
  QString fixedColour;
  QString colourBy = QStringLiteral("last");  ///< the value that colours a whole series: last, min, max
  Thresholds thresholds;
  ThresholdDisplay thresholdDisplay;
  std::vector<ValueMapping> mappings;
  std::vector<DataLink> links;

  // Graphs.
  QString drawStyle = QStringLiteral("line");            ///< line, bars, points
  QString lineInterpolation = QStringLiteral("linear");  ///< linear, smooth, stepBefore, stepAfter
  QString gradientMode = QStringLiteral("none");         ///< none, opacity, hue, scheme
  QString showPoints = QStringLiteral("auto");           ///< auto, always, never
  std::optional<double> fillOpacity;                     ///< 0 … 100; empty: by the type of the panel
  double lineWidth = 1;
  double pointSize = 5;
  std::vector<double> dashes;  ///< pixels of dash and gap; empty: the theme's
  Stacking stacking = Stacking::kNone;
  QString stackGroup;
  bool spanNulls = false;
  qint64 spanNullsMs = 0;    ///< joins over gaps up to this
  qint64 insertNullsMs = 0;  ///< breaks at gaps over this, whatever else is joined
  QString fillBelowTo;       ///< the name of the series down to which the area reaches
  int barAlignment = 0;      ///< -1 before the sample, 0 around it, 1 after it
  double barWidth = 0.6;     ///< share of the step
  bool negativeY = false;
  bool constant = false;  ///< its first value all along
  bool leftAxis = false;  ///< said to be; neither left nor right: where there is room
  bool rightAxis = false;
  bool hiddenAxis = false;
  QString axisLabel;
  std::optional<double> softMin;
  std::optional<double> softMax;
  int logBase = 0;               ///< 2 or 10; 0: linear
  double linearUpTo = 0;         ///< around zero the logarithm gives way to a straight scale (symlog); 0: it does not
  bool axisCentredZero = false;  ///< as far up as down
  bool axisGrid = true;          ///< lines across the plot
  bool axisInSeriesColour = false;
  bool hiddenInLegend = false;
  bool hiddenInTooltip = false;
  bool hiddenInGraph = false;

  // Tables.
  QString align;     ///< left, center, right; empty: by type
  QString cellType;  ///< auto, color-text, color-background, gauge, sparkline, image, json-view …
  QString cellMode;  ///< of the type: basic, gradient, lcd
  QString gaugeText = QStringLiteral("color");  ///< beside a gauge or a sparkline: color, text, hidden
  QString imageAlt;                             ///< what an image cell shows besides its image
  bool colourRow = false;                       ///< the cell's colour is that of its row
  QStringList footerCalcs;                      ///< under the column, since Grafana 12
  bool filterable = false;                      ///< the header offers which values are listed
  int columnWidth = 0;
  int leastColumnWidth = 0;
  bool hidden = false;
};

/// What an override looks at.
struct FieldIdentity {
  QString name;  ///< as displayed
  QString refId;
  QString type = QStringLiteral("number");       ///< number, string, time, boolean
  const std::vector<double>* numbers = nullptr;  ///< its values, for byValue; borrowed, null: not known
};

/// Changes the options of the fields it matches.
struct FieldOverride {
  QString matcher;  ///< byName, byNames, byRegexp, byType, byFrameRefID, byValue, numeric
  QJsonValue argument;
  std::vector<std::pair<QString, QJsonValue>> properties;  ///< "unit", "custom.fillOpacity" … and their values
};

/// `fieldConfig.defaults`. Never fails: what it does not understand keeps its default.
FieldOptions readFieldOptions(const QJsonObject& defaults);
std::vector<FieldOverride> readOverrides(const QJsonArray& array);

bool matches(const FieldOverride& rule, const FieldIdentity& field);
/// `defaults` with every matching override applied, in order.
FieldOptions withOverrides(FieldOptions defaults, const std::vector<FieldOverride>& overrides,
                           const FieldIdentity& field);

/// What a field says of itself before any override: `{"unit": …}` and their like, spelt as overrides spell them.
FieldOptions withConfig(FieldOptions options, const std::vector<std::pair<QString, QJsonValue>>& config);

/// A regular expression as Grafana writes it: `/pattern/flags`, or a bare pattern that is all of the text. Empty stays
/// empty. Source: stringToJsRegex in packages/grafana-data/src/text/string.ts.
QString regexPattern(const QString& text);

}  // namespace vigie::console
