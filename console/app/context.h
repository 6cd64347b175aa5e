// What every page is given: the collaborators main() owns. References outlive all pages.
#pragma once

class QNetworkAccessManager;

namespace vigie::console {

class AlertSource;
class Endpoints;
class HealthMonitor;
class InboxFollower;
class OfflineMemory;
class PrometheusClient;
class StatsSource;
class Theme;
class TimeRange;
struct ConsoleOptions;

struct ConsoleContext {
  Theme& theme;
  TimeRange& timeRange;
  QNetworkAccessManager& network;
  const ConsoleOptions& options;  ///< the command line; where the service is now: endpoints
  Endpoints& endpoints;
  PrometheusClient& prometheus;
  HealthMonitor& health;
  OfflineMemory* memory = nullptr;       ///< null: nothing is remembered
  const StatsSource* stats = nullptr;    ///< the console's own figures; null: no page shows them
  AlertSource* alerts = nullptr;         ///< null: no page shows them
  const InboxFollower* inbox = nullptr;  ///< the local stack's messages; null: they are kept elsewhere
};

}  // namespace vigie::console
