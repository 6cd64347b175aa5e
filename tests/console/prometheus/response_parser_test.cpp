#include "console/prometheus/response_parser.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

TEST(ResponseParserTest, ReadsAMatrixWithItsLabelsSorted) {
  const auto frame = parseQueryResponse(
      R"({"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"job":"ai-api","__name__":"up"},"values":[[1700000000,"1"],[1700000015.5,"0.5"]]}]}})",
      200);
  ASSERT_TRUE(frame) << frame.error().message;
  ASSERT_EQ((*frame)->series.size(), 1U);
  const Series& series = (*frame)->series[0];
  EXPECT_EQ(labelsText(series.labels), QStringLiteral("up{job=\"ai-api\"}"));
  EXPECT_EQ(series.timesMs, (std::vector<qint64>{1'700'000'000'000, 1'700'000'015'500}));
  EXPECT_EQ(series.values, (std::vector<double>{1, 0.5}));
}

TEST(ResponseParserTest, ReadsWhatIsNoNumberAsPrometheusWritesIt) {
  EXPECT_TRUE(std::isnan(parseSampleValue("NaN")));
  EXPECT_EQ(parseSampleValue("+Inf"), INFINITY);
  EXPECT_EQ(parseSampleValue("-Inf"), -INFINITY);
  EXPECT_EQ(parseSampleValue("1.5e-07"), 1.5e-07);
  EXPECT_TRUE(std::isnan(parseSampleValue("12abc")));
  EXPECT_TRUE(std::isnan(parseSampleValue("")));
}

TEST(ResponseParserTest, KeepsScalarsAndNotices) {
  const auto frame = parseQueryResponse(
      R"({"status":"success","data":{"resultType":"scalar","result":[1,"2"]},"warnings":["a"],"infos":["b"]})", 200);
  ASSERT_TRUE(frame);
  EXPECT_EQ((*frame)->series.at(0).values, std::vector<double>{2});
  EXPECT_EQ((*frame)->notices, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

TEST(ResponseParserTest, SaysWhatPrometheusSaid) {
  const auto frame = parseQueryResponse(R"({"status":"error","errorType":"bad_data","error":"1:5: parse error"})", 400);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(frame.error().message, "1:5: parse error");
}

TEST(ResponseParserTest, NamesTheStatusWhenAProxyAnswersWithAPage) {
  const auto frame = parseQueryResponse("<html>Bad Gateway</html>", 502);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, ErrorCode::kUpstreamFailed);
  EXPECT_NE(frame.error().message.find("502"), std::string::npos);
}

TEST(ResponseParserTest, MakesASeriesOfEachBucketOfANativeHistogram) {
  // As Prometheus 2.42 prints them: which ends are inside, the ends, the count.
  const auto frame = parseQueryResponse(
      R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"x","__name__":"a"},"histograms":[
        [10,{"count":"5","sum":"3.5","buckets":[[3,"-0.001","0.001","1"],[0,"0.5","1","4"]]}],
        [25.5,{"count":"7","sum":"9","buckets":[[0,"0.5","1","4"],[0,"1","2","3"]]}]]}]}})",
      200);
  ASSERT_TRUE(frame);
  EXPECT_EQ((*frame)->nativeHistograms, 1);
  const std::vector<Series>& series = (*frame)->series;
  ASSERT_EQ(series.size(), 3U);
  EXPECT_EQ(series[0].bucket, (Bucket{-0.001, 0.001}));
  EXPECT_EQ(series[1].bucket, (Bucket{0.5, 1}));
  EXPECT_EQ(series[1].timesMs, (std::vector<qint64>{10'000, 25'500}));
  EXPECT_EQ(series[1].values, (std::vector<double>{4, 4}));
  EXPECT_EQ(series[2].values, std::vector<double>{3});
  for (const Series& one : series) EXPECT_EQ(labelValue(one.labels, QStringLiteral("job")), QStringLiteral("x"));
}

TEST(ResponseParserTest, KeepsEmptyAndBrokenNativeHistogramsOut) {
  const auto frame = parseQueryResponse(
      R"({"status":"success","data":{"resultType":"vector","result":[
        {"metric":{},"histogram":[1,{"count":"0","sum":"0"}]},
        {"metric":{"a":"b"},"histogram":[1,{"buckets":[[0,"1","1","2"],[0,"x","2","2"],[0,"1","2"],[0],1,{},[0,"1","2","3"]]}]},
        {"metric":{"a":"c"},"histogram":{"buckets":[[0,"1","2","3"]]}},
        {"metric":{"a":"d"},"value":[1,"2"]}]}})",
      200);
  ASSERT_TRUE(frame);
  EXPECT_EQ((*frame)->nativeHistograms, 2);
  ASSERT_EQ((*frame)->series.size(), 2U);
  EXPECT_EQ((*frame)->series[0].bucket, (Bucket{1, 2}));
  EXPECT_FALSE((*frame)->series[1].bucket) << "a plain value beside them stays one";
}

TEST(ResponseParserTest, NeverFailsOnShapesItDoesNotKnow) {
  for (const char* body :
       {"", "null", "[]", "{}", R"({"status":1})", R"({"status":"success"})",
        R"({"status":"success","data":{"resultType":"matrix"}})",
        R"({"status":"success","data":{"resultType":"streams","result":[]}})", R"({"status":"error"})"}) {
    EXPECT_FALSE(parseQueryResponse(body, 200)) << body;
  }
  const auto odd = parseQueryResponse(
      R"({"status":"success","data":{"resultType":"matrix","result":[1,{},{"values":[1,[],["x","y"],[1,2]]}]}})", 200);
  ASSERT_TRUE(odd);
  EXPECT_TRUE((*odd)->series.empty());
}

}  // namespace
}  // namespace vigie::console
