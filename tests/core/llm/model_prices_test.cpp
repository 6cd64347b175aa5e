#include "core/llm/model_prices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

using testing::HasSubstr;

std::string faultOf(std::string_view text) {
  const auto read = readModelPrices(text);
  return read ? "" : read.error().message;
}

TEST(ModelPricesTest, TheBuiltInListKnowsTheModelsPeopleStartWith) {
  const auto list = loadModelPrices({});
  ASSERT_TRUE(list) << list.error().message;
  const auto prices = pricesOf({"gpt-4o-mini"}, *list);
  ASSERT_EQ(prices.size(), 1U);
  EXPECT_DOUBLE_EQ(prices[0].promptUsd, 0.15);
  EXPECT_DOUBLE_EQ(prices[0].completionUsd, 0.6);
}

TEST(ModelPricesTest, ADatedOrProvidersNameCostsWhatItsModelDoesUnlessItIsListedItself) {
  const std::vector<ModelPrice> list{{"m-4", 1, 2}, {"m-4-2025-01-02", 5, 6}, {"other/m-5", 7, 8}};
  const auto prices = pricesOf({"m-4", "m-4-2024-08-06", "m-4-20240806", "m-4-2025-01-02", "host/m-4-2024-08-06",
                                "other/m-5", "m-5", "m-4-mini", "m-4-2024", "m"},
                               list);
  std::vector<std::pair<std::string, double>> known;
  for (const auto& price : prices) known.emplace_back(price.model, price.promptUsd);
  const std::vector<std::pair<std::string, double>> expected{
      {"m-4", 1}, {"m-4-2024-08-06", 1},      {"m-4-20240806", 1}, {"m-4-2025-01-02", 5},
      {"host/m-4-2024-08-06", 1}, {"other/m-5", 7}};
  EXPECT_EQ(known, expected);
}

TEST(ModelPricesTest, SaysWhatIsWrongWithAList) {
  EXPECT_THAT(faultOf("{"), HasSubstr("is not JSON"));
  EXPECT_THAT(faultOf("[]"), HasSubstr("must be {"));
  EXPECT_THAT(faultOf(R"({"usd_per_million_tokens":{},"eur":{}})"), HasSubstr("must be {"));
  for (const auto* const price :
       {"1", R"({"prompt":1})", R"({"prompt":1,"completion":-1})", R"({"prompt":1,"completion":"2"})",
        R"({"prompt":1,"completion":2,"cached":0.5})", R"({"prompt":1e999,"completion":2})"}) {
    const std::string list = R"({"usd_per_million_tokens":{"m":)" + std::string(price) + "}}";
    EXPECT_NE(faultOf(list), "") << price;
  }
  const auto absent = loadModelPrices("/does/not/exist.json");
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().message, HasSubstr("/does/not/exist.json cannot be read"));
}

}  // namespace
}  // namespace vigie
