// What every page is given: the collaborators main() owns. References outlive all pages.
#pragma once

class QNetworkAccessManager;

namespace vigie::console {

class Endpoints;
class HealthMonitor;
class PrometheusClient;
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
};

}  // namespace vigie::console
