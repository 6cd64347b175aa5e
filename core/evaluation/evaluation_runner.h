// EvaluationRunner: evaluations that were asked for, one after another, in the background.
#pragma once

#include "core/base/log.h"
#include "core/retrieval/retriever.h"
#include "core/retrieval/worker_pool.h"
#include "core/store/feedback_loop_store.h"
#include "core/wire/evaluations.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace vigie {

struct EvaluationRunnerOptions {
  std::chrono::milliseconds renewal{20'000};  ///< between two renewals of the runs' leases: far below a lease
  std::chrono::milliseconds retry{1'000};     ///< until a result that could not be kept is written again
  std::size_t most = 8;                       ///< runs at work or waiting
};

/// A thread of its own ("vigie-evaluate") waits for the searches, which run on the retrieval pool like anybody's; at
/// any time it asks one question. The leases of all its runs are renewed until they end, so a run that a killed server
/// leaves is shown as failed once its lease is over.
class EvaluationRunner {
 public:
  /// Both must outlive stop().
  EvaluationRunner(Retriever& retriever, FeedbackLoopStore& store, EvaluationRunnerOptions options = {});
  /// stop()s.
  ~EvaluationRunner();
  EvaluationRunner(const EvaluationRunner&) = delete;
  EvaluationRunner& operator=(const EvaluationRunner&) = delete;

  /// Any thread. Notes the run and returns at once; kNotFound for a set that is not the owner's, kRateLimited while
  /// `most` are not done.
  boost::asio::awaitable<Result<wire::EvaluationRun>> start(std::string owner, wire::EvaluationRequest request);
  /// Gives up what runs and what waits, each noted as failed, and waits for the thread.
  void stop();

 private:
  struct Job {
    std::string owner;
    wire::EvaluationSet set;
    wire::EvaluationRun run;
  };

  boost::asio::awaitable<Result<Job>> note(std::string owner, wire::EvaluationRequest request);
  void enqueue(Job job);
  boost::asio::awaitable<void> work();
  boost::asio::awaitable<void> run(const Job& job);
  boost::asio::awaitable<void> keep(const Job& job, bool complete, boost::json::value summary,
                                    boost::json::value results);
  boost::asio::awaitable<void> renewLeases();

  Retriever& retriever_;
  FeedbackLoopStore& store_;
  const EvaluationRunnerOptions options_;
  const Log log_{"evaluation"};
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> places_{0};  ///< taken: at work, waiting, or being noted
  WorkerPool thread_;
  // On thread_ only:
  std::deque<Job> queue_;  ///< its front is at work
  boost::asio::steady_timer work_;
  boost::asio::steady_timer renewal_;
};

}  // namespace vigie
