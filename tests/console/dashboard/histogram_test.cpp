// How often values fell where, and what native histograms come to.
#include "console/dashboard/histogram.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

PanelModel histogramPanel(const char* options = "{}") {
  const QByteArray json =
      QByteArray(R"({"type":"histogram","targets":[{"refId":"A","expr":"x","legendFormat":"{{job}}"}],"options":)") +
      options + "}";
  return readPanel(QJsonDocument::fromJson(json).object());
}

NamedSeries bucketOf(const char* job, Bucket bucket, std::vector<double> values) {
  NamedSeries series;
  series.refId = QStringLiteral("A");
  series.data.labels = {{QStringLiteral("job"), QString::fromUtf8(job)}};
  series.data.bucket = bucket;
  series.data.values = std::move(values);
  return series;
}

TEST(HistogramTest, CountsIntoPleasantBuckets) {
  const Histogram histogram = histogramOf({0.5, 1.2, 1.9, 7.1, std::nan("")}, 8, 0);
  EXPECT_EQ(histogram.edges, (std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(histogram.counts, (std::vector<double>{1, 2, 0, 0, 0, 0, 0, 1}));
}

TEST(HistogramTest, CountsWhatIsTooFarFromZeroToTellBucketsApart) {
  const Histogram histogram = histogramOf({1e300, 1e300}, 8, 1);
  ASSERT_FALSE(histogram.counts.empty());
  EXPECT_EQ(histogram.counts.front(), 2);
}

TEST(HistogramTest, AddsNativeHistogramsUpOverTheTimeShown) {
  PanelData data;
  data.series = {bucketOf("a", {1, 2}, {3, 4}), bucketOf("a", {2, 4}, {5, std::nan("")}), bucketOf("b", {1, 4}, {8, 0}),
                 bucketOf("b", {4, kInfinite}, {1, 1})};
  const std::vector<NamedHistogram> both = histogramsOf(histogramPanel(), data);
  ASSERT_EQ(both.size(), 2U) << "one a set of labels";
  EXPECT_EQ(both[0].name, QStringLiteral("a")) << "named as the query's legend says";
  EXPECT_EQ(both[0].histogram.edges, (std::vector<double>{1, 2, 4, kInfinite}));
  EXPECT_EQ(both[0].histogram.counts, (std::vector<double>{7, 5, 0}));
  EXPECT_EQ(both[1].histogram.counts, (std::vector<double>{4, 4, 2})) << "a coarse bucket is spread evenly";

  const std::vector<NamedHistogram> one = histogramsOf(histogramPanel(R"({"combine":true})"), data);
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].histogram.counts, (std::vector<double>{11, 9, 2}));
}

TEST(HistogramTest, HasNothingToDrawOfNothing) { EXPECT_TRUE(histogramsOf(histogramPanel(), PanelData()).empty()); }

}  // namespace
}  // namespace vigie::console
