// The cells of a heatmap: where values, buckets and native histograms fall.
#include "console/dashboard/heat_grid.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

PanelModel heatmap(const char* options) {
  const QByteArray json =
      QByteArray(R"({"type":"heatmap","targets":[{"refId":"A","expr":"x"}],"options":)") + options + "}";
  return readPanel(QJsonDocument::fromJson(json).object());
}

PanelData over(qint64 rangeMs, qint64 stepMs,
               std::vector<std::pair<std::optional<Bucket>, std::vector<double>>> series) {
  PanelData data;
  data.window = {0, rangeMs};
  data.stepMs = stepMs;
  for (auto& [bucket, values] : series) {
    NamedSeries& one = data.series.emplace_back();
    one.data.bucket = bucket;
    for (std::size_t i = 0; i < values.size(); ++i) one.data.timesMs.push_back(static_cast<qint64>(i) * stepMs);
    one.data.values = std::move(values);
  }
  return data;
}

double cell(const HeatGrid& grid, std::size_t row, std::size_t column) { return grid.cells.at(row).at(column); }

TEST(HeatGridTest, CountsIntoRowsAndColumnsOfTheSizesAsked) {
  const PanelModel panel = heatmap(
      R"({"calculate":true,"calculation":{"xBuckets":{"mode":"size","value":"30s"},"yBuckets":{"mode":"size","value":"10"}}})");
  const HeatGrid grid = heatGrid(panel, over(60'000, 10'000, {{{}, {1, 2, 15, 25, 25, 25}}}));
  EXPECT_EQ(grid.edges, (std::vector<double>{0, 10, 20, 30}));
  EXPECT_EQ(grid.timesMs, (std::vector<qint64>{0, 30'000, 60'000}));
  EXPECT_EQ(grid.columnMs, 30'000);
  EXPECT_EQ(cell(grid, 0, 0), 1) << "the sample at 0 ends the column before the first";
  EXPECT_EQ(cell(grid, 0, 1), 1);
  EXPECT_EQ(cell(grid, 1, 1), 1);
  EXPECT_EQ(cell(grid, 2, 1), 1);
  EXPECT_EQ(cell(grid, 2, 2), 2);
  EXPECT_TRUE(std::isnan(cell(grid, 0, 2)));
}

TEST(HeatGridTest, CountsIntoPowers) {
  const PanelModel panel = heatmap(R"({"calculate":true,"calculation":{"yBuckets":{"scale":{"type":"log","log":2}}}})");
  const HeatGrid grid = heatGrid(panel, over(60'000, 10'000, {{{}, {1, 3, 5, 16}}}));
  EXPECT_EQ(grid.edges, (std::vector<double>{1, 2, 4, 8, 16}));
  EXPECT_EQ(grid.rows.size(), 4);
}

TEST(HeatGridTest, NeverMakesMoreRowsThanAnybodySees) {
  const PanelModel panel =
      heatmap(R"({"calculate":true,"calculation":{"yBuckets":{"mode":"size","value":"0.000001"}}})");
  const HeatGrid grid = heatGrid(panel, over(60'000, 10'000, {{{}, {0, 1e9}}}));
  EXPECT_LE(grid.rows.size(), 502);
  EXPECT_EQ(cell(grid, grid.cells.size() - 1, 1), 1) << "the largest value is in the topmost row";
}

TEST(HeatGridTest, LaysTheBucketsOfNativeHistogramsOverOneAnother) {
  // The second moment has coarser buckets: what is in (1, 4] is spread over both rows it covers.
  const HeatGrid grid = heatGrid(
      heatmap("{}"), over(10'000, 10'000, {{Bucket{1, 2}, {3}}, {Bucket{2, 4}, {5}}, {Bucket{1, 4}, {NAN, 8}}}));
  EXPECT_EQ(grid.edges, (std::vector<double>{1, 2, 4}));
  EXPECT_EQ(cell(grid, 0, 0), 3);
  EXPECT_EQ(cell(grid, 1, 0), 5);
  EXPECT_EQ(cell(grid, 0, 1), 4);
  EXPECT_EQ(cell(grid, 1, 1), 4);
  EXPECT_EQ(grid.high, 5);
}

PanelData panelDataOf(const char* type, FramePtr frame) {
  const QByteArray json = QByteArray(R"({"type":")") + type + R"(","targets":[{"refId":"A","expr":"x"}]})";
  const PanelModel panel = readPanel(QJsonDocument::fromJson(json).object());
  PlannedQuery planned;
  planned.query.range = true;
  PanelData data;
  fillPanelData(panel, {{planned, std::move(frame)}}, {}, data);
  return data;
}

TEST(HeatGridTest, DrawsNativeHistogramsWhichOtherPanelsCannotAndSay) {
  auto frame = std::make_shared<Frame>();
  frame->nativeHistograms = 1;
  Series bucket;
  bucket.bucket = Bucket{1, 2};
  bucket.timesMs = {0};
  bucket.values = {3};
  frame->series = {bucket};
  EXPECT_EQ(panelDataOf("heatmap", frame).series.size(), 1U);
  EXPECT_TRUE(panelDataOf("heatmap", frame).unusable.isEmpty());
  EXPECT_EQ(panelDataOf("histogram", frame).series.size(), 1U);
  const PanelData lines = panelDataOf("timeseries", frame);
  EXPECT_TRUE(lines.isEmpty());
  EXPECT_TRUE(lines.unusable.contains(QStringLiteral("histogram_quantile"))) << lines.unusable.toStdString();

  auto mixed = std::make_shared<Frame>(*frame);
  Series plain;
  plain.timesMs = {0};
  plain.values = {1};
  mixed->series.push_back(plain);
  const PanelData both = panelDataOf("timeseries", mixed);
  EXPECT_EQ(both.series.size(), 1U);
  EXPECT_TRUE(both.unusable.isEmpty());
  EXPECT_EQ(both.notices.size(), 1) << "what is missing is told";

  auto empty = std::make_shared<Frame>();
  empty->nativeHistograms = 1;
  EXPECT_FALSE(panelDataOf("heatmap", empty).unusable.isEmpty()) << "no observations is not no series";
}

}  // namespace
}  // namespace vigie::console
