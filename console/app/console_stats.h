// The console's own figures, gathered in one value: for the Console page and --stats-json.
#pragma once

#include "console/prometheus/query_stats.h"

#include <QJsonObject>

#include <vector>

namespace vigie::console {

class MeteredApplication;
class PrometheusClient;

struct ConsoleStats {
  qint64 uptimeMs = 0;
  /// From the process' start until the first page was complete and painted; 0: not yet.
  qint64 firstPageMs = 0;
  qint64 processorMs = 0;
  qint64 residentBytes = 0;
  quint64 frames = 0;
  double frameP50Ms = 0;
  double frameP99Ms = 0;
  double frameWorstMs = 0;
  quint64 framesDropped = 0;
  quint64 stalls = 0;
  double worstEventMs = 0;
  std::vector<double> recentFrames;  ///< milliseconds, oldest first
  int queriesInFlight = 0;
  QueryStats queries;
  quint64 drawings = 0;     ///< of charts' lines
  quint64 pointsDrawn = 0;  ///< after thinning
};

/// Keys are a contract of --stats-json: units in the names, numbers as numbers.
QJsonObject toJson(const ConsoleStats& stats);

/// Reads the figures from where they arise. UI thread; what it refers to outlives it.
class StatsSource {
 public:
  StatsSource(const MeteredApplication& application, const PrometheusClient& prometheus)
      : application_(application), prometheus_(prometheus) {}

  [[nodiscard]] ConsoleStats read() const;
  /// The first page is complete; later calls change nothing.
  void noteFirstPage();

 private:
  const MeteredApplication& application_;
  const PrometheusClient& prometheus_;
  qint64 firstPageMs_ = 0;
};

}  // namespace vigie::console
