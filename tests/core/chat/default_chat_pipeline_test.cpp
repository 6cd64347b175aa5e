#include "core/chat/default_chat_pipeline.h"

#include "core/base/ids.h"
#include "tests/support/fakes_chat.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kEndpoint = "/v1/chat/completions";

wire::ChatMessage message(std::string role, std::string content) {
  wire::ChatMessage out;
  out.role = std::move(role);
  out.content = std::move(content);
  return out;
}

class DefaultChatPipelineTest : public testing::Test {
 protected:
  DefaultChatPipelineTest() {
    wire::Citation passage;
    passage.documentId = "d1";
    passage.title = "Runbook";
    passage.quote = "Restart the service.";
    retriever_.hits.push_back(passage);
    const auto note = [this](const std::string& what) { order_.push_back(what); };
    store_.onWrite = [note](std::string_view what) { note(std::string(what)); };
    llm_.onAsked = [note] { note("asked"); };
    sink_.onEvent = note;
    job_.request.model = "scripted";
    job_.request.messages.push_back(message("user", "What do I do?"));
    job_.owner = "ops";
    job_.requestId = "req-1";
    job_.endpoint = kEndpoint;
  }

  /// Runs the job to its end on a strand; fails the test when it does not come to one.
  Result<wire::ChatResult> run() { return run(pipeline_); }

  Result<wire::ChatResult> run(DefaultChatPipeline& pipeline) {
    job_.arrived = clock_.steady();
    std::optional<Result<wire::ChatResult>> out;
    const auto strand = asio::make_strand(io_);
    ChatJob job = job_;
    asio::co_spawn(
        strand, pipeline.run(std::move(job), sink_),
        asio::bind_cancellation_slot(cancel_.slot(), [&](std::exception_ptr thrown, Result<wire::ChatResult> result) {
          EXPECT_FALSE(thrown) << "the pipeline threw";
          out = std::move(result);
        }));
    io_.restart();
    io_.run_for(std::chrono::seconds(20));
    if (!out) {
      ADD_FAILURE() << "the pipeline never ended";
      return Error(ErrorCode::kInternal, "hung");
    }
    return *out;
  }

  void cancelNow(asio::cancellation_type type = asio::cancellation_type::total) {
    asio::post(io_, [this, type] { cancel_.emit(type); });
  }

  asio::io_context io_;
  asio::cancellation_signal cancel_;
  SystemClock clock_;
  prometheus::Registry registry_;
  ChatMetrics metrics_{registry_, {kEndpoint}};
  test::InMemoryChatStore store_;
  test::FixedRetriever retriever_;
  test::ScriptedLlmClient llm_;
  test::RecordingChatSink sink_;
  DefaultChatPipeline pipeline_{store_, retriever_, llm_, metrics_, clock_, {}};
  ChatJob job_;
  std::vector<std::string> order_;
};

TEST_F(DefaultChatPipelineTest, StoresTheTurnBeforeTheModelIsAskedAndTheAnswerBeforeTheResult) {
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(order_,
              ElementsAre("begin", "opened", "cited 1", "asked", "delta Hello", "delta , ", "delta world.", "finish"));
  EXPECT_EQ(result->content, "Hello, world.");
  EXPECT_EQ(result->finishReason, "stop");
  EXPECT_EQ(result->vigie.saved, wire::Saved::kYes);
  EXPECT_EQ(result->vigie.conversationId, sink_.opening.conversationId);
  EXPECT_EQ(result->vigie.messageId, sink_.opening.answerId);
  EXPECT_TRUE(result->id.starts_with("chatcmpl-"));
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "complete");
  EXPECT_EQ(store_.finished[0].citations.size(), 1U);
  EXPECT_EQ(store_.chats.at(sink_.opening.conversationId).title, "What do I do?");
  EXPECT_EQ(store_.begun[0].owner, "ops");
}

TEST_F(DefaultChatPipelineTest, AsksTheModelWithThePassagesAsData) {
  job_.request.parameters["temperature"] = 0.5;
  ASSERT_TRUE(run());
  ASSERT_EQ(llm_.asked.size(), 1U);
  const LlmRequest& asked = llm_.asked[0];
  ASSERT_EQ(asked.messages.size(), 2U);
  EXPECT_EQ(asked.messages[0].role, "system");
  EXPECT_THAT(asked.messages[1].content, HasSubstr("Restart the service."));
  EXPECT_EQ(asked.question, "What do I do?");
  EXPECT_EQ(asked.passages.size(), 1U);
  EXPECT_EQ(asked.endpoint, kEndpoint);
  EXPECT_EQ(asked.parameters, job_.request.parameters);
  EXPECT_EQ(store_.begun[0].text, "What do I do?") << "what is stored is the question, not the prompt";
}

TEST_F(DefaultChatPipelineTest, CallsOfToolsAreHandedOnAndKeptAndContinued) {
  const auto call =
      wire::parseJson(R"([{"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}}])").value();
  llm_.deltas.clear();
  llm_.toolCalls = call.as_array();
  const auto first = run();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_THAT(sink_.events, ElementsAre("opened", "cited 1", "tool calls"));
  EXPECT_EQ(first->toolCalls, call.as_array());
  EXPECT_EQ(first->finishReason, "tool_calls");
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "complete");
  EXPECT_EQ(metrics_.messagesAssistant.Value(), 1);

  llm_.deltas = {"3."};
  llm_.toolCalls.clear();
  job_.request.vigie.conversationId = first->vigie.conversationId;
  job_.request.messages = {message("tool", "3")};
  job_.request.messages[0].more["tool_call_id"] = "c1";
  const auto second = run();
  ASSERT_TRUE(second) << second.error().message;
  const auto& asked = llm_.asked.back().messages;
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].content, "What do I do?");
  EXPECT_EQ(asked[1].more.at("tool_calls"), call) << "the model would not know what it asked for";
  EXPECT_EQ(asked[2].more.at("tool_call_id"), "c1");
  EXPECT_EQ(store_.begun.back().role, "tool");
  EXPECT_EQ(metrics_.messagesUser.Value(), 1) << "a result is nobody's question";

  job_.request.messages = {message("user", "Sure?")};
  ASSERT_TRUE(run());
  EXPECT_EQ(llm_.asked.back().messages.at(3).more.at("tool_call_id"), "c1") << "the result must be kept too";
}

TEST_F(DefaultChatPipelineTest, ARefusalOfTheModelIsToldAndKeptAsOne) {
  llm_.deltas.clear();
  llm_.refusal = "I will not.";
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(sink_.events, ElementsAre("opened", "cited 1", "refused I will not."));
  EXPECT_EQ(result->refusal, "I will not.");
  EXPECT_EQ(result->content, "");
  EXPECT_EQ(store_.finished.at(0).content, "I will not.") << "whoever reads the conversation must see it";
  job_.request.vigie.conversationId = result->vigie.conversationId;
  ASSERT_TRUE(run());
  EXPECT_EQ(llm_.asked.back().messages.at(2).more.at("refusal"), "I will not.");
}

TEST_F(DefaultChatPipelineTest, WhatTheModelCannotHonourIsRefusedBeforeAnythingIsKept) {
  llm_.cannot = Error(ErrorCode::kInvalidArgument, "'tools' cannot be honoured", "tools");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().param, "tools");
  EXPECT_THAT(order_, IsEmpty());
}

TEST_F(DefaultChatPipelineTest, FillsInTheTimings) {
  const auto result = run();
  ASSERT_TRUE(result);
  const wire::Timings& timings = result->vigie.timings;
  EXPECT_EQ(timings.embedMs, 0.25);
  EXPECT_EQ(timings.retrieveMs, 0.5);
  EXPECT_GT(timings.firstTokenMs, 0);
  EXPECT_GT(timings.persistMs, 0);
  EXPECT_GE(timings.totalMs, timings.firstTokenMs);
  EXPECT_NEAR(timings.overheadMs, timings.totalMs - timings.generateMs, 1e-9);
}

TEST_F(DefaultChatPipelineTest, KeepsWhatThereIsOfALongAnswerAndNothingOfOneThatIsNotStored) {
  DefaultChatPipeline::Options options;
  options.checkpointEvery = std::chrono::milliseconds(0);
  DefaultChatPipeline pipeline(store_, retriever_, llm_, metrics_, clock_, options);
  ASSERT_TRUE(run(pipeline));
  EXPECT_THAT(store_.checkpoints, ElementsAre("Hello", "Hello, ", "Hello, world."));
  job_.request.store = false;
  ASSERT_TRUE(run(pipeline));
  EXPECT_EQ(store_.checkpoints.size(), 3U);
  job_.request.store = true;
  ASSERT_TRUE(run());
  EXPECT_EQ(store_.checkpoints.size(), 3U) << "a short answer needs none";
}

TEST_F(DefaultChatPipelineTest, SaysWhereItsTurnsAre) {
  store_.saves = wire::Saved::kJournaled;
  const auto journaled = run();
  ASSERT_TRUE(journaled);
  EXPECT_EQ(journaled->vigie.saved, wire::Saved::kJournaled);
  EXPECT_EQ(journaled->vigie.messageId, sink_.opening.answerId);
}

TEST_F(DefaultChatPipelineTest, WithAJournalATurnThatNobodyCanKeepIsRefusedBeforeTheModelIsAsked) {
  DefaultChatPipeline::Options options;
  options.keepsTurns = true;
  DefaultChatPipeline pipeline(store_, retriever_, llm_, metrics_, clock_, options);
  store_.beginFault = Error(ErrorCode::kUnavailable, "the journal is full");
  const auto refused = run(pipeline);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the journal is full");
  EXPECT_THAT(llm_.asked, IsEmpty());
}

TEST_F(DefaultChatPipelineTest, ATurnThatIsSentAgainIsTheSameTurn) {
  job_.ids = TurnIds::fresh();
  llm_.fault = Error(ErrorCode::kUpstreamFailed, "cut");
  ASSERT_FALSE(run());
  llm_.fault.reset();
  const auto again = run();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->vigie.conversationId, job_.ids->conversationId);
  EXPECT_EQ(again->vigie.messageId, job_.ids->answerId);
  EXPECT_EQ(store_.begun[0].userMessageId, store_.begun[1].userMessageId);
}

TEST_F(DefaultChatPipelineTest, SkipsRetrievalWhenItIsOff) {
  job_.request.vigie.retrieval.enabled = false;
  ASSERT_TRUE(run());
  EXPECT_THAT(retriever_.asked, IsEmpty());
  EXPECT_EQ(llm_.asked[0].messages.size(), 1U) << "nothing is added to the client's messages";
  EXPECT_THAT(order_,
              ElementsAre("begin", "opened", "cited 0", "asked", "delta Hello", "delta , ", "delta world.", "finish"));
}

TEST_F(DefaultChatPipelineTest, KeepsNothingWithStoreFalse) {
  job_.request.store = false;
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_THAT(store_.begun, IsEmpty());
  EXPECT_THAT(store_.finished, IsEmpty());
  EXPECT_EQ(result->vigie.saved, wire::Saved::kNo);
  EXPECT_EQ(result->vigie.conversationId, "");
  EXPECT_EQ(result->vigie.messageId, "");
  EXPECT_EQ(result->content, "Hello, world.");
}

TEST_F(DefaultChatPipelineTest, PutsTheStoredBranchBeforeTheNewTurns) {
  ASSERT_TRUE(run());
  const std::string conversation = sink_.opening.conversationId;
  job_.request.messages = {message("user", "And then?")};
  job_.request.vigie.conversationId = conversation;
  job_.request.vigie.retrieval.enabled = false;
  const auto second = run();
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->vigie.conversationId, conversation);
  const auto& messages = llm_.asked[1].messages;
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].content, "What do I do?");
  EXPECT_EQ(messages[1].content, "Hello, world.");
  EXPECT_EQ(messages[2].content, "And then?");
  EXPECT_EQ(store_.chats.size(), 1U);
}

TEST_F(DefaultChatPipelineTest, BranchesFromTheGivenParent) {
  ASSERT_TRUE(run());
  const std::string firstAnswer = sink_.opening.answerId;
  job_.request.vigie.conversationId = sink_.opening.conversationId;
  job_.request.vigie.retrieval.enabled = false;
  job_.request.messages = {message("user", "One way")};
  ASSERT_TRUE(run());
  job_.request.vigie.parentMessageId = firstAnswer;
  job_.request.messages = {message("user", "Another way")};
  ASSERT_TRUE(run());
  const auto& messages = llm_.asked[2].messages;
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[1].content, "Hello, world.");
  EXPECT_EQ(messages[2].content, "Another way");
  EXPECT_EQ(store_.begun[2].parentMessageId, firstAnswer);
}

TEST_F(DefaultChatPipelineTest, RefusesAForeignConversationBeforeAnythingHappens) {
  ASSERT_TRUE(run());
  order_.clear();
  job_.owner = "someone else";
  job_.request.vigie.conversationId = sink_.opening.conversationId;
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(order_, IsEmpty());
  EXPECT_EQ(llm_.asked.size(), 1U);
}

TEST_F(DefaultChatPipelineTest, ReadsAConversationWithStoreFalseAndWritesNothing) {
  ASSERT_TRUE(run());
  job_.request.vigie.conversationId = sink_.opening.conversationId;
  job_.request.store = false;
  ASSERT_TRUE(run());
  EXPECT_EQ(store_.begun.size(), 1U);
  EXPECT_THAT(llm_.asked[1].messages.back().content, HasSubstr("What do I do?"));
  EXPECT_EQ(llm_.asked[1].messages.size(), 4U) << "rules, two stored turns, the new one";
}

TEST_F(DefaultChatPipelineTest, RefusesAParentWithoutAConversation) {
  job_.request.vigie.parentMessageId = newId();
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(result.error().param, "vigie.parent_message_id");
}

TEST_F(DefaultChatPipelineTest, RefusesAPromptVersionItDoesNotHave) {
  job_.request.vigie.promptVersion = "99";
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().param, "vigie.prompt_version");
}

TEST_F(DefaultChatPipelineTest, NamesTheModelsItServesWhenAskedForAnother) {
  job_.request.model = "gpt-unknown";
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(result.error().param, "model");
  EXPECT_THAT(result.error().message, HasSubstr("scripted"));
  EXPECT_THAT(order_, IsEmpty());
}

TEST_F(DefaultChatPipelineTest, LeavesModelNamesToAnUpstream) {
  DefaultChatPipeline::Options options;
  options.anyModel = true;
  DefaultChatPipeline pipeline(store_, retriever_, llm_, metrics_, clock_, options);
  job_.request.model = "gpt-unknown";
  std::optional<Result<wire::ChatResult>> out;
  ChatJob job = job_;
  asio::co_spawn(io_, pipeline.run(std::move(job), sink_),
                 [&](std::exception_ptr, Result<wire::ChatResult> result) { out = std::move(result); });
  io_.run();
  ASSERT_TRUE(out && *out);
  EXPECT_EQ((*out)->model, "gpt-unknown");
}

TEST_F(DefaultChatPipelineTest, AnswersWithoutSavingWhenTheDatabaseIsAway) {
  store_.beginFault = Error(ErrorCode::kUnavailable, "away");
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->content, "Hello, world.");
  EXPECT_EQ(result->vigie.saved, wire::Saved::kNo);
  EXPECT_EQ(result->vigie.conversationId, "") << "there is none to go on with";
  EXPECT_THAT(store_.finished, IsEmpty());
}

TEST_F(DefaultChatPipelineTest, IsUnavailableForAConversationThatCannotBeRead) {
  store_.historyFault = Error(ErrorCode::kTimeout, "away");
  job_.request.vigie.conversationId = newId();
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(llm_.asked, IsEmpty());
}

TEST_F(DefaultChatPipelineTest, SaysNoWhenTheAnswerCouldNotBeStored) {
  store_.finishFault = Error(ErrorCode::kUnavailable, "away");
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->vigie.saved, wire::Saved::kNo);
  EXPECT_EQ(result->content, "Hello, world.");
}

TEST_F(DefaultChatPipelineTest, KeepsAPartialAnswerWhenTheModelFailsAfterSomeText) {
  llm_.fault = Error(ErrorCode::kUpstreamFailed, "the stream broke");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "partial");
  EXPECT_EQ(store_.finished[0].content, "Hello, world.");
}

TEST_F(DefaultChatPipelineTest, KeepsAFailedAnswerWhenTheModelSaidNothing) {
  llm_.deltas.clear();
  llm_.fault = Error(ErrorCode::kTimeout, "silent");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kTimeout);
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "failed");
  EXPECT_EQ(metrics_.conversationsFailed.Value(), 1);
  EXPECT_EQ(metrics_.messagesAssistant.Value(), 0);
}

TEST_F(DefaultChatPipelineTest, SurvivesAModelThatThrows) {
  llm_.throws = true;
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInternal);
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "partial");
}

TEST_F(DefaultChatPipelineTest, TakesASinkThatThrowsForAClientThatLeft) {
  sink_.throwAtDelta = true;
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "cancelled");
  EXPECT_EQ(metrics_.conversationsAbandoned.Value(), 1);
}

TEST_F(DefaultChatPipelineTest, GivesTheRetrieversErrorAndMarksTheTurnFailed) {
  retriever_.fault = Error(ErrorCode::kNotImplemented, "no such mode", "vigie.retrieval.mode");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotImplemented);
  EXPECT_THAT(llm_.asked, IsEmpty());
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "failed");
}

TEST_F(DefaultChatPipelineTest, SearchesWhileTheTurnIsStored) {
  store_.beginGate.shut();
  store_.beginGate.onArrival = [this] { order_.emplace_back("begin waits"); };
  retriever_.gate.shut();
  retriever_.gate.onArrival = [this] {
    order_.emplace_back("search waits");
    asio::post(io_, [this] {
      store_.beginGate.open();
      retriever_.gate.open();
    });
  };
  ASSERT_TRUE(run());
  ASSERT_GE(order_.size(), 4U);
  EXPECT_THAT(std::vector<std::string>(order_.begin(), order_.begin() + 4),
              ElementsAre("begin waits", "search waits", "begin", "opened"));
}

/// Every type of cancellation, at every stage, keeps what there was and asks for no more.
class CancelledPipelineTest : public DefaultChatPipelineTest,
                              public testing::WithParamInterface<asio::cancellation_type> {};

TEST_P(CancelledPipelineTest, WhileSearching) {
  retriever_.gate.shut();
  retriever_.gate.onArrival = [this] { cancelNow(GetParam()); };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_THAT(llm_.asked, IsEmpty());
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "cancelled");
}

TEST_P(CancelledPipelineTest, WhileTheTurnIsStoredWhichGoesOn) {
  store_.beginGate.shut();
  store_.beginGate.onArrival = [this] {
    cancelNow(GetParam());
    asio::post(io_, [this] { store_.beginGate.open(); });
  };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(store_.begun.size(), 1U);
  EXPECT_THAT(llm_.asked, IsEmpty());
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "cancelled");
}

TEST_P(CancelledPipelineTest, BeforeTheFirstToken) {
  llm_.gateAt = 0;
  llm_.gate.shut();
  llm_.gate.onArrival = [this] { cancelNow(GetParam()); };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "cancelled");
  EXPECT_EQ(store_.finished[0].content, "");
}

TEST_P(CancelledPipelineTest, WhileTheTurnIsStoredWithoutRetrieval) {
  job_.request.vigie.retrieval.enabled = false;
  store_.beginGate.shut();
  store_.beginGate.onArrival = [this] {
    cancelNow(GetParam());
    asio::post(io_, [this] { store_.beginGate.open(); });
  };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(store_.begun.size(), 1U);
  EXPECT_THAT(llm_.asked, IsEmpty());
}

TEST_P(CancelledPipelineTest, BeforeTheFirstTokenWithoutRetrieval) {
  job_.request.vigie.retrieval.enabled = false;
  llm_.gateAt = 0;
  llm_.gate.shut();
  llm_.gate.onArrival = [this] { cancelNow(GetParam()); };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
}

TEST_P(CancelledPipelineTest, WhileSearchingWithNothingToStore) {
  job_.request.store = false;
  retriever_.gate.shut();
  retriever_.gate.onArrival = [this] { cancelNow(GetParam()); };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_THAT(llm_.asked, IsEmpty());
}

TEST_P(CancelledPipelineTest, InTheMiddleKeepsThePartAndStoringIsNotCancelled) {
  llm_.gateAt = 2;
  llm_.gate.shut();
  llm_.gate.onArrival = [this] { cancelNow(GetParam()); };
  store_.finishGate.shut();
  store_.finishGate.onArrival = [this] {
    cancelNow(GetParam());  // the client insists
    asio::post(io_, [this] { store_.finishGate.open(); });
  };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  ASSERT_EQ(store_.finished.size(), 1U);
  EXPECT_EQ(store_.finished[0].status, "cancelled");
  EXPECT_EQ(store_.finished[0].content, "Hello, ");
  EXPECT_EQ(metrics_.conversationsAbandoned.Value(), 1);
}

INSTANTIATE_TEST_SUITE_P(AnyType, CancelledPipelineTest,
                         testing::Values(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                                         asio::cancellation_type::total));

TEST_F(DefaultChatPipelineTest, CountsTurnsAndStages) {
  job_.request.messages.insert(job_.request.messages.begin(), message("system", "Be brief."));
  ASSERT_TRUE(run());
  EXPECT_EQ(metrics_.conversationsActive.Value(), 1);
  EXPECT_EQ(metrics_.conversationsCompleted.Value(), 1);
  EXPECT_EQ(metrics_.messagesUser.Value(), 1);
  EXPECT_EQ(metrics_.messagesAssistant.Value(), 1);
  EXPECT_EQ(metrics_.messagesSystem.Value(), 1);
  for (const auto& family : registry_.Collect()) {
    if (family.name != "vigie_stage_duration_seconds") continue;
    for (const auto& metric : family.metric) {
      EXPECT_EQ(metric.histogram.sample_count, 1U) << metric.label[0].value;
    }
  }
}

TEST_F(DefaultChatPipelineTest, RefusesWithoutCountingAConversation) {
  job_.request.model = "unknown";
  ASSERT_FALSE(run());
  EXPECT_EQ(metrics_.conversationsActive.Value() + metrics_.conversationsFailed.Value() + metrics_.messagesUser.Value(),
            0);
}

}  // namespace
}  // namespace vigie
