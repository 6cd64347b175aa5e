#include "core/evaluation/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vigie {

namespace {

constexpr std::size_t kDeepestRank = 100;
constexpr double kFusion = 60;

int gainOf(const std::string& document, const Judgements& judged) {
  const auto found = judged.find(document);
  return found == judged.end() ? 0 : found->second;
}

double discounted(std::span<const int> gains) {
  double sum = 0;
  for (std::size_t i = 0; i < gains.size(); ++i) sum += gains[i] / std::log2(static_cast<double>(i) + 2);
  return sum;
}

/// SplitMix64 (Steele et al., 2014): std's distributions differ between libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    z ^= z >> 31U;
    return static_cast<std::size_t>(((z >> 32U) * bound) >> 32U);
  }

 private:
  std::uint64_t state_;
};

}  // namespace

std::vector<std::string> withoutSources(std::span<const std::string> ranking, const Judgements& judged) {
  std::vector<std::string> out;
  std::copy_if(ranking.begin(), ranking.end(), std::back_inserter(out),
               [&judged](const std::string& document) { return gainOf(document, judged) >= 0; });
  return out;
}

bool isJudged(const Judgements& judged) {
  return std::any_of(judged.begin(), judged.end(), [](const auto& entry) { return entry.second > 0; });
}

double ndcgAt(std::size_t k, std::span<const std::string> ranking, const Judgements& judged) {
  std::vector<int> gains;
  for (const auto& document : ranking.first(std::min(k, ranking.size()))) gains.push_back(gainOf(document, judged));
  std::vector<int> ideal;
  for (const auto& [document, gain] : judged) {
    if (gain > 0) ideal.push_back(gain);
  }
  if (ideal.empty()) return 0;
  std::sort(ideal.rbegin(), ideal.rend());
  ideal.resize(std::min(k, ideal.size()));
  return discounted(gains) / discounted(ideal);
}

double recallAt(std::size_t k, std::span<const std::string> ranking, const Judgements& judged) {
  const auto relevant = std::count_if(judged.begin(), judged.end(), [](const auto& entry) { return entry.second > 0; });
  if (relevant == 0) return 0;
  const auto top = ranking.first(std::min(k, ranking.size()));
  const auto found = std::count_if(top.begin(), top.end(),
                                   [&judged](const std::string& document) { return gainOf(document, judged) > 0; });
  return static_cast<double>(found) / static_cast<double>(relevant);
}

double reciprocalRank(std::span<const std::string> ranking, const Judgements& judged) {
  for (std::size_t i = 0; i < std::min(kDeepestRank, ranking.size()); ++i) {
    if (gainOf(ranking[i], judged) > 0) return 1.0 / static_cast<double>(i + 1);
  }
  return 0;
}

Interval bootstrapMean(std::span<const double> values, std::uint64_t seed, std::size_t samples) {
  Interval out;
  if (values.empty() || samples == 0) return out;
  const auto count = static_cast<double>(values.size());
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  Random random(seed);
  std::vector<double> means(samples);
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
    mean = sum / count;
  }
  std::sort(means.begin(), means.end());
  const auto at = [&means](double share) {
    return means[std::min(means.size() - 1, static_cast<std::size_t>(share * static_cast<double>(means.size())))];
  };
  out.low = at(0.025);
  out.high = at(0.975);
  return out;
}

std::vector<std::string> reciprocalRankFusion(std::span<const std::vector<std::string>> rankings) {
  std::map<std::string, double> scores;
  for (const auto& ranking : rankings) {
    for (std::size_t i = 0; i < ranking.size(); ++i) {
      scores[ranking[i]] += 1.0 / (kFusion + static_cast<double>(i) + 1);
    }
  }
  std::vector<std::pair<double, std::string>> order;
  order.reserve(scores.size());
  for (const auto& [document, score] : scores) order.emplace_back(-score, document);
  std::sort(order.begin(), order.end());
  std::vector<std::string> out;
  out.reserve(order.size());
  for (auto& [score, document] : order) out.push_back(std::move(document));
  return out;
}

}  // namespace vigie
