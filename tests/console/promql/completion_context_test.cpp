#include "console/promql/completion_context.h"

#include <gtest/gtest.h>

namespace vigie::console::promql {
namespace {

/// The cursor stands at "|".
CompletionContext at(const char* marked) {
  QString text = QString::fromUtf8(marked);
  const qsizetype cursor = text.lastIndexOf(QLatin1Char('^'));
  text.remove(cursor, 1);
  return completionAt(text, cursor);
}

TEST(CompletionContextTest, OffersMetricsAndFunctionsWhereAnExpressionGoes) {
  const auto context = at("sum(http_re^)");
  EXPECT_EQ(context.expecting, Expecting::kExpression);
  EXPECT_EQ(context.prefix, QStringLiteral("http_re"));
  EXPECT_EQ(context.begin, 4);
  EXPECT_EQ(at("^").expecting, Expecting::kExpression);
}

TEST(CompletionContextTest, OffersLabelsOfTheSelectorThatIsWritten) {
  const auto context = at("rate(up{job=\"a\", in^})");
  EXPECT_EQ(context.expecting, Expecting::kLabelName);
  EXPECT_EQ(context.prefix, QStringLiteral("in"));
  EXPECT_EQ(context.selector, QStringLiteral("up{job=\"a\"}"));
  EXPECT_EQ(at("up{^").selector, QStringLiteral("up"));
}

TEST(CompletionContextTest, OffersValuesOfALabelWithoutItsOwnMatcher) {
  const auto context = at("up{job=\"ai^\", instance=\"x\"}");
  EXPECT_EQ(context.expecting, Expecting::kLabelValue);
  EXPECT_EQ(context.label, QStringLiteral("job"));
  EXPECT_EQ(context.prefix, QStringLiteral("ai"));
  EXPECT_EQ(context.selector, QStringLiteral("up{instance=\"x\"}"));
  EXPECT_FALSE(context.needsQuotes);
  EXPECT_TRUE(at("up{job=^").needsQuotes);
}

TEST(CompletionContextTest, CompletesOneAlternativeOfARegularExpression) {
  const auto context = at("up{job=~\"a|b^\"}");
  EXPECT_TRUE(context.isRegex);
  EXPECT_EQ(context.prefix, QStringLiteral("b"));
}

TEST(CompletionContextTest, LeavesOutMatchersWithVariables) {
  EXPECT_EQ(at("up{job=\"$job\", i^}").selector, QStringLiteral("up"));
}

TEST(CompletionContextTest, OffersLabelsOfWhatIsGrouped) {
  const auto context = at("sum by (i^) (rate(up[5m]))");
  EXPECT_EQ(context.expecting, Expecting::kGrouping);
  EXPECT_EQ(context.selector, QStringLiteral("up"));
}

TEST(CompletionContextTest, OffersDurationsInBracketsAndNothingInCommentsNumbersAndFreeStrings) {
  EXPECT_EQ(at("rate(up[^").expecting, Expecting::kDuration);
  EXPECT_EQ(at("up # he^").expecting, Expecting::kNothing);
  EXPECT_EQ(at("up > 1^").expecting, Expecting::kNothing);
  EXPECT_EQ(at("label_replace(up, \"a^\")").expecting, Expecting::kNothing);
}

}  // namespace
}  // namespace vigie::console::promql
