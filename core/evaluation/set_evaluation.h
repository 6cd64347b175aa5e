// An evaluation set against the index that is served now.
#pragma once

#include "core/retrieval/retriever.h"
#include "core/wire/evaluations.h"
#include "core/wire/feedback_loop.h"

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <atomic>
#include <string>
#include <vector>

namespace vigie {

struct SetEvaluation {
  SetEvaluation() = default;
  boost::json::value summary;  ///< by mode: ndcg_at_10, recall_at_10, mrr; hybrid_minus_lexical with its interval
  boost::json::value results;  ///< one entry a question: its ordinal and the measures by mode; never its words
};

/// Asks every question in every mode, fifty passages deep, and ranks documents by their best passage. An expected
/// document is named by its id or its title. The first search that fails, or that goes by words where hybrid was
/// asked for, ends it; kCancelled once `stop` is true. The arguments must stay until it returns.
boost::asio::awaitable<Result<SetEvaluation>> evaluateSet(Retriever& retriever, const std::string& owner,
                                                          const wire::EvaluationSet& set,
                                                          const std::vector<wire::SearchMode>& modes,
                                                          const std::atomic<bool>& stop);

}  // namespace vigie
