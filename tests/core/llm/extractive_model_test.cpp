#include "core/llm/extractive_model.h"

#include "core/llm/extractive_answer.h"
#include "core/llm/passage_units.h"
#include "core/llm/token_estimate.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

namespace asio = boost::asio;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

wire::Citation passage(std::string title, std::string quote) {
  wire::Citation citation;
  citation.documentId = title;
  citation.title = std::move(title);
  citation.quote = std::move(quote);
  return citation;
}

const std::vector<wire::Citation>& runbooks() {
  static const std::vector<wire::Citation> kPassages{
      passage("Runbook: ServiceDown",
              "# Runbook: ServiceDown\n\n`ServiceDown` fires when the server has not answered for one minute.\n\n"
              "## First three steps\n\n1. Look at the status bar.\n2. Read the log of the server.\n"
              "3. Restart the stack\n   with `./vigie run`.\n"),
      passage("Alerts", "Every alert has a runbook. `ServiceDown` is critical and goes to Discord at once."),
      passage("Fiche : ServiceDown",
              "# Fiche : ServiceDown\n\nL'alerte `ServiceDown` se déclenche quand le serveur ne répond plus depuis une "
              "minute.\n\n1. Regardez la barre d'état.\n2. Lisez le journal du serveur.\n3. Relancez la pile.\n"),
      passage("Backup", "Back up the database with `pg_dump`. Keep copies elsewhere.")};
  return kPassages;
}

class ExtractiveModelTest : public testing::Test {
 protected:
  Result<LlmResult> run(LlmRequest request) {
    asio::io_context context;
    std::optional<Result<LlmResult>> outcome;
    const DeltaSink sink = [this](std::string_view text) { return receive(std::string(text)); };
    asio::co_spawn(context, model_.generate(request, sink),
                   asio::bind_cancellation_slot(cancel_.slot(), [&](std::exception_ptr failure, auto result) {
                     if (failure) std::rethrow_exception(failure);
                     outcome = std::move(result);
                   }));
    context.run();
    return *outcome;
  }

  asio::awaitable<void> receive(std::string text) {
    co_await asio::post(asio::use_awaitable);  // as a socket does; co_spawn 1.81 throws where nothing ever suspends
    deltas_.push_back(text);
    text_ += text;
    if (cancelAfter_ != 0 && deltas_.size() == cancelAfter_) cancel_.emit(asio::cancellation_type::terminal);
    co_return;
  }

  static LlmRequest ask(std::string question, std::vector<wire::Citation> passages = runbooks()) {
    LlmRequest request;
    request.model = "extractive";
    request.question = std::move(question);
    request.passages = std::move(passages);
    wire::ChatMessage message;
    message.role = "user";
    message.content = request.question;
    request.messages.push_back(std::move(message));
    return request;
  }

  ExtractiveModel model_;
  asio::cancellation_signal cancel_;
  std::vector<std::string> deltas_;
  std::string text_;
  std::size_t cancelAfter_ = 0;
};

TEST_F(ExtractiveModelTest, AnswersWithTheRunbooksStepsInTheirOrder) {
  const auto result = run(ask("What do I do when ServiceDown fires?"));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(text_, StartsWith("*From the documents (extractive, no language model):*\n\n"));
  EXPECT_THAT(text_, HasSubstr("fires when the server has not answered for one minute. [1]"));
  EXPECT_THAT(text_, HasSubstr("1. Look at the status bar. [1]\n2. Read the log of the server. [1]\n"
                               "3. Restart the stack with `./vigie run`. [1]"));
  EXPECT_THAT(text_, Not(HasSubstr("pg_dump")));
  EXPECT_THAT(text_, Not(HasSubstr("barre")));
  EXPECT_EQ(result->model, "extractive");
  EXPECT_EQ(result->finishReason, "stop");
}

TEST_F(ExtractiveModelTest, AnswersFrenchInFrench) {
  run(ask("Que faire quand ServiceDown se déclenche ?"));
  EXPECT_THAT(text_, StartsWith("*D’après les documents (extractif, sans modèle de langue)"));
  EXPECT_THAT(text_, HasSubstr("1. Regardez la barre d'état. [3]\n2. Lisez le journal du serveur. [3]"));
  EXPECT_THAT(text_, Not(HasSubstr("status bar")));
}

TEST_F(ExtractiveModelTest, SaysSoWhenNothingSpeaksOfIt) {
  run(ask("How do I bake a chocolate cake?"));
  EXPECT_THAT(text_, HasSubstr("say nothing about this question"));
  EXPECT_THAT(text_, HasSubstr("OPENAI_BASE_URL"));
  EXPECT_THAT(text_, Not(HasSubstr("[1]")));
}

TEST_F(ExtractiveModelTest, SaysSoInFrenchWithoutAnyPassage) {
  run(ask("Comment cuire un gâteau ?", {}));
  EXPECT_THAT(text_, HasSubstr("ne disent rien de cette question"));
}

TEST_F(ExtractiveModelTest, QuotesWordForWord) {
  run(ask("How do I back up the database?"));
  EXPECT_THAT(text_, HasSubstr("Back up the database with `pg_dump`. [4]"));
}

TEST_F(ExtractiveModelTest, StreamsWholeWords) {
  run(ask("What do I do when ServiceDown fires?"));
  ASSERT_GT(deltas_.size(), 20U);
  for (const auto& delta : deltas_) {
    EXPECT_FALSE(delta.empty());
    EXPECT_THAT(delta.substr(0, 1), Not(testing::AnyOf(" ", "\n"))) << "a delta begins with its word";
  }
}

TEST_F(ExtractiveModelTest, EstimatesItsUsage) {
  const auto result = run(ask("What do I do when ServiceDown fires?"));
  EXPECT_TRUE(result->usage.estimated);
  EXPECT_EQ(result->usage.completionTokens, estimateTokens(text_));
  EXPECT_GT(result->usage.promptTokens, 0);
}

TEST_F(ExtractiveModelTest, StopsWhereItIsToldTo) {
  auto request = ask("What do I do when ServiceDown fires?");
  request.parameters["max_tokens"] = 20;
  const auto result = run(std::move(request));
  EXPECT_EQ(result->finishReason, "length");
  EXPECT_LE(result->usage.completionTokens, 20);

  text_.clear();
  auto stopped = ask("What do I do when ServiceDown fires?");
  stopped.parameters["stop"] = boost::json::array{"2. "};
  EXPECT_EQ(run(std::move(stopped))->finishReason, "stop");
  EXPECT_THAT(text_, EndsWith("1. Look at the status bar. [1]\n"));
}

TEST_F(ExtractiveModelTest, RefusesByNameWhatItCannotHonour) {
  const auto param = [this](const std::string& more, const std::string& content = "\"hi\"") {
    const auto body =
        wire::parseJson(R"({"model":"extractive","messages":[{"role":"user","content":)" + content + "}]" + more + "}");
    const auto request = wire::chatRequestFromJson(body.value());
    EXPECT_TRUE(request) << request.error().message;
    const auto checked = model_.check(*request);
    return checked ? std::string() : checked.error().param;
  };
  EXPECT_EQ(param(R"(,"tools":[{"type":"function","function":{"name":"f"}}])"), "tools");
  EXPECT_EQ(param(R"(,"response_format":{"type":"json_object"})"), "response_format");
  EXPECT_EQ(param(R"(,"logit_bias":{"7":1})"), "logit_bias");
  EXPECT_EQ(param(R"(,"reasoning_effort":"high")"), "reasoning_effort");
  EXPECT_EQ(param(R"(,"metadata":{"team":"ops"})"), "metadata");
  for (const char* const type : {"image_url", "input_audio", "file"}) {
    const std::string parts =
        R"([{"type":"text","text":"hi"},{"type":")" + std::string(type) + R"(",")" + type + R"(":{}}])";
    EXPECT_EQ(param("", parts), "messages.0.content.1.type") << type;
  }
  EXPECT_EQ(param(R"(,"temperature":0.5,"top_p":1,"seed":7,"n":1,"max_tokens":9,"stop":["a"],"user":"u",
                     "presence_penalty":0,"response_format":{"type":"text"},"logit_bias":{},"reasoning_effort":"none",
                     "service_tier":"auto")",
                  R"([{"type":"text","text":"hi"}])"),
            "")
      << "any answer meets these";
}

TEST_F(ExtractiveModelTest, EndsWhenCancelled) {
  cancelAfter_ = 3;
  const auto result = run(ask("What do I do when ServiceDown fires?"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(deltas_.size(), 3U);
}

TEST(ExtractiveAnswerTest, KeepsToEightItems) {
  std::string list = "How to start the drill:\n\n";
  for (int i = 1; i < 30; ++i) list += std::to_string(i) + ". Start the drill number " + std::to_string(i) + ".\n";
  const auto answer = extractiveAnswer("How do I start the drill?", {passage("Drills", list)});
  EXPECT_EQ(std::count(answer.begin(), answer.end(), '['), 8);
}

TEST(ExtractiveAnswerTest, KeepsACommandWithItsSentence) {
  const auto answer = extractiveAnswer(
      "How do I restore the database?",
      {passage("Backup",
               "Restore the database with one command:\n\n```sh\npsql < backup.sql\n```\n\nThen start again.")});
  EXPECT_THAT(answer, HasSubstr("Restore the database with one command: [1]\n\n```sh\npsql < backup.sql\n```"));
}

TEST(ExtractiveAnswerTest, SurvivesAnyPassage) {
  for (const auto* text : {"", "#", "###\n", "|", "||", "|---|", "```", "1. ", "- ", ">", "\xff\xfe", "* * *", ":\n"}) {
    EXPECT_FALSE(extractiveAnswer("the question", {passage("t", text)}).empty()) << text;
  }
}

TEST(PassageUnitsTest, ReadsTablesAsBullets) {
  const auto units = passageUnits("| name | what |\n| --- | --- |\n| `up` | the target answers |\n");
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units[0].text, "`up`: the target answers");
  EXPECT_EQ(units[0].kind, PassageUnit::Kind::kBullet);
}

}  // namespace
}  // namespace vigie
