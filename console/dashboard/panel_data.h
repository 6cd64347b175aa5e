// What a panel draws: the answers of all its queries, transformed, named and with their own options, both as columns
// (tables) and as series over time (graphs). Immutable once made.
#pragma once

#include "console/dashboard/data_frame.h"
#include "console/dashboard/panel_model.h"
#include "console/dashboard/query_plan.h"
#include "console/dashboard/reduce.h"
#include "console/dashboard/time_window.h"
#include "console/prometheus/frame.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace vigie::console {

struct NamedSeries {
  QString name;
  QString refId;
  FieldOptions field;
  Series data;
  /// From an instant query: one value, not a line.
  bool isInstant = false;
};

/// What became of one query: for reports and the panel's inspection.
struct QueryRun {
  QString refId;
  PromQuery query;
  std::size_t series = 0;
  std::size_t points = 0;
  qint64 elapsedMs = 0;
  QString problem = {};      ///< why it failed; empty while it did not
  bool sourceAway = false;   ///< it failed for no fault of its own
  QStringList notices = {};  ///< Prometheus' warnings of this one
};

struct PanelData {
  std::vector<NamedSeries> series;
  TimeWindow window;
  qint64 stepMs = 0;
  QStringList notices;
  QString unusable;  ///< why nothing of what was answered can be drawn by this panel; empty: nothing was answered
  std::vector<DataFrame> frames;
  std::vector<QueryRun> runs;
  [[nodiscard]] bool isEmpty() const { return series.empty() && frames.empty(); }
};

using PanelDataPtr = std::shared_ptr<const PanelData>;

/// One query's answer, before it is put together with the others.
struct QueryAnswer {
  PlannedQuery planned;
  FramePtr frame;
};

/// Frames, transformations, overrides, series. `answers` in the order of the plan.
void fillPanelData(const PanelModel& panel, const std::vector<QueryAnswer>& answers, const VariableLookup& lookup,
                   PanelData& data);

/// The name a legend shows: `{{label}}` filled in (a missing label is empty), "__auto" and "" as Grafana does.
QString seriesName(const QString& legendFormat, const Labels& labels, const QString& expr, bool isOnly);

/// Times in ISO 8601 UTC, one column a series; what a spreadsheet reads. Data without times: its columns as they are.
QString toCsv(const PanelData& data);

}  // namespace vigie::console
