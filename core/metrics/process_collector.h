// process_*: the standard process metrics, read from /proc at each scrape.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <vector>

namespace vigie {

/// Names and meaning as in Prometheus' own client libraries. Linux. Any thread.
class ProcessCollector final : public prometheus::Collectable {
 public:
  ProcessCollector();
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  double startTime_ = 0;  ///< Unix seconds
};

}  // namespace vigie
