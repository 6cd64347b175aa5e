#include "core/evaluation/evaluation_runner.h"

#include "core/evaluation/set_evaluation.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace vigie {

namespace asio = boost::asio;

namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::hours kUntilWoken{24};

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

EvaluationRunner::EvaluationRunner(Retriever& retriever, FeedbackLoopStore& store, EvaluationRunnerOptions options)
    : retriever_(retriever),
      store_(store),
      options_(options),
      thread_("vigie-evaluate", 1),
      work_(thread_.executor()),
      renewal_(thread_.executor()) {
  asio::co_spawn(thread_.executor(), work(), rethrow);
  asio::co_spawn(thread_.executor(), renewLeases(), rethrow);
}

EvaluationRunner::~EvaluationRunner() { stop(); }

void EvaluationRunner::stop() {
  stopping_ = true;
  asio::post(thread_.executor(), [this] {
    work_.cancel();
    renewal_.cancel();
  });
  thread_.join();
}

asio::awaitable<Result<wire::EvaluationRun>> EvaluationRunner::start(std::string owner,
                                                                     wire::EvaluationRequest request) {
  if (stopping_) co_return Error(ErrorCode::kUnavailable, "the server stops");
  // The place is taken before anything is awaited: a burst would pass a test that is made first and counted later.
  if (places_.fetch_add(1) >= options_.most) {
    --places_;
    Error error(ErrorCode::kRateLimited,
                std::to_string(options_.most) + " evaluations are under way; ask again when one is done");
    error.retryAfter = std::chrono::seconds(5);
    co_return error;
  }
  auto job = co_await note(std::move(owner), std::move(request));
  if (!job) {
    --places_;
    Error error = job.error();
    if (error.code == ErrorCode::kNotFound) error.param = "set_id";
    co_return error;
  }
  wire::EvaluationRun run = job->run;
  enqueue(std::move(*job));
  co_return run;
}

asio::awaitable<Result<EvaluationRunner::Job>> EvaluationRunner::note(std::string owner,
                                                                      wire::EvaluationRequest request) {
  std::string whose = owner;
  std::string setId = request.setId;
  auto set = co_await store_.evaluationSet(std::move(whose), std::move(setId));
  if (!set) co_return set.error();
  whose = owner;
  auto noted = co_await store_.startEvaluation(std::move(whose), std::move(request));
  if (!noted) co_return noted.error();
  Job job;
  job.owner = std::move(owner);
  job.set = std::move(*set);
  job.run = std::move(*noted);
  co_return job;
}

void EvaluationRunner::enqueue(Job job) {
  asio::post(thread_.executor(), [this, job = std::move(job)]() mutable {
    queue_.push_back(std::move(job));
    work_.cancel();
  });
}

asio::awaitable<void> EvaluationRunner::work() {
  for (;;) {
    if (!queue_.empty()) {
      co_await run(queue_.front());
      queue_.pop_front();
      --places_;
    } else if (stopping_) {
      break;
    } else {
      work_.expires_after(kUntilWoken);
      co_await work_.async_wait(kToken);
    }
  }
}

asio::awaitable<void> EvaluationRunner::run(const Job& job) {
  auto outcome = co_await evaluateSet(retriever_, job.owner, job.set, job.run.modes, stopping_);
  const bool complete = outcome.has_value();
  boost::json::value summary;
  boost::json::value results;
  if (complete) {
    summary = std::move(outcome->summary);
    results = std::move(outcome->results);
  } else {
    log_.warning("evaluation failed", {{"run", job.run.id}, {"code", toString(outcome.error().code)}});
    summary = boost::json::object{{"error", outcome.error().message}};
  }
  co_await keep(job, complete, std::move(summary), std::move(results));
}

asio::awaitable<void> EvaluationRunner::keep(const Job& job, bool complete, boost::json::value summary,
                                             boost::json::value results) {
  for (;;) {
    std::string id = job.run.id;
    boost::json::value measures = summary;
    boost::json::value entries = results;
    const auto written =
        co_await store_.finishEvaluation(std::move(id), complete, std::move(measures), std::move(entries));
    if (written) co_return;
    const ErrorCode code = written.error().code;
    if (code == ErrorCode::kNotFound) co_return;  // erased with its set in the meantime
    const bool away = code == ErrorCode::kUnavailable || code == ErrorCode::kTimeout;
    if (!away || stopping_) {
      log_.warning("evaluation not kept", {{"run", job.run.id}, {"code", toString(code)}});
      co_return;
    }
    work_.expires_after(options_.retry);
    co_await work_.async_wait(kToken);
  }
}

asio::awaitable<void> EvaluationRunner::renewLeases() {
  while (!stopping_) {
    renewal_.expires_after(options_.renewal);
    co_await renewal_.async_wait(kToken);
    if (stopping_ || queue_.empty()) continue;
    std::vector<std::string> runs;
    for (const Job& job : queue_) runs.push_back(job.run.id);
    const auto renewed = co_await store_.renewEvaluations(std::move(runs));
    if (!renewed) log_.warning("leases of evaluations not renewed", {{"code", toString(renewed.error().code)}});
  }
}

}  // namespace vigie
