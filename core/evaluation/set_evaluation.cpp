#include "core/evaluation/set_evaluation.h"

#include "core/evaluation/measures.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace vigie {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr int kDepth = 50;

struct Sums {
  double recall = 0;
  double reciprocal = 0;
  std::vector<double> ndcg;
};

/// The documents of the hits, each at its first, by the name that the set calls them.
std::vector<std::string> rankingOf(const std::vector<wire::Citation>& hits, const Judgements& expected) {
  std::vector<std::string> out;
  for (const auto& hit : hits) {
    const std::string& name = expected.contains(hit.title) ? hit.title : hit.documentId;
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

}  // namespace

asio::awaitable<Result<SetEvaluation>> evaluateSet(Retriever& retriever, const std::string& owner,
                                                   const wire::EvaluationSet& set,
                                                   const std::vector<wire::SearchMode>& modes,
                                                   const std::atomic<bool>& stop) {
  std::vector<Sums> sums(modes.size());
  json::array results;
  const std::vector<wire::EvaluationQuestion> none;
  for (const auto& question : set.questions ? *set.questions : none) {
    Judgements expected;
    for (const auto& document : question.expectedDocuments) expected[document] = 1;
    json::object entry{{"ordinal", question.ordinal}};
    for (std::size_t i = 0; i < modes.size(); ++i) {
      if (stop) co_return Error(ErrorCode::kCancelled, "the server stops");
      wire::SearchRequest request;
      request.query = question.question;
      request.k = kDepth;
      request.mode = modes[i];
      request.owner = owner;
      const auto found = co_await retriever.search(request);
      if (!found) co_return found.error();
      if (found->mode != modes[i]) {  // it would be measured under a name that is not its own
        co_return Error(ErrorCode::kUnavailable,
                        "hybrid search goes by words while the embedding server is away or "
                        "documents are being embedded anew; evaluate again after that");
      }
      const auto ranking = rankingOf(found->hits, expected);
      const double ndcg = ndcgAt(10, ranking, expected);
      const double recall = recallAt(10, ranking, expected);
      const double reciprocal = reciprocalRank(ranking, expected);
      sums[i].ndcg.push_back(ndcg);
      sums[i].recall += recall;
      sums[i].reciprocal += reciprocal;
      entry[wire::toString(modes[i])] =
          json::object{{"ndcg_at_10", ndcg}, {"recall_at_10", recall}, {"reciprocal_rank", reciprocal}};
    }
    results.push_back(std::move(entry));
  }
  SetEvaluation out;
  json::object summary{{"questions", results.size()}};
  const double count = std::max<double>(1, static_cast<double>(results.size()));
  for (std::size_t i = 0; i < modes.size(); ++i) {
    summary[wire::toString(modes[i])] = json::object{{"ndcg_at_10", bootstrapMean(sums[i].ndcg, 1, 1).mean},
                                                     {"recall_at_10", sums[i].recall / count},
                                                     {"mrr", sums[i].reciprocal / count}};
  }
  const auto at = [&modes](wire::SearchMode mode) {
    return static_cast<std::size_t>(std::find(modes.begin(), modes.end(), mode) - modes.begin());
  };
  const auto hybrid = at(wire::SearchMode::kHybrid);
  const auto lexical = at(wire::SearchMode::kLexical);
  if (hybrid < modes.size() && lexical < modes.size()) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < sums[hybrid].ndcg.size(); ++i) {
      differences.push_back(sums[hybrid].ndcg[i] - sums[lexical].ndcg[i]);
    }
    const auto interval = bootstrapMean(differences);
    summary["hybrid_minus_lexical"] =
        json::object{{"mean", interval.mean}, {"low", interval.low}, {"high", interval.high}};
  }
  out.summary = std::move(summary);
  out.results = std::move(results);
  co_return out;
}

}  // namespace vigie
