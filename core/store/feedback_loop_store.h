// FeedbackLoopStore: ratings of answers, the journal of changes, evaluation sets.
#pragma once

#include "core/base/result.h"
#include "core/wire/evaluations.h"
#include "core/wire/feedback_loop.h"
#include "core/wire/list.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace vigie {

/// Awaited like ChatStore, and with its errors. Whatever is not the owner's is kNotFound, exactly as what is not there.
class FeedbackLoopStore {
 public:
  virtual ~FeedbackLoopStore() = default;

  struct Rated {
    wire::Feedback feedback;
    bool changed = false;  ///< false: the answer was rated so already
  };
  /// An owner has one rating of an answer: another replaces it. kUnprocessable for a message that is no answer.
  virtual boost::asio::awaitable<Result<Rated>> rate(std::string owner, std::string messageId,
                                                     wire::FeedbackInput input) = 0;

  virtual boost::asio::awaitable<Result<wire::Change>> addChange(std::string owner, wire::ChangeInput input) = 0;
  /// Newest first, by when they happened.
  virtual boost::asio::awaitable<Result<wire::Page<wire::Change>>> changes(std::string owner, std::size_t limit,
                                                                           std::string after) = 0;
  struct LastChange {
    wire::ChangeKind kind = wire::ChangeKind::kOther;
    SystemTime happenedAt{};
  };
  /// Of every owner, one a kind: for a metric, which says nothing else of them.
  virtual boost::asio::awaitable<Result<std::vector<LastChange>>> lastChanges() = 0;

  /// kNotFound when a question names a message that is not the owner's.
  virtual boost::asio::awaitable<Result<wire::EvaluationSet>> addEvaluationSet(std::string owner,
                                                                               wire::EvaluationSetInput input) = 0;
  /// Newest first, without their questions.
  virtual boost::asio::awaitable<Result<wire::Page<wire::EvaluationSet>>> evaluationSets(std::string owner,
                                                                                         std::size_t limit,
                                                                                         std::string after) = 0;
  virtual boost::asio::awaitable<Result<wire::EvaluationSet>> evaluationSet(std::string owner, std::string setId) = 0;
  /// With its questions and its runs.
  virtual boost::asio::awaitable<Result<void>> eraseEvaluationSet(std::string owner, std::string setId) = 0;

  /// Notes a run as "running", for as long as its lease of two minutes. kNotFound for a set that is not the owner's.
  virtual boost::asio::awaitable<Result<wire::EvaluationRun>> startEvaluation(std::string owner,
                                                                              wire::EvaluationRequest request) = 0;
  /// Two minutes from now, for each that has not ended.
  virtual boost::asio::awaitable<Result<void>> renewEvaluations(std::vector<std::string> runIds) = 0;
  /// "complete", or else "failed". kNotFound when it was erased with its set.
  virtual boost::asio::awaitable<Result<void>> finishEvaluation(std::string runId, bool complete,
                                                                boost::json::value summary,
                                                                boost::json::value results) = 0;
  /// A run whose lease is over without an end is "failed": its server is gone, and the summary says so.
  virtual boost::asio::awaitable<Result<wire::EvaluationRun>> evaluation(std::string owner, std::string runId) = 0;
};

}  // namespace vigie
