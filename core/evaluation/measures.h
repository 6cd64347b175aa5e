// The measures of a ranking against what people judged relevant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace vigie {

/// Document id → gain of one query. Below 0: the document the question was written from, which is no answer to find
/// and no mistake to make: it is taken out of the ranking. What is not judged has gain 0.
using Judgements = std::map<std::string, int>;

/// `ranking` without the documents whose gain is below 0.
std::vector<std::string> withoutSources(std::span<const std::string> ranking, const Judgements& judged);

/// Whether anything is relevant: a query without is not scored.
bool isJudged(const Judgements& judged);

// All in [0, 1], on a ranking without sources, best first.

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002): linear gains, log2 discount.
double ndcgAt(std::size_t k, std::span<const std::string> ranking, const Judgements& judged);
/// The share of the relevant documents that is among the first k.
double recallAt(std::size_t k, std::span<const std::string> ranking, const Judgements& judged);
/// 1 / rank of the first relevant document within the first 100; 0 without one.
double reciprocalRank(std::span<const std::string> ranking, const Judgements& judged);

/// A mean and the interval that holds it in 95 % of the cases.
struct Interval {
  double mean = 0;
  double low = 0;
  double high = 0;
};

/// Percentile bootstrap (Efron, 1979) of the mean: the values are drawn anew `samples` times. The same values and seed
/// give the same interval on every machine.
Interval bootstrapMean(std::span<const double> values, std::uint64_t seed = 1, std::size_t samples = 10'000);

/// Reciprocal rank fusion (Cormack et al., 2009): Σ 1 / (60 + rank).
std::vector<std::string> reciprocalRankFusion(std::span<const std::vector<std::string>> rankings);

}  // namespace vigie
