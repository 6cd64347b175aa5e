// One panel of a dashboard as plain data: place, queries, options, and the JSON it came from, so that nothing a
// dashboard says is lost though we do not understand it.
#pragma once

#include "console/dashboard/field_options.h"
#include "console/dashboard/variable.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

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

enum class AnswerFormat { kTimeSeries, kTable, kHeatmap };

struct Target {
  QString refId;
  QString expr;
  QString legendFormat;
  AnswerFormat format = AnswerFormat::kTimeSeries;
  QString interval;  ///< as written; may hold a variable
  int intervalFactor = 1;
  bool instant = false;
  bool range = true;
  QString datasourceType;  ///< empty: the panel's
};

struct LegendOptions {
  bool show = true;
  bool asTable = false;
  bool right = false;
  QStringList calcs;
  QString sortBy;  ///< "Name", or a calculation's name, in a table; empty: as they come
  bool sortFalls = false;
};

struct TooltipOptions {
  QString mode = QStringLiteral("multi");  ///< single, multi, none
  QString sort = QStringLiteral("none");   ///< none, asc, desc
};

/// How a field becomes one value, or each of its rows one.
struct ReduceOptions {
  QStringList calcs = {QStringLiteral("lastNotNull")};
  bool allValues = false;
  int limit = 0;   ///< 0: none
  QString fields;  ///< a regular expression of names; empty: numeric fields
};

struct Transformation {
  QString id;
  QJsonObject options;
  QJsonObject filter;  ///< which frames it works on; empty: all
};

enum class RepeatDirection { kHorizontal, kVertical };

struct PanelModel {
  int id = 0;
  QString type;
  QString title;
  QString description;
  GridPosition grid;
  std::vector<Target> targets;
  FieldOptions field;
  std::vector<FieldOverride> overrides;
  std::vector<Transformation> transformations;
  std::vector<DataLink> links;
  qint64 minIntervalMs = 0;
  QString minInterval;     ///< as written, where it holds a variable
  int maxDataPoints = 0;   ///< 0: the plot's width
  qint64 timeFromMs = 0;   ///< its own length of the range; 0: the dashboard's
  qint64 timeShiftMs = 0;  ///< into the past
  LegendOptions legend;
  TooltipOptions tooltip;
  ReduceOptions reduce;
  QJsonObject options;     ///< of the type, as Grafana writes them today
  QString datasourceType;  ///< empty: the default data source
  QString datasource;      ///< uid or name; may be a variable
  QString repeat;          ///< the variable each of whose values gets a copy
  RepeatDirection repeatDirection = RepeatDirection::kHorizontal;
  int maxPerRow = 4;
  ScopedValues scoped;  ///< what a copy's variable is
  bool transparent = false;
  // Rows.
  bool collapsed = false;
  std::vector<PanelModel> nested;  ///< of a collapsed row
  QJsonObject json;                ///< as it was read, unknown keys and all
};

/// The options of one series: defaults with every matching override applied.
FieldOptions fieldOptionsFor(const PanelModel& panel, const QString& name, const QString& refId,
                             const QString& type = QStringLiteral("number"));

/// A copy that an older Grafana saved for one value of a repeated panel or row: those are made anew.
bool isSavedCopy(const QJsonObject& panel);

/// Classic JSON of one panel, of this version or an old one. Never fails.
PanelModel readPanel(const QJsonObject& object);

}  // namespace vigie::console
