#include "core/metrics/exposition.h"

#include "core/metrics/http_metrics.h"
#include "core/metrics/process_collector.h"

#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <clocale>

namespace vigie {
namespace {

TEST(ExpositionTest, WritesFamiliesInOrderWithTypesAndEscapedLabels) {
  prometheus::Registry registry;
  prometheus::BuildCounter().Name("b_total").Help("B.").Register(registry).Add({{"x", "a\"b\\c\nd"}}).Increment(2.5);
  prometheus::BuildCounter().Name("a_total").Help("A.").Register(registry).Add({});
  prometheus::BuildCounter().Name("empty_total").Help("Nothing yet.").Register(registry);
  EXPECT_EQ(renderExposition({&registry}),
            "# HELP a_total A.\n# TYPE a_total counter\na_total 0\n"
            "# HELP b_total B.\n# TYPE b_total counter\nb_total{x=\"a\\\"b\\\\c\\nd\"} 2.5\n");
}

TEST(ProcessCollectorTest, TellsPlausibleNumbers) {
  const ProcessCollector process;
  std::map<std::string, double> values;
  for (const auto& family : process.Collect()) {
    const auto& metric = family.metric.at(0);
    values[family.name] = family.type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value;
  }
  EXPECT_EQ(values.size(), 6U);
  EXPECT_GT(values["process_resident_memory_bytes"], 1e6);
  EXPECT_GT(values["process_virtual_memory_bytes"], values["process_resident_memory_bytes"]);
  EXPECT_GE(values["process_open_fds"], 3);
  EXPECT_GT(values["process_max_fds"], values["process_open_fds"]);
  const auto now = static_cast<double>(std::time(nullptr));
  EXPECT_LT(values["process_start_time_seconds"], now + 2);
  EXPECT_GT(values["process_start_time_seconds"], now - 3600);
}

TEST(HttpMetricsTest, SeriesExistAtZeroAndAnUnannouncedStatusCountsInItsClass) {
  prometheus::Registry registry;
  HttpMetrics metrics(registry, {{"GET", "/a", {200, 400, 500}}});
  const std::string before = renderExposition({&registry});
  for (const char* status : {"200", "400", "500"}) {
    EXPECT_NE(before.find(R"(http_requests_total{endpoint="/a",method="GET",status=")" + std::string(status) + "\"} 0"),
              std::string::npos);
  }
  EXPECT_NE(before.find(R"(http_request_duration_seconds_bucket{endpoint="/a",method="GET",le="2.5"} 0)"),
            std::string::npos);
  auto& series = metrics.series("GET", "/a");
  series.count(200);
  series.count(418);
  series.count(599);
  series.observe(std::chrono::milliseconds(3));
  const std::string after = renderExposition({&registry});
  EXPECT_EQ(std::count(before.begin(), before.end(), '\n'), std::count(after.begin(), after.end(), '\n'));
  for (const char* status : {"200", "400", "500"}) {
    EXPECT_NE(after.find("status=\"" + std::string(status) + "\"} 1"), std::string::npos) << status;
  }
  EXPECT_NE(after.find(R"(le="0.005"} 1)"), std::string::npos);
  EXPECT_THROW(metrics.series("GET", "/b"), std::out_of_range);
}

}  // namespace
}  // namespace vigie
