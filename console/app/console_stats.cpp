#include "console/app/console_stats.h"

#include "console/app/self_meter.h"
#include "console/panels/series_layer.h"
#include "console/prometheus/prometheus_client.h"

namespace vigie::console {

QJsonObject toJson(const ConsoleStats& stats) {
  const auto count = [](quint64 number) { return static_cast<qint64>(number); };
  const QueryStats& q = stats.queries;
  return {
      {QStringLiteral("uptime_ms"), stats.uptimeMs},
      {QStringLiteral("first_page_ms"), stats.firstPageMs},
      {QStringLiteral("processor_ms"), stats.processorMs},
      {QStringLiteral("resident_bytes"), stats.residentBytes},
      {QStringLiteral("frames"), QJsonObject{{QStringLiteral("total"), count(stats.frames)},
                                             {QStringLiteral("p50_ms"), stats.frameP50Ms},
                                             {QStringLiteral("p99_ms"), stats.frameP99Ms},
                                             {QStringLiteral("worst_ms"), stats.frameWorstMs},
                                             {QStringLiteral("dropped"), count(stats.framesDropped)}}},
      {QStringLiteral("event_loop"), QJsonObject{{QStringLiteral("stalls_over_100_ms"), count(stats.stalls)},
                                                 {QStringLiteral("worst_event_ms"), stats.worstEventMs}}},
      {QStringLiteral("queries"), QJsonObject{{QStringLiteral("in_flight"), stats.queriesInFlight},
                                              {QStringLiteral("asked"), count(q.asked)},
                                              {QStringLiteral("shared"), count(q.shared)},
                                              {QStringLiteral("sent"), count(q.sent)},
                                              {QStringLiteral("tails"), count(q.tails)},
                                              {QStringLiteral("points_held"), count(q.pointsHeld)},
                                              {QStringLiteral("failed"), count(q.failed)},
                                              {QStringLiteral("cancelled"), count(q.cancelled)},
                                              {QStringLiteral("received_bytes"), count(q.bytesReceived)}}},
      {QStringLiteral("drawing"), QJsonObject{{QStringLiteral("drawings"), count(stats.drawings)},
                                              {QStringLiteral("points"), count(stats.pointsDrawn)}}},
  };
}

ConsoleStats StatsSource::read() const {
  const FrameMeter& meter = application_.meter();
  ConsoleStats stats;
  stats.uptimeMs = sinceProcessStartMs();
  stats.firstPageMs = firstPageMs_;
  stats.processorMs = processorMs();
  stats.residentBytes = residentBytes();
  stats.frames = meter.frames();
  stats.frameP50Ms = meter.quantile(0.5);
  stats.frameP99Ms = meter.quantile(0.99);
  stats.frameWorstMs = meter.worstMs();
  stats.framesDropped = meter.dropped();
  stats.stalls = meter.stalls();
  stats.worstEventMs = meter.worstEventMs();
  stats.recentFrames = meter.recent();
  stats.queriesInFlight = prometheus_.inFlight();
  stats.queries = prometheus_.stats();
  stats.drawings = SeriesLayer::drawn().drawings;
  stats.pointsDrawn = SeriesLayer::drawn().points;
  return stats;
}

void StatsSource::noteFirstPage() {
  if (firstPageMs_ == 0) firstPageMs_ = sinceProcessStartMs();
}

}  // namespace vigie::console
