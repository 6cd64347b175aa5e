#include "tests/integration/store/store_harness.h"

namespace vigie::test {
namespace {

using ::testing::ElementsAre;

class FeedbackLoopStoreTest : public StoreTest {
 protected:
  NewTurn exchange(const std::string& owner) {
    const NewTurn turn = newTurn(owner, "q");
    EXPECT_TRUE(await(chats().beginTurn(turn)));
    EXPECT_TRUE(await(chats().finishAnswer(finished(turn, "a"))));
    return turn;
  }
  static wire::FeedbackInput rating(const char* which) {
    wire::FeedbackInput input;
    input.rating = which;
    return input;
  }
  static wire::ChangeInput change(wire::ChangeKind kind, const char* when) {
    wire::ChangeInput input;
    input.kind = kind;
    input.summary = when;
    input.happenedAt = *fromIso8601(when);
    return input;
  }
  static wire::EvaluationSetInput set(const std::string& name) {
    wire::EvaluationSetInput input;
    input.name = name;
    for (int i = 0; i < 2; ++i) {
      wire::EvaluationQuestion question;
      question.ordinal = i;
      question.question = "question " + std::to_string(i);
      question.expectedDocuments = {"ServiceDown", newId()};
      input.questions.push_back(std::move(question));
    }
    return input;
  }
};

TEST_F(FeedbackLoopStoreTest, AnOwnerHasOneRatingOfAnAnswer) {
  const NewTurn turn = exchange("ann");
  wire::FeedbackInput input = rating("down");
  input.reason = "stale";
  input.correction = "Use port 9090.";
  const auto first = await(feedbackLoop().rate("ann", turn.answerId, input));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->changed);
  EXPECT_FALSE(await(feedbackLoop().rate("ann", turn.answerId, input))->changed);
  const auto turned = await(feedbackLoop().rate("ann", turn.answerId, rating("up")));
  ASSERT_TRUE(turned);
  EXPECT_TRUE(turned->changed);
  EXPECT_EQ(turned->feedback.id, first->feedback.id);
  EXPECT_EQ(value("SELECT count(*) || rating || reason FROM feedback GROUP BY rating, reason"), "1up");
}

TEST_F(FeedbackLoopStoreTest, OnlyOnesOwnAnswersCanBeRated) {
  const NewTurn turn = exchange("ann");
  EXPECT_EQ(await(feedbackLoop().rate("ann", turn.userMessageId, rating("up"))).error().code,
            ErrorCode::kUnprocessable);
  const Error missing = await(feedbackLoop().rate("ann", newId(), rating("up"))).error();
  EXPECT_EQ(missing.code, ErrorCode::kNotFound);
  EXPECT_EQ(await(feedbackLoop().rate("bob", turn.answerId, rating("up"))).error(), missing);
  EXPECT_EQ(await(feedbackLoop().rate("bob", turn.userMessageId, rating("up"))).error(), missing);
  EXPECT_EQ(value("SELECT count(*) FROM feedback"), "0");
}

TEST_F(FeedbackLoopStoreTest, ChangesAreListedByWhenTheyHappened) {
  using wire::ChangeKind;
  wire::ChangeInput full = change(ChangeKind::kK, "2026-03-02T12:00:00Z");
  full.before = {{"k", 4}, {"note", std::string("nul\0here", 8)}};
  full.after = {{"k", 6}};
  full.windowSeconds = 600;
  ASSERT_TRUE(await(feedbackLoop().addChange("ann", full)));
  ASSERT_TRUE(await(feedbackLoop().addChange("ann", change(ChangeKind::kModel, "2026-03-03T12:00:00Z"))));
  ASSERT_TRUE(await(feedbackLoop().addChange("ann", change(ChangeKind::kK, "2026-03-01T12:00:00Z"))));
  ASSERT_TRUE(await(feedbackLoop().addChange("bob", change(ChangeKind::kIndex, "2026-03-01T12:00:00Z"))));
  std::vector<std::string> met;
  std::string after;
  do {
    const auto page = await(feedbackLoop().changes("ann", 1, after));
    ASSERT_TRUE(page) << page.error().message;
    for (const auto& item : page->data) {
      met.push_back(item.input.summary);
      if (item.input.windowSeconds) {
        EXPECT_EQ(item.input.before.at("k").as_int64(), 4);
        EXPECT_EQ(item.input.before.at("note").as_string(), "nul\uFFFDhere");
        EXPECT_EQ(item.input.after.at("k").as_int64(), 6);
      }
    }
    after = page->nextCursor;
  } while (!after.empty());
  EXPECT_THAT(met, ElementsAre("2026-03-03T12:00:00Z", "2026-03-02T12:00:00Z", "2026-03-01T12:00:00Z"));

  const auto last = await(feedbackLoop().lastChanges());
  ASSERT_TRUE(last);
  EXPECT_EQ(last->size(), 3U);
  for (const auto& item : *last) {
    if (item.kind == ChangeKind::kK) {
      EXPECT_EQ(toIso8601(item.happenedAt), "2026-03-02T12:00:00.000Z");
    }
  }
}

TEST_F(FeedbackLoopStoreTest, AChangeWithoutATimeHappenedNow) {
  wire::ChangeInput input;
  input.summary = "just now";
  const auto made = await(feedbackLoop().addChange("ann", input));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->input.happenedAt, made->createdAt);
}

TEST_F(FeedbackLoopStoreTest, ASetIsKeptListedAndErasedByItsOwnerOnly) {
  const auto made = await(feedbackLoop().addEvaluationSet("ann", set("Runbooks")));
  ASSERT_TRUE(made) << made.error().message;
  const auto list = await(feedbackLoop().evaluationSets("ann", 10, ""));
  ASSERT_TRUE(list);
  ASSERT_EQ(list->data.size(), 1U);
  EXPECT_EQ(list->data[0].questionCount, 2);
  EXPECT_FALSE(list->data[0].questions);
  const auto read = await(feedbackLoop().evaluationSet("ann", made->id));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->questions->size(), 2U);
  EXPECT_EQ((*read->questions)[1].question, "question 1");
  EXPECT_EQ((*read->questions)[1].expectedDocuments, (*made->questions)[1].expectedDocuments);

  const Error missing = await(feedbackLoop().evaluationSet("ann", newId())).error();
  EXPECT_EQ(await(feedbackLoop().evaluationSet("bob", made->id)).error(), missing);
  EXPECT_EQ(await(feedbackLoop().eraseEvaluationSet("bob", made->id)).error(), missing);
  EXPECT_TRUE(await(feedbackLoop().evaluationSets("bob", 10, ""))->data.empty());
  ASSERT_TRUE(await(feedbackLoop().eraseEvaluationSet("ann", made->id)));
  EXPECT_EQ(value("SELECT count(*) FROM evaluation_questions"), "0");
}

TEST_F(FeedbackLoopStoreTest, AQuestionMadeFromAMessageGoesWithItsConversation) {
  const NewTurn turn = exchange("ann");
  wire::EvaluationSetInput input = set("From chats");
  input.questions[0].messageId = turn.answerId;
  const auto made = await(feedbackLoop().addEvaluationSet("ann", input));
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(await(conversations().erase("ann", turn.conversationId)));
  const auto left = await(feedbackLoop().evaluationSet("ann", made->id));
  ASSERT_TRUE(left);
  ASSERT_EQ(left->questions->size(), 1U);
  EXPECT_EQ((*left->questions)[0].question, "question 1");
}

TEST_F(FeedbackLoopStoreTest, ASetThatNamesAnotherOwnersMessageIsNotMade) {
  const NewTurn turn = exchange("ann");
  wire::EvaluationSetInput input = set("Borrowed");
  input.questions[1].messageId = turn.answerId;
  EXPECT_EQ(await(feedbackLoop().addEvaluationSet("bob", input)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(value("SELECT count(*) FROM evaluation_sets"), "0");
}

TEST_F(FeedbackLoopStoreTest, ARunIsKeptWithItsMeasuresAndGoesWithItsSet) {
  const auto made = await(database->feedbackLoop().addEvaluationSet("ann", set("Runbooks")));
  ASSERT_TRUE(made) << made.error().message;
  wire::EvaluationRequest request;
  request.setId = made->id;
  request.modes = {wire::SearchMode::kLexical, wire::SearchMode::kHybrid};
  EXPECT_EQ(await(database->feedbackLoop().startEvaluation("bob", request)).error().code, ErrorCode::kNotFound);
  const auto run = await(database->feedbackLoop().startEvaluation("ann", request));
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(await(database->feedbackLoop().evaluation("ann", run->id))->status, "running");
  EXPECT_EQ(await(database->feedbackLoop().evaluation("bob", run->id)).error().code, ErrorCode::kNotFound);
  boost::json::value summary = boost::json::object{{"questions", 2}};
  boost::json::value results = boost::json::array{1, 2};
  ASSERT_TRUE(await(database->feedbackLoop().finishEvaluation(run->id, true, summary, results)));
  const auto done = await(database->feedbackLoop().evaluation("ann", run->id));
  EXPECT_EQ(done->status, "complete");
  EXPECT_EQ(done->modes, request.modes);
  EXPECT_EQ(done->summary, summary);
  EXPECT_EQ(done->results, results);
  ASSERT_TRUE(await(database->feedbackLoop().eraseEvaluationSet("ann", made->id)));
  EXPECT_EQ(await(database->feedbackLoop().evaluation("ann", run->id)).error().code, ErrorCode::kNotFound);
}

TEST_F(FeedbackLoopStoreTest, ARunWhoseServerIsGoneHasFailedAndSaysSo) {
  const auto made = await(database->feedbackLoop().addEvaluationSet("ann", set("Runbooks")));
  wire::EvaluationRequest request;
  request.setId = made->id;
  request.modes = {wire::SearchMode::kLexical};
  const auto run = await(database->feedbackLoop().startEvaluation("ann", request));
  const auto other = await(database->feedbackLoop().startEvaluation("ann", request));
  value("UPDATE evaluation_runs SET lease_until = now() - interval '1 second' RETURNING 1");
  ASSERT_TRUE(await(database->feedbackLoop().renewEvaluations({other->id})));
  EXPECT_EQ(await(database->feedbackLoop().evaluation("ann", other->id))->status, "running") << "its server lives";
  const auto gone = await(database->feedbackLoop().evaluation("ann", run->id));
  EXPECT_EQ(gone->status, "failed");
  EXPECT_TRUE(gone->summary.as_object().contains("error"));
}

}  // namespace
}  // namespace vigie::test
