// PgFeedbackLoopStore: the feedback loop in PostgreSQL.
#pragma once

#include "core/store/feedback_loop_store.h"
#include "core/store/pg_pool.h"

#include <string>
#include <vector>

namespace vigie {

/// One statement a call.
class PgFeedbackLoopStore final : public FeedbackLoopStore {
 public:
  /// `pool` must outlive this.
  explicit PgFeedbackLoopStore(PgPool& pool) : pool_(pool) {}

  boost::asio::awaitable<Result<Rated>> rate(std::string owner, std::string messageId,
                                             wire::FeedbackInput input) override;
  boost::asio::awaitable<Result<wire::Change>> addChange(std::string owner, wire::ChangeInput input) override;
  boost::asio::awaitable<Result<wire::Page<wire::Change>>> changes(std::string owner, std::size_t limit,
                                                                   std::string after) override;
  boost::asio::awaitable<Result<std::vector<LastChange>>> lastChanges() override;
  boost::asio::awaitable<Result<wire::EvaluationSet>> addEvaluationSet(std::string owner,
                                                                       wire::EvaluationSetInput input) override;
  boost::asio::awaitable<Result<wire::Page<wire::EvaluationSet>>> evaluationSets(std::string owner, std::size_t limit,
                                                                                 std::string after) override;
  boost::asio::awaitable<Result<wire::EvaluationSet>> evaluationSet(std::string owner, std::string setId) override;
  boost::asio::awaitable<Result<void>> eraseEvaluationSet(std::string owner, std::string setId) override;
  boost::asio::awaitable<Result<wire::EvaluationRun>> startEvaluation(std::string owner,
                                                                      wire::EvaluationRequest request) override;
  boost::asio::awaitable<Result<void>> renewEvaluations(std::vector<std::string> runIds) override;
  boost::asio::awaitable<Result<void>> finishEvaluation(std::string runId, bool complete, boost::json::value summary,
                                                        boost::json::value results) override;
  boost::asio::awaitable<Result<wire::EvaluationRun>> evaluation(std::string owner, std::string runId) override;

 private:
  PgPool& pool_;
};

}  // namespace vigie
