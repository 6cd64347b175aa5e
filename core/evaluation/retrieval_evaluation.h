// How well retrieval finds what was judged: every mode over one collection, the way the service searches.
#pragma once

#include "core/evaluation/collection.h"
#include "core/evaluation/measures.h"
#include "core/retrieval/embedder.h"
#include "core/wire/chat.h"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace vigie {

struct EvaluationOptions {
  std::vector<wire::SearchMode> modes{wire::SearchMode::kLexical, wire::SearchMode::kVector, wire::SearchMode::kHybrid};
  std::vector<std::size_t> depths{1, 3, 5, 10, 20, 50};  ///< k of the sweep
};

struct ModeReport {
  std::string mode;  ///< a search mode, or "rrf": lexical and vector fused by reciprocal ranks, to compare with
  double ndcg10 = 0;
  double recall10 = 0;
  double mrr = 0;
  double searchP50 = 0;  ///< ms of one search for the ten best passages, embedding left out; 0 for "rrf"
  double searchP95 = 0;
  struct Depth {
    std::size_t k = 0;
    double ndcg = 0;
    double recall = 0;
  };
  std::vector<Depth> sweep;
  std::vector<double> ndcgOfQueries;  ///< nDCG@10 of each scored query, in the order of their ids
};

struct EvaluationReport {
  std::string collection;
  std::string embeddingModel;
  std::size_t documents = 0;
  std::size_t passages = 0;
  std::size_t queries = 0;  ///< scored: those with a relevant document
  std::vector<ModeReport> modes;
  std::optional<Interval> hybridOverLexical;  ///< of nDCG@10, where both were run
  std::optional<Interval> hybridOverFusion;   ///< of nDCG@10, over "rrf"
};

/// Chunks and indexes the collection in memory as ingest does, then asks every judged query in every mode and ranks
/// documents by their best passage. BLOCKS until it is done. Errors are the embedder's.
Result<EvaluationReport> evaluateRetrieval(const Collection& collection, Embedder& embedder,
                                           const EvaluationOptions& options = {});

/// For people, and for programs.
std::string toTable(const EvaluationReport& report);
boost::json::object toJson(const EvaluationReport& report);

}  // namespace vigie
