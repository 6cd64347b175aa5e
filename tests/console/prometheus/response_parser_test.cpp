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

TEST(ResponseParserTest, CountsNativeHistogramsItCannotDraw) {
  const auto frame = parseQueryResponse(
      R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{"count":"1"}]}]}})",
      200);
  ASSERT_TRUE(frame);
  EXPECT_EQ((*frame)->histogramsLeftOut, 1);
  EXPECT_TRUE((*frame)->series.empty());
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
