#include "core/wire/json_fields.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

TEST(ParseJsonTest, SaysWhereATextIsBroken) {
  const auto broken = parseJson(R"({"model": )");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(broken.error().message.find("near byte 10"), std::string::npos) << broken.error().message;
}

TEST(ParseJsonTest, RefusesEmptyTrailingAndBottomlessTexts) {
  EXPECT_FALSE(parseJson(""));
  EXPECT_FALSE(parseJson("{} {}"));
  EXPECT_FALSE(parseJson(std::string(100, '[')));
  EXPECT_TRUE(parseJson("  {} \n"));
}

TEST(FieldsTest, NamesTheFieldOfAWrongType) {
  const auto parsed = parseJson(R"({"k": "four"})").value();
  const auto k = Fields(parsed.get_object(), "vigie.retrieval.").integer("k", 1, 50);
  ASSERT_FALSE(k);
  EXPECT_EQ(k.error().param, "vigie.retrieval.k");
  EXPECT_EQ(k.error().message, "'vigie.retrieval.k' must be a whole number from 1 to 50, not a string");
}

TEST(FieldsTest, HoldsNumbersToTheirRange) {
  const auto parsed = parseJson(R"({"low": 0, "high": 51, "half": 1.5, "whole": 2.0, "huge": 1e300})").value();
  const Fields fields(parsed.get_object());
  EXPECT_FALSE(fields.integer("low", 1, 50));
  EXPECT_FALSE(fields.integer("high", 1, 50));
  EXPECT_FALSE(fields.integer("half", 1, 50));
  EXPECT_FALSE(fields.integer("huge", 1, 50));
  EXPECT_EQ(fields.integer("whole", 1, 50).value(), 2);
  EXPECT_EQ(fields.number("half", 0, 2).value(), 1.5);
}

TEST(FieldsTest, TakesNullAsMissing) {
  const auto parsed = parseJson(R"({"title": null})").value();
  EXPECT_EQ(Fields(parsed.get_object()).string("title").value(), std::nullopt);
}

}  // namespace
}  // namespace vigie::wire
