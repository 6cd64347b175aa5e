// EvaluationRunner over a retriever that waits to be let through.
#include "core/evaluation/evaluation_runner.h"

#include "core/base/ids.h"
#include "tests/server/support/fakes.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace vigie::test {
namespace {

using std::chrono::milliseconds;

/// Finds nothing, once its gate is open; notes the order of the questions, and how many were under way at once.
class GatedRetriever final : public Retriever {
 public:
  asio::awaitable<Result<wire::SearchResponse>> search(const wire::SearchRequest& request) override {
    const int now = ++underWay_;
    if (now > mostUnderWay) mostUnderWay = now;
    asio::steady_timer pause(co_await asio::this_coro::executor);
    do {
      pause.expires_after(milliseconds(1));
      co_await pause.async_wait(asio::use_awaitable);
    } while (!open);
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(request.query);
    }
    --underWay_;
    wire::SearchResponse response;
    response.mode = byWords ? wire::SearchMode::kLexical : request.mode.value_or(defaultMode());
    co_return response;
  }
  wire::SearchMode defaultMode() const override { return wire::SearchMode::kLexical; }
  wire::IndexInfo index() const override { return {}; }
  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  std::atomic<bool> open{false};
  std::atomic<bool> byWords{false};
  std::atomic<int> mostUnderWay{0};

 private:
  std::atomic<int> underWay_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
};

/// Refuses the first results, and notes whose leases were renewed.
class FlakyStore final : public FakeFeedbackLoopStore {
 public:
  asio::awaitable<Result<void>> finishEvaluation(std::string runId, bool complete, boost::json::value summary,
                                                 boost::json::value results) override {
    if (refusals > 0) {
      --refusals;
      co_return Error(ErrorCode::kUnavailable, "the database cannot be reached");
    }
    co_return co_await FakeFeedbackLoopStore::finishEvaluation(std::move(runId), complete, std::move(summary),
                                                               std::move(results));
  }
  asio::awaitable<Result<void>> renewEvaluations(std::vector<std::string> runIds) override {
    mostRenewed = std::max<std::size_t>(mostRenewed, runIds.size());
    co_return Result<void>();
  }

  std::atomic<int> refusals{0};
  std::atomic<std::size_t> mostRenewed{0};
};

class EvaluationRunnerTest : public testing::Test {
 protected:
  ~EvaluationRunnerTest() override { pool_.join(); }

  template <class T>
  T await(asio::awaitable<T> work) {
    return asio::co_spawn(pool_, std::move(work), asio::use_future).get();
  }
  wire::EvaluationRequest addSet(const std::string& question, int questions = 3) {
    wire::EvaluationSetInput input;
    input.name = question;
    for (int i = 0; i < questions; ++i) {
      wire::EvaluationQuestion one;
      one.ordinal = i;
      one.question = question;
      one.expectedDocuments = {"Runbook"};
      input.questions.push_back(one);
    }
    wire::EvaluationRequest request;
    request.setId = await(store.addEvaluationSet("ann", input)).value().id;
    request.modes = {wire::SearchMode::kHybrid};
    return request;
  }
  std::string start(EvaluationRunner& runner, const wire::EvaluationRequest& request) {
    return await(runner.start("ann", request)).value().id;
  }
  wire::EvaluationRun read(const std::string& id) { return await(store.evaluation("ann", id)).value(); }
  wire::EvaluationRun ended(const std::string& id) {
    until([&] { return read(id).status != "running"; });
    return read(id);
  }
  static void until(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) {
        ADD_FAILURE() << "did not happen";
        return;
      }
      std::this_thread::yield();
    }
  }

  FlakyStore store;
  GatedRetriever retriever;

 private:
  asio::thread_pool pool_{1};
};

TEST_F(EvaluationRunnerTest, RunsOneAfterAnother) {
  EvaluationRunner runner(retriever, store);
  const std::string first = start(runner, addSet("first"));
  const std::string second = start(runner, addSet("second"));
  retriever.open = true;
  EXPECT_EQ(ended(first).status, "complete");
  EXPECT_EQ(ended(second).status, "complete");
  EXPECT_EQ(retriever.asked(), (std::vector<std::string>{"first", "first", "first", "second", "second", "second"}));
  EXPECT_EQ(retriever.mostUnderWay, 1);
}

TEST_F(EvaluationRunnerTest, RefusesWhatIsTooMuchAndTakesItOnceOneIsDone) {
  EvaluationRunnerOptions options;
  options.most = 2;
  EvaluationRunner runner(retriever, store, options);
  const auto request = addSet("what now");
  start(runner, request);
  const std::string second = start(runner, request);
  const auto third = await(runner.start("ann", request));
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::kRateLimited);
  EXPECT_TRUE(third.error().retryAfter) << "a client must know when to come back";
  wire::EvaluationRequest unknown = request;
  unknown.setId = newId();
  retriever.open = true;
  ended(second);
  until([&] { return await(runner.start("ann", unknown)).error().code == ErrorCode::kNotFound; });
  const std::string again = start(runner, request);  // what was refused took no place
  EXPECT_EQ(ended(again).status, "complete");
}

TEST_F(EvaluationRunnerTest, AResultThatCannotBeKeptIsWrittenAgain) {
  EvaluationRunnerOptions options;
  options.retry = milliseconds(1);
  EvaluationRunner runner(retriever, store, options);
  retriever.open = true;
  store.refusals = 3;
  EXPECT_EQ(ended(start(runner, addSet("what now"))).status, "complete");
  EXPECT_EQ(store.refusals, 0);
}

TEST_F(EvaluationRunnerTest, RenewsTheLeasesOfWhatRunsAndOfWhatWaits) {
  EvaluationRunnerOptions options;
  options.renewal = milliseconds(1);
  EvaluationRunner runner(retriever, store, options);
  const auto request = addSet("what now");
  start(runner, request);
  start(runner, request);
  until([this] { return store.mostRenewed == 2; });
  retriever.open = true;
}

TEST_F(EvaluationRunnerTest, AStoppedServerNotesWhatItGaveUp) {
  std::string running;
  std::string waiting;
  {
    EvaluationRunner runner(retriever, store);
    const auto request = addSet("what now");
    running = start(runner, request);
    waiting = start(runner, request);
    until([this] { return retriever.mostUnderWay == 1; });
    retriever.open = true;
    runner.stop();
    EXPECT_FALSE(await(runner.start("ann", request)));
  }
  EXPECT_NE(read(running).status, "running");
  EXPECT_NE(read(waiting).status, "running");
}

TEST_F(EvaluationRunnerTest, HybridThatGoesByWordsIsNotMeasuredAsHybrid) {
  EvaluationRunner runner(retriever, store);
  retriever.open = true;
  retriever.byWords = true;
  const auto run = ended(start(runner, addSet("what now")));
  EXPECT_EQ(run.status, "failed");
  EXPECT_NE(boost::json::serialize(run.summary).find("goes by words"), std::string::npos);
}

}  // namespace
}  // namespace vigie::test
