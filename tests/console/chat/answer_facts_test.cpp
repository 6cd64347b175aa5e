#include "console/chat/answer_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using testing::ElementsAre;

std::vector<std::string> words(const QStringList& list) {
  std::vector<std::string> out;
  // The narrow no-break space before a unit is written as an ordinary one here.
  for (QString item : list) out.push_back(item.replace(QChar(0x202F), u' ').toStdString());
  return out;
}

ChatTurn answer(TurnState state) {
  ChatTurn turn;
  turn.speaker = Speaker::kAssistant;
  turn.state = state;
  turn.text = QStringLiteral("Yes.");
  turn.model = QStringLiteral("gpt-4o-mini");
  turn.finishReason = QStringLiteral("stop");
  turn.usage = wire::Usage{412, 143, false};
  turn.timings = wire::Timings{0.2, 0.4, 0.3, 381, 1880, 0.4, 1881.4, 1.3};
  return turn;
}

const QLocale kEnglish(QLocale::English);

TEST(AnswerFactsTest, TellsFirstTokenTotalTokensAndRateOfACompleteAnswer) {
  EXPECT_THAT(words(answerFacts(answer(TurnState::kComplete), kEnglish)),
              ElementsAre("381 ms to first token", "1.88 s", "412 + 143 tokens", "95 tok/s"));
}

TEST(AnswerFactsTest, NeverGivesAStoppedAnswerARateOrATotalAsIfItWereComplete) {
  EXPECT_THAT(words(answerFacts(answer(TurnState::kStopped), kEnglish)),
              ElementsAre("stopped after 1.88 s", "381 ms to first token", "412 + 143 tokens"));
  EXPECT_THAT(words(answerFacts(answer(TurnState::kPartial), kEnglish)),
              ElementsAre("partial: it broke off", "381 ms to first token", "412 + 143 tokens"));
}

TEST(AnswerFactsTest, SaysOnlyThatItWasStoppedWhereNothingWasMeasured) {
  ChatTurn turn = answer(TurnState::kStopped);
  turn.usage.reset();
  turn.timings.reset();
  EXPECT_THAT(words(answerFacts(turn, kEnglish)), ElementsAre("stopped"));
}

TEST(AnswerFactsTest, GivesNoRateWhereTheTimeIsTooShortToMeanOne) {
  ChatTurn turn = answer(TurnState::kComplete);
  turn.timings->generateMs = 0.8;
  turn.timings->totalMs = 2.4;
  turn.timings->firstTokenMs = 1.2;
  EXPECT_THAT(words(answerFacts(turn, kEnglish)), ElementsAre("1.2 ms to first token", "2.4 ms", "412 + 143 tokens"));
}

TEST(AnswerFactsTest, MarksEstimatedTokensCutAnswersAndWhatWasNotSaved) {
  ChatTurn turn = answer(TurnState::kComplete);
  turn.usage->estimated = true;
  turn.finishReason = QStringLiteral("length");
  turn.saved = false;
  EXPECT_THAT(words(answerFacts(turn, kEnglish)),
              ElementsAre("cut off at the model's length limit", "381 ms to first token", "1.88 s",
                          "≈ 412 + 143 tokens", "95 tok/s", "not saved"));
}

TEST(AnswerFactsTest, IsEmptyWhileTheAnswerIsUnderWayAndForQuestions) {
  EXPECT_TRUE(answerFacts(answer(TurnState::kStreaming), kEnglish).isEmpty());
  EXPECT_TRUE(answerFacts(answer(TurnState::kWaiting), kEnglish).isEmpty());
  ChatTurn question;
  EXPECT_TRUE(answerFacts(question, kEnglish).isEmpty());
}

TEST(AnswerFactsTest, LabelsTheExtractiveModelAsWhatItIs) {
  ChatTurn turn = answer(TurnState::kComplete);
  turn.model = QStringLiteral("extractive");
  EXPECT_TRUE(modelLabel(turn).contains(u"no language model"));
  turn.model = QStringLiteral("small");
  turn.fallbackFrom = QStringLiteral("large");
  EXPECT_EQ(modelLabel(turn).toStdString(), "small, in place of large");
}

TEST(DurationTest, UsesTheUnitAReaderExpects) {
  const auto plain = [](double ms, const QLocale& locale) {
    return formatDuration(ms, locale).replace(QChar(0x202F), u' ').toStdString();
  };
  EXPECT_EQ(plain(0.42, kEnglish), "0.4 ms");
  EXPECT_EQ(plain(381.2, kEnglish), "381 ms");
  EXPECT_EQ(plain(999.7, kEnglish), "1.00 s");
  EXPECT_EQ(plain(15'230, kEnglish), "15.2 s");
  EXPECT_EQ(plain(59'970, kEnglish), "1 min 00 s");
  EXPECT_EQ(plain(125'000, kEnglish), "2 min 05 s");
  EXPECT_EQ(plain(-1, kEnglish), "0.0 ms");
  EXPECT_EQ(plain(1881, QLocale(QLocale::French)), "1,88 s");
}

TEST(StageBarsTest, FollowOneAnotherAndSplitTheFirstTokenFromWhatCameBefore) {
  const auto bars = stageBars(wire::Timings{1, 2, 3, 100, 140, 4, 154, 0});
  ASSERT_EQ(bars.size(), 6U);
  EXPECT_DOUBLE_EQ(bars[3].startMs, 6);
  EXPECT_DOUBLE_EQ(bars[3].lengthMs, 94);
  EXPECT_DOUBLE_EQ(bars[4].startMs, 100);
  EXPECT_DOUBLE_EQ(bars[4].lengthMs, 54) << "the model's time less its wait for the first token";
  EXPECT_DOUBLE_EQ(bars[5].startMs, 150);
}

}  // namespace
}  // namespace vigie::console
