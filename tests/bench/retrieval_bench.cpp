// Retrieval: FAISS's own flat search against sgemv over the same rows, one whole search, embedding and chunking.
#include "core/retrieval/chunker.h"
#include "core/retrieval/local_hash_embedder.h"
#include "core/retrieval/search_index.h"

#include <benchmark/benchmark.h>
#include <cblas.h>
#include <boost/asio/thread_pool.hpp>
#include <faiss/IndexFlat.h>

#include <cmath>
#include <random>

namespace vigie {
namespace {

std::vector<float> randomRows(std::size_t rows, std::size_t dimension) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> out(rows * dimension);
  for (float& x : out) x = normal(random);
  return out;
}

/// A text of `words` words from a vocabulary of 5,000 with a natural (Zipf) distribution.
std::string randomText(std::mt19937& random, std::size_t words) {
  std::string out;
  std::uniform_real_distribution<double> uniform(0, 1);
  for (std::size_t i = 0; i < words; ++i) {
    const auto rank = static_cast<int>(std::pow(5000.0, uniform(random)));
    out += "word" + std::string(1, static_cast<char>('a' + rank % 26)) + std::to_string(rank) +
           (i % 12 == 11 ? ". " : " ");
  }
  return out;
}

void faissFlatSearch(benchmark::State& state) {
  pinMathLibrariesToOneThread();
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto dimension = static_cast<std::size_t>(state.range(1));
  const auto matrix = randomRows(rows, dimension);
  faiss::IndexFlatIP index(static_cast<faiss::Index::idx_t>(dimension));
  index.add(static_cast<faiss::Index::idx_t>(rows), matrix.data());
  std::vector<float> scores(10);
  std::vector<faiss::Index::idx_t> ids(10);
  for (auto _ : state) {
    index.search(1, matrix.data(), 10, scores.data(), ids.data());
    benchmark::DoNotOptimize(ids.data());
  }
}
BENCHMARK(faissFlatSearch)->Args({250, 1024})->Args({10'000, 384})->Args({10'000, 1024})->Unit(benchmark::kMicrosecond);

void sgemvScores(benchmark::State& state) {
  pinMathLibrariesToOneThread();
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto dimension = static_cast<std::size_t>(state.range(1));
  const auto matrix = randomRows(rows, dimension);
  std::vector<float> scores(rows);
  for (auto _ : state) {
    cblas_sgemv(CblasRowMajor, CblasNoTrans, static_cast<blasint>(rows), static_cast<blasint>(dimension), 1.0F,
                matrix.data(), static_cast<blasint>(dimension), matrix.data(), 1, 0.0F, scores.data(), 1);
    benchmark::DoNotOptimize(scores.data());
  }
}
BENCHMARK(sgemvScores)->Args({250, 1024})->Args({10'000, 384})->Args({10'000, 1024})->Unit(benchmark::kMicrosecond);

/// The bounds that a search asks of every row.
void upperBounds(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto dimension = static_cast<std::size_t>(state.range(1));
  const auto matrix = randomRows(rows, dimension);
  const VectorIndex index(dimension, matrix);
  std::vector<float> bounds(rows);
  for (auto _ : state) {
    index.upperBounds(std::span(matrix).first(dimension), bounds);
    benchmark::DoNotOptimize(bounds.data());
  }
}
BENCHMARK(upperBounds)->Args({250, 1024})->Args({10'000, 384})->Args({10'000, 1024})->Unit(benchmark::kMicrosecond);

/// A question from its text to its hits, on an index of that many passages.
void search(benchmark::State& state) {
  pinMathLibrariesToOneThread();
  std::mt19937 random(2);
  std::vector<IndexChange> changes;
  for (std::int64_t i = 0; i < state.range(0) / 5; ++i) {
    IndexChange change;
    change.sequence = i + 1;
    change.documentId = std::to_string(i);
    for (int chunk = 0; chunk < 5; ++chunk) {
      const auto text = randomText(random, 150);
      change.chunks.push_back({chunk, "", text, LocalHashEmbedder::passage(text)});
    }
    changes.push_back(std::move(change));
  }
  boost::asio::thread_pool pool(1);
  const auto index = SearchIndex::create(LocalHashEmbedder::kDimension, pool.get_executor(), {.mostDelta = 1'000'000});
  index->apply(std::move(changes));
  const auto snapshot = index->snapshot();
  const auto question = randomText(random, 10);
  const auto mode = static_cast<wire::SearchMode>(state.range(1));
  for (auto _ : state) {
    PreparedQuery query;
    const auto analysis = text::analyse(question);
    query.terms = queryTerms(analysis);
    if (mode != wire::SearchMode::kLexical) query.embedding = LocalHashEmbedder::query(question, snapshot.get());
    benchmark::DoNotOptimize(snapshot->search(query, 4, mode));
  }
  state.SetLabel(std::string(wire::toString(mode)));
  pool.join();
}
BENCHMARK(search)
    ->Args({250, 0})
    ->Args({250, 1})
    ->Args({250, 2})
    ->Args({10'000, 0})
    ->Args({10'000, 1})
    ->Args({10'000, 2})
    ->Unit(benchmark::kMicrosecond);

void embedPassage(benchmark::State& state) {
  std::mt19937 random(3);
  const auto text = randomText(random, 150);
  for (auto _ : state) benchmark::DoNotOptimize(LocalHashEmbedder::passage(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(embedPassage)->Unit(benchmark::kMicrosecond);

void embedQuestion(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(LocalHashEmbedder::query("What do I do when ServiceDown fires?", nullptr));
  }
}
BENCHMARK(embedQuestion)->Unit(benchmark::kMicrosecond);

void chunk(benchmark::State& state) {
  std::mt19937 random(4);
  const auto text = randomText(random, 20'000);
  for (auto _ : state) benchmark::DoNotOptimize(chunkText(text, true));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(chunk)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vigie
