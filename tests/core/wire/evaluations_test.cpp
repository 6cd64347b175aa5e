#include "core/wire/evaluations.h"

#include "core/base/ids.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

const std::string kSet = "0190c3de-0000-4000-8000-000000000001";

Error refused(const std::string& body) {
  const auto parsed = parseJson(body);
  if (!parsed) return parsed.error();
  const auto request = evaluationRequestFromJson(*parsed);
  return request ? Error() : request.error();
}

TEST(EvaluationsTest, ARequestWithoutModesAsksInAllThree) {
  const auto request = evaluationRequestFromJson(parseJson(R"({"set_id":")" + kSet + "\"}").value());
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->setId, kSet);
  EXPECT_EQ(request->modes, (std::vector<SearchMode>{SearchMode::kLexical, SearchMode::kVector, SearchMode::kHybrid}));
}

TEST(EvaluationsTest, AModeThatIsNamedTwiceIsAskedOnce) {
  const auto request = evaluationRequestFromJson(
      parseJson(R"({"set_id":")" + kSet + R"(","modes":["vector","lexical","vector"]})").value());
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->modes, (std::vector<SearchMode>{SearchMode::kVector, SearchMode::kLexical}));
}

TEST(EvaluationsTest, ARefusalNamesTheField) {
  EXPECT_EQ(refused("{}").param, "set_id");
  EXPECT_EQ(refused(R"({"set_id":"runbooks"})").param, "set_id");
  EXPECT_EQ(refused(R"({"set_id":7})").param, "set_id");
  for (const char* const modes : {"[]", "[1]", "[\"magic\"]", "\"lexical\""}) {
    EXPECT_EQ(refused(R"({"set_id":")" + kSet + R"(","modes":)" + modes + "}").param, "modes") << modes;
  }
  EXPECT_EQ(refused(R"({"set_id":")" + kSet + R"(","k":4})").param, "k") << "never ignored silently";
}

TEST(EvaluationsTest, ARunUnderWayHasNoMeasuresYet) {
  EvaluationRun run;
  run.id = newId();
  run.setId = kSet;
  run.modes = {SearchMode::kHybrid};
  const json::object body = toJson(run);
  EXPECT_EQ(body.at("status").as_string(), "running");
  EXPECT_EQ(body.at("modes"), json::value({"hybrid"}));
  EXPECT_TRUE(body.at("summary").is_null());
  EXPECT_TRUE(body.at("results").is_null());
}

}  // namespace
}  // namespace vigie::wire
