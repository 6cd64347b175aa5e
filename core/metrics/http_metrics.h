// http_*: what clients of the API see (docs/metrics.md).
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie {

/// All series exist from the start, at 0, so that a first error is seen by rate(); no request ever creates one. Look a
/// route's series up once and keep the reference. Any thread.
class HttpMetrics {
 public:
  /// One method of one route and every status it can end with.
  struct Route {
    std::string method;
    std::string endpoint;  ///< route template, or "unmatched"
    std::vector<int> statuses;
  };

  class Series {
   public:
    /// The request's end. A status that was not announced counts as 500 or, below that, as 400.
    void count(int status);
    /// At the first byte of the response's body.
    void observe(std::chrono::duration<double> untilFirstByte) { duration_->Observe(untilFirstByte.count()); }

   private:
    friend class HttpMetrics;
    std::vector<std::pair<int, prometheus::Counter*>> requests_;
    prometheus::Histogram* duration_ = nullptr;
  };

  HttpMetrics(prometheus::Registry& registry, const std::vector<Route>& routes);
  HttpMetrics(const HttpMetrics&) = delete;
  HttpMetrics& operator=(const HttpMetrics&) = delete;

  /// Throws std::out_of_range for a pair that was not announced: a defect of the caller's table.
  Series& series(const std::string& method, const std::string& endpoint);
  prometheus::Gauge& inFlight() { return *inFlight_; }

 private:
  std::map<std::pair<std::string, std::string>, Series> series_;
  prometheus::Gauge* inFlight_ = nullptr;
};

/// RAII for http_requests_in_flight.
class InFlight {
 public:
  explicit InFlight(prometheus::Gauge& gauge) : gauge_(gauge) { gauge_.Increment(); }
  ~InFlight() { gauge_.Decrement(); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  prometheus::Gauge& gauge_;
};

}  // namespace vigie
