// Exact search through the whole index against HNSW: recall against latency, and what building costs.
#include "core/retrieval/search_index.h"

#include <CLI/CLI.hpp>
#include <boost/asio/thread_pool.hpp>
#include <faiss/IndexHNSW.h>

#include <algorithm>
#include <cblas.h>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace vigie {
namespace {

using Clock = std::chrono::steady_clock;
using Id = faiss::Index::idx_t;

double microsecondsSince(Clock::time_point begun) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begun).count();
}

struct Times {
  double p50 = 0;
  double p99 = 0;
};

Times timesOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Times out;
  out.p50 = values[values.size() / 2];
  out.p99 = values[values.size() * 99 / 100];
  return out;
}

void normalise(float* row, std::size_t dimension) {
  const float length = std::sqrt(std::inner_product(row, row + dimension, row, 0.0F));
  for (std::size_t i = 0; i < dimension; ++i) row[i] /= length;
}

/// Vectors as embedding models make them: of `hidden` independent directions in `dimension`, in clusters, with noise.
/// Independent Gaussians in every direction would have no neighbourhoods that a graph could follow.
class Vectors {
 public:
  explicit Vectors(std::size_t dimension) : dimension_(dimension), mixing_(kHidden * dimension) {
    for (float& x : mixing_) x = normal_(random_);
    for (auto& centre : centres_) {
      centre.resize(kHidden);
      for (float& x : centre) x = normal_(random_);
    }
  }

  std::vector<float> make(std::size_t count) {
    std::vector<float> out(count * dimension_);
    std::vector<float> hidden(kHidden);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& centre = centres_[random_() % centres_.size()];
      for (std::size_t j = 0; j < kHidden; ++j) hidden[j] = centre[j] + 0.7F * normal_(random_);
      float* const row = out.data() + i * dimension_;
      cblas_sgemv(CblasRowMajor, CblasTrans, static_cast<blasint>(kHidden), static_cast<blasint>(dimension_), 1.0F,
                  mixing_.data(), static_cast<blasint>(dimension_), hidden.data(), 1, 0.0F, row, 1);
      for (std::size_t j = 0; j < dimension_; ++j) row[j] += 0.5F * normal_(random_);
      normalise(row, dimension_);
    }
    return out;
  }

 private:
  static constexpr std::size_t kHidden = 48;
  std::size_t dimension_;
  std::mt19937 random_{7};
  std::normal_distribution<float> normal_;
  std::vector<float> mixing_;
  std::vector<std::vector<float>> centres_{200};
};

/// The scores of all rows.
void scoreAll(const std::vector<float>& rows, std::span<const float> query, std::vector<float>& scores) {
  cblas_sgemv(CblasRowMajor, CblasNoTrans, static_cast<blasint>(scores.size()), static_cast<blasint>(query.size()), 1.0F,
              rows.data(), static_cast<blasint>(query.size()), query.data(), 1, 0.0F, scores.data(), 1);
}

/// By the rows themselves: the index keeps its documents in an order of its own.
std::vector<std::vector<Id>> exactNeighbours(const std::vector<float>& rows, const std::vector<float>& queries,
                                             std::size_t dimension, std::size_t k) {
  std::vector<std::vector<Id>> out;
  std::vector<float> scores(rows.size() / dimension);
  std::vector<Id> order(scores.size());
  for (std::size_t q = 0; q * dimension < queries.size(); ++q) {
    scoreAll(rows, std::span(queries).subspan(q * dimension, dimension), scores);
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(
        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k), order.end(),
        [&scores](Id a, Id b) { return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)]; });
    out.emplace_back(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k));
  }
  return out;
}

constexpr std::size_t kPassages = 5;  ///< a document

std::shared_ptr<SearchIndex> indexOf(const std::vector<float>& rows, std::size_t dimension,
                                     boost::asio::any_io_executor background) {
  auto index = SearchIndex::create(dimension, std::move(background));
  index->beginLoad();
  std::vector<IndexChange> changes;
  for (std::size_t row = 0; row * dimension < rows.size(); ++row) {
    if (row % kPassages == 0) {
      changes.emplace_back();
      changes.back().sequence = static_cast<std::int64_t>(row / kPassages + 1);
      changes.back().documentId = std::to_string(row / kPassages);
    }
    StoredChunk chunk;
    chunk.ordinal = static_cast<int>(row % kPassages);
    chunk.text = "A passage.";
    const auto* const from = rows.data() + row * dimension;
    chunk.embedding.assign(from, from + dimension);
    changes.back().chunks.push_back(std::move(chunk));
  }
  index->apply(std::move(changes), static_cast<std::int64_t>(rows.size()));
  index->endLoad();
  return index;
}

void measure(std::size_t size, std::size_t dimension, std::size_t queryCount, bool withGraph) {
  Vectors vectors(dimension);
  const auto rows = vectors.make(size);
  const auto queries = vectors.make(queryCount);
  boost::asio::thread_pool pool(1);
  const auto index = indexOf(rows, dimension, pool.get_executor());
  const auto snapshot = index->snapshot();

  // In turns, so that what else the machine does meets both alike; each often enough in a row to have its rows in the
  // processor's cache, as far as they fit.
  std::vector<double> bare;
  std::vector<double> whole;
  std::vector<float> scores(size);
  for (int round = 0; round < 3; ++round) {
    for (std::size_t q = 0; q < queryCount; ++q) {
      const auto begun = Clock::now();
      scoreAll(rows, std::span(queries).subspan(q * dimension, dimension), scores);
      bare.push_back(microsecondsSince(begun));
    }
    for (std::size_t q = 0; q < queryCount; ++q) {
      PreparedQuery prepared;
      const auto query = std::span(queries).subspan(q * dimension, dimension);
      prepared.embedding.assign(query.begin(), query.end());
      const auto begun = Clock::now();
      const auto hits = snapshot->search(prepared, 10, wire::SearchMode::kVector);
      whole.push_back(microsecondsSince(begun));
      if (hits.size() != 10) std::fprintf(stderr, "%zu hits\n", hits.size());
    }
  }
  const auto bareTimes = timesOf(bare);
  const auto wholeTimes = timesOf(whole);
  std::printf("\n### %zu x %zu\n\n| search | k | recall | p50 us | p99 us |\n| --- | --- | --- | --- | --- |\n", size,
              dimension);
  std::printf("| OpenBLAS sgemv, scores only | | 1 | %.0f | %.0f |\n", bareTimes.p50, bareTimes.p99);
  std::printf("| the whole index, exact | 10 | 1 | %.0f | %.0f |\n", wholeTimes.p50, wholeTimes.p99);
  std::fflush(stdout);
  if (!withGraph) {
    pool.join();
    return;
  }
  const auto building = Clock::now();
  faiss::IndexHNSWFlat graph(static_cast<int>(dimension), 32, faiss::METRIC_INNER_PRODUCT);
  graph.hnsw.efConstruction = 80;
  graph.add(static_cast<Id>(size), rows.data());
  const double built = microsecondsSince(building) / 1e6;
  for (const std::size_t k : {1U, 10U, 50U}) {
    const auto truth = exactNeighbours(rows, queries, dimension, k);
    for (const int ef : {16, 32, 64, 128, 256, 512}) {
      if (static_cast<std::size_t>(ef) < k) continue;
      graph.hnsw.efSearch = ef;
      std::vector<double> times;
      std::size_t found = 0;
      std::vector<float> distances(k);
      std::vector<Id> ids(k);
      for (std::size_t q = 0; q < queryCount; ++q) {
        const auto begun = Clock::now();
        graph.search(1, queries.data() + q * dimension, static_cast<Id>(k), distances.data(), ids.data());
        times.push_back(microsecondsSince(begun));
        const std::set<Id> right(truth[q].begin(), truth[q].end());
        for (const Id id : ids) found += right.count(id);
      }
      const auto spent = timesOf(times);
      std::printf("| HNSW32, efSearch %d | %zu | %.4f | %.0f | %.0f |\n", ef, k,
                  static_cast<double>(found) / static_cast<double>(k * queryCount), spent.p50, spent.p99);
      std::fflush(stdout);
    }
  }
  std::printf("\nHNSW32 built in %.1f s (efConstruction 80, one thread).\n", built);
  std::fflush(stdout);
  pool.join();
}

}  // namespace
}  // namespace vigie

int main(int argc, char** argv) {
  CLI::App app("Exact search through the whole index against HNSW");
  std::vector<std::size_t> sizes{10'000, 100'000};
  std::size_t dimension = 384;
  std::size_t queries = 200;
  bool exactOnly = false;
  app.add_option("--sizes", sizes, "numbers of passages")->delimiter(',');
  app.add_option("--dimension", dimension, "of the vectors");
  app.add_option("--queries", queries, "asked of each");
  app.add_flag("--exact-only", exactOnly, "build no graph");
  CLI11_PARSE(app, argc, argv);
  vigie::pinMathLibrariesToOneThread();
  for (const auto size : sizes) vigie::measure(size, dimension, queries, !exactOnly);
  return 0;
}
