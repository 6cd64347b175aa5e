// What a panel draws: the series of all its queries, named and with their own options. Immutable once made.
#pragma once

#include "console/dashboard/dashboard.h"
#include "console/dashboard/time_range.h"
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

struct PanelData {
  std::vector<NamedSeries> series;
  TimeWindow window;
  qint64 stepMs = 0;
  QStringList notices;
  [[nodiscard]] bool isEmpty() const { return series.empty(); }
};

using PanelDataPtr = std::shared_ptr<const PanelData>;

/// The name a legend shows: `{{label}}` filled in (a missing label is empty), "__auto" and "" as Grafana does.
QString seriesName(const QString& legendFormat, const Labels& labels, const QString& expr, bool isOnly);

/// lastNotNull, last, firstNotNull, first, mean, min, max, sum (total), count, range, delta, diff. Nothing without
/// data.
std::optional<double> reduce(const std::vector<double>& values, const QString& calc);

/// Times in ISO 8601 UTC, one column a series; what a spreadsheet reads.
QString toCsv(const PanelData& data);

}  // namespace vigie::console
