#include "core/metrics/store_metrics.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace vigie {
namespace {

TEST(StoreMetricsTest, EverySeriesIsThereFromTheStart) {
  prometheus::Registry registry;
  const StoreMetrics metrics(registry);
  std::set<std::string> operations;
  for (const auto& family : registry.Collect()) {
    if (family.name != "vigie_db_query_duration_seconds") continue;
    for (const auto& series : family.metric) {
      ASSERT_EQ(series.label.size(), 1U);
      EXPECT_EQ(series.label[0].name, "operation");
      operations.insert(series.label[0].value);
    }
  }
  EXPECT_EQ(operations.size(), kStoreOperationCount);
  EXPECT_TRUE(operations.contains("begin_turn"));
  EXPECT_TRUE(operations.contains("probe"));
}

TEST(StoreMetricsTest, ADurationGoesIntoItsOwnOperation) {
  prometheus::Registry registry;
  StoreMetrics metrics(registry);
  metrics.observe(StoreOperation::kSaveChunks, std::chrono::milliseconds(3));
  for (const auto& family : registry.Collect()) {
    if (family.name != "vigie_db_query_duration_seconds") continue;
    for (const auto& series : family.metric) {
      const bool ours = series.label[0].value == "save_chunks";
      EXPECT_EQ(series.histogram.sample_count, ours ? 1U : 0U) << series.label[0].value;
      if (ours) {
        EXPECT_DOUBLE_EQ(series.histogram.sample_sum, 0.003);
      }
    }
  }
}

}  // namespace
}  // namespace vigie
