#include "console/promql/token.h"

#include "console/promql/words.h"

#include <QHash>
#include <QStringList>
#include <gtest/gtest.h>

namespace vigie::console::promql {
namespace {

/// "metric:up open:{ label:job": each token's kind and text.
QString described(const char* expr) {
  const QHash<int, QString> names = {{int(TokenKind::kComment), QStringLiteral("comment")},
                                     {int(TokenKind::kString), QStringLiteral("string")},
                                     {int(TokenKind::kNumber), QStringLiteral("number")},
                                     {int(TokenKind::kDuration), QStringLiteral("duration")},
                                     {int(TokenKind::kVariable), QStringLiteral("variable")},
                                     {int(TokenKind::kKeyword), QStringLiteral("keyword")},
                                     {int(TokenKind::kAggregation), QStringLiteral("aggregation")},
                                     {int(TokenKind::kFunction), QStringLiteral("function")},
                                     {int(TokenKind::kMetric), QStringLiteral("metric")},
                                     {int(TokenKind::kLabel), QStringLiteral("label")},
                                     {int(TokenKind::kUnknown), QStringLiteral("unknown")}};
  const QString text = QString::fromUtf8(expr);
  QStringList parts;
  for (const Token& token : tokensOf(text)) {
    const QString name = names.value(int(token.kind));
    if (!name.isEmpty()) parts.append(name + QLatin1Char(':') + text.mid(token.begin, token.end - token.begin));
  }
  return parts.join(QLatin1Char(' '));
}

TEST(PromqlTokenTest, TellsLabelsMetricsFunctionsAndKeywordsApart) {
  EXPECT_EQ(described("sum by (job, le) (rate(up{job=\"a\", rate=~'b'}[5m])) > bool 1e3").toStdString(),
            "aggregation:sum keyword:by label:job label:le function:rate metric:up label:job string:\"a\" label:rate "
            "string:'b' duration:5m keyword:bool number:1e3");
}

TEST(PromqlTokenTest, TakesAWordThatIsNotCalledForAMetric) {
  EXPECT_EQ(described("rate + time()").toStdString(), "metric:rate function:time");
}

TEST(PromqlTokenTest, KnowsGrafanasVariablesInEverySpelling) {
  EXPECT_EQ(described("rate(x[$__rate_interval]) * ${a:csv} + [[b]]").toStdString(),
            "function:rate metric:x variable:$__rate_interval variable:${a:csv} variable:[[b]]");
}

TEST(PromqlTokenTest, EndsAnOpenStringWithItsLine) {
  EXPECT_EQ(described("up{a=\"b\n} # c").toStdString(), "metric:up label:a string:\"b comment:# c");
}

TEST(PromqlTokenTest, FindsTheOtherBracketAndMissesNone) {
  const QString text = QStringLiteral("sum(rate(x{a=\")\"}[5m]))");
  const auto outer = bracketAt(text, 4);
  ASSERT_TRUE(outer);
  EXPECT_EQ(outer->at, 3);
  EXPECT_EQ(outer->other, text.size() - 1) << "the bracket in the string is none";
  const auto open = bracketAt(QStringLiteral("sum(x"), 3);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->other, -1);
  EXPECT_FALSE(bracketAt(text, 1));
}

QString marked(const char* expr, const char* message) {
  const QString text = QString::fromUtf8(expr);
  const auto place = errorPlace(text, QString::fromUtf8(message));
  return place ? text.mid(place->begin, place->end - place->begin) : QStringLiteral("(nothing)");
}

TEST(PromqlErrorPlaceTest, MarksTheTokenThatPrometheusNames) {
  EXPECT_EQ(marked("rate(up[5m]) foo", "invalid parameter \"query\": 1:14: parse error: unexpected identifier"),
            QStringLiteral("foo"));
  EXPECT_EQ(marked("sum(\n  up) )", "2:7: parse error: unexpected right parenthesis"), QStringLiteral(")"));
}

TEST(PromqlErrorPlaceTest, MarksTheLastCharacterWhereSomethingIsMissingBehindIt) {
  EXPECT_EQ(marked("sum(up", "1:7: parse error: unclosed left parenthesis"), QStringLiteral("up").right(1));
}

TEST(PromqlErrorPlaceTest, CountsBytesAsPrometheusDoes) {
  EXPECT_EQ(marked("x{a=\"éééé\"} foo bar", "1:17: parse error"), QStringLiteral("foo"));
}

TEST(PromqlErrorPlaceTest, MarksNothingWithoutAPlace) {
  EXPECT_EQ(marked("up", "query timed out in expression evaluation"), QStringLiteral("(nothing)"));
}

TEST(PromqlWordsTest, DescribesEachWordWithASignature) {
  for (const Word& word : words()) {
    EXPECT_FALSE(descriptionOf(word).isEmpty()) << word.name.toStdString();
    EXPECT_TRUE(word.signature.contains(word.name)) << word.name.toStdString();
  }
  ASSERT_TRUE(findWord(QStringLiteral("SUM")));
  EXPECT_FALSE(findWord(QStringLiteral("Rate"))) << "functions are told apart by case";
}

}  // namespace
}  // namespace vigie::console::promql
