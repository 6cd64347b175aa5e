#include "core/metrics/http_metrics.h"

#include <algorithm>

namespace vigie {

namespace {
const prometheus::Histogram::BucketBoundaries kBuckets{.005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 5, 10, 30, 60};
}

HttpMetrics::HttpMetrics(prometheus::Registry& registry, const std::vector<Route>& routes) {
  auto& requests = prometheus::BuildCounter()
                       .Name("http_requests_total")
                       .Help("Requests of the public API by how they ended; 499: the client left first.")
                       .Register(registry);
  auto& durations = prometheus::BuildHistogram()
                        .Name("http_request_duration_seconds")
                        .Help("From a request's first byte to the first byte of its response's body.")
                        .Register(registry);
  inFlight_ = &prometheus::BuildGauge()
                   .Name("http_requests_in_flight")
                   .Help("Requests of the public API that are being answered.")
                   .Register(registry)
                   .Add({});
  for (const Route& route : routes) {
    Series& series = series_[{route.method, route.endpoint}];
    if (series.duration_ == nullptr) {
      series.duration_ = &durations.Add({{"method", route.method}, {"endpoint", route.endpoint}}, kBuckets);
    }
    for (const int status : route.statuses) {
      auto& counter =
          requests.Add({{"method", route.method}, {"endpoint", route.endpoint}, {"status", std::to_string(status)}});
      series.requests_.emplace_back(status, &counter);
    }
    std::sort(series.requests_.begin(), series.requests_.end());
  }
}

HttpMetrics::Series& HttpMetrics::series(const std::string& method, const std::string& endpoint) {
  return series_.at({method, endpoint});
}

void HttpMetrics::Series::count(int status) {
  const auto find = [this](int wanted) -> prometheus::Counter* {
    for (const auto& [known, counter] : requests_) {
      if (known == wanted) return counter;
    }
    return nullptr;
  };
  auto* counter = find(status);
  if (counter == nullptr) counter = find(status >= 500 ? 500 : 400);
  if (counter != nullptr) counter->Increment();
}

}  // namespace vigie
