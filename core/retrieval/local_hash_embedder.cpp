#include "core/retrieval/local_hash_embedder.h"

#include "core/retrieval/analyser.h"
#include "core/retrieval/text.h"

#include <cmath>
#include <unordered_map>

namespace vigie {

namespace {

namespace asio = boost::asio;

// The weights of a feature beside a stem's 1. Do not change under the same model name.
constexpr float kCompoundWeight = 1.0F;
constexpr float kCommonWeight = 0.5F;
constexpr float kConceptWeight = 0.7F;
constexpr float kGramsWeight = 0.7F;  ///< of all the n-grams of one word together
constexpr std::size_t kGram = 4;
constexpr std::size_t kLeastForGrams = 5;
constexpr std::uint64_t kGramSeed = 4;

struct Feature {
  float count = 0;
  float weight = 0;
  bool gram = false;
  std::uint64_t idfKey = 0;  ///< the term whose frequency weighs it: an n-gram takes its word's
};

using Features = std::unordered_map<std::uint64_t, Feature>;

float weightOf(text::TermKind kind) {
  switch (kind) {
    case text::TermKind::kCompound:
      return kCompoundWeight;
    case text::TermKind::kConcept:
      return kConceptWeight;
    case text::TermKind::kStem:
      break;
  }
  return 1.0F;
}

void addGrams(Features& features, const text::Word& word, std::uint64_t termKey) {
  if (word.folded.size() < kLeastForGrams || word.folded.size() > 40) return;
  const std::string marked = "^" + word.folded + "$";
  const std::size_t grams = marked.size() - kGram + 1;
  const float each = kGramsWeight / std::sqrt(static_cast<float>(grams));
  for (std::size_t i = 0; i < grams; ++i) {
    const auto key = text::stableHash(std::string_view(marked).substr(i, kGram), kGramSeed);
    auto& feature = features[key];
    feature.count += 1;
    feature.weight = std::max(feature.weight, each);
    feature.gram = true;
    feature.idfKey = termKey;
  }
}

Features featuresOf(std::string_view text) {
  const auto analysis = text::analyse(text);
  Features features;
  features.reserve(analysis.terms.size() * 6);
  for (const auto& term : analysis.terms) {
    auto& feature = features[term.key];
    feature.count += 1;
    feature.weight = weightOf(term.kind);
    if (term.kind == text::TermKind::kStem && analysis.words[term.word].common) feature.weight = kCommonWeight;
    feature.idfKey = term.key;
    if (feature.weight == 1.0F && term.kind == text::TermKind::kStem)
      addGrams(features, analysis.words[term.word], term.key);
  }
  return features;
}

/// Two buckets a feature: a collision then costs half of it.
void scatter(Embedding& out, std::uint64_t key, float value) {
  const auto half = value * 0.70710678F;
  for (const auto part : {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)}) {
    const std::size_t bucket = part % LocalHashEmbedder::kDimension;
    out[bucket] += (part & 0x80000000U) != 0 ? -half : half;
  }
}

void normalise(Embedding& vector) {
  double sum = 0;
  for (const float x : vector) sum += static_cast<double>(x) * static_cast<double>(x);
  if (sum <= 0) return;
  const auto scale = static_cast<float>(1.0 / std::sqrt(sum));
  for (float& x : vector) x *= scale;
}

}  // namespace

Embedding LocalHashEmbedder::passage(std::string_view text) {
  Embedding out(kDimension, 0.0F);
  for (const auto& [key, feature] : featuresOf(text)) {
    scatter(out, key, feature.weight * (1.0F + std::log(feature.count)));
  }
  normalise(out);
  return out;
}

Embedding LocalHashEmbedder::query(std::string_view text, const TermStatistics* corpus) {
  Embedding out(kDimension, 0.0F);
  for (const auto& [key, feature] : featuresOf(text)) {
    const double idf = corpus == nullptr ? 1.0 : corpus->inverseFrequency(feature.idfKey);
    scatter(out, key, feature.weight * (1.0F + std::log(feature.count)) * static_cast<float>(idf));
  }
  normalise(out);
  return out;
}

asio::awaitable<Result<std::vector<Embedding>>> LocalHashEmbedder::embedPassages(std::vector<std::string> texts) {
  std::vector<Embedding> out;
  out.reserve(texts.size());
  for (const auto& text : texts) out.push_back(passage(text));
  co_return out;
}

asio::awaitable<Result<Embedding>> LocalHashEmbedder::embedQuery(std::string text,
                                                                 std::shared_ptr<const TermStatistics> corpus) {
  co_return query(text, corpus.get());
}

std::string passageForEmbedding(const std::string& title, const std::string& heading, const std::string& text) {
  std::string out = title;
  if (!heading.empty()) out += (out.empty() ? "" : "\n") + heading;
  return out + (out.empty() ? "" : "\n\n") + text;
}

}  // namespace vigie
