// Exact search through the whole index against search by its graph: recall and latency, and what building costs.
#include "core/retrieval/analyser.h"
#include "core/retrieval/search_index.h"
#include "tests/support/clustered_passages.h"

#include <CLI/CLI.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <cblas.h>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace vigie {
namespace {

using Clock = std::chrono::steady_clock;

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

/// The scores of all rows.
void scoreAll(const std::vector<float>& rows, std::span<const float> query, std::vector<float>& scores) {
  cblas_sgemv(CblasRowMajor, CblasNoTrans, static_cast<blasint>(scores.size()), static_cast<blasint>(query.size()),
              1.0F, rows.data(), static_cast<blasint>(query.size()), query.data(), 1, 0.0F, scores.data(), 1);
}

constexpr std::size_t kPassages = 5;  ///< a document
constexpr std::size_t kHits = 10;

/// Processor time of this thread, s: how long something takes does not say what it costs on a busy machine.
double threadSeconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Corpus {
  std::vector<float> rows;  ///< of all passages, for sgemv
  std::vector<PreparedQuery> questions;
  std::shared_ptr<SearchIndex> index;
};

Corpus corpusOf(std::size_t size, std::size_t dimension, std::size_t questions,
                boost::asio::any_io_executor background) {
  test::ClusteredPassages passages(dimension, 48, 200, 7);
  Corpus out;
  std::vector<IndexChange> changes;
  for (std::size_t i = 0; i < size / kPassages; ++i) {
    // A word that one document in a hundred has, for hybrid search to find.
    const std::string words = i % 100 == 0 ? "The lighthouse." : "A passage.";
    changes.push_back(passages.document(static_cast<std::int64_t>(i + 1), std::to_string(i), kPassages, words));
    for (const auto& chunk : changes.back().chunks) {
      out.rows.insert(out.rows.end(), chunk.embedding.begin(), chunk.embedding.end());
    }
  }
  for (std::size_t i = 0; i < questions; ++i) {
    PreparedQuery query;
    query.embedding = passages.vector(passages.place());
    query.terms = queryTerms(text::analyse("lighthouse"));
    out.questions.push_back(std::move(query));
  }
  out.index = SearchIndex::create(dimension, std::move(background));
  out.index->beginLoad();
  out.index->apply(std::move(changes), static_cast<std::int64_t>(size));
  out.index->endLoad();
  return out;
}

using Hits = std::set<std::pair<std::string, int>>;

/// Each question once to warm up and thrice for the time; the hits of each.
Times ask(const IndexSnapshot& snapshot, const std::vector<PreparedQuery>& questions, wire::SearchMode mode,
          std::vector<Hits>& hits) {
  std::vector<double> times;
  hits.clear();
  for (int round = 0; round < 4; ++round) {
    for (const auto& question : questions) {
      const auto begun = Clock::now();
      const auto found = snapshot.search(question, kHits, mode);
      if (round > 0) times.push_back(microsecondsSince(begun));
      if (round > 0) continue;
      auto& one = hits.emplace_back();
      for (const auto& hit : found) one.emplace(hit.documentId, hit.chunk);
    }
  }
  return timesOf(std::move(times));
}

double recallOf(const std::vector<Hits>& right, const std::vector<Hits>& got) {
  std::size_t all = 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < right.size(); ++i) {
    all += right[i].size();
    for (const auto& one : right[i]) same += got[i].count(one);
  }
  return static_cast<double>(same) / static_cast<double>(all);
}

void row(const char* what, double recall, Times times) {
  std::printf("| %s | %.4f | %.0f | %.0f |\n", what, recall, times.p50, times.p99);
  std::fflush(stdout);
}

Times timesOfSgemv(const Corpus& corpus) {
  std::vector<double> times;
  std::vector<float> scores(corpus.rows.size() / corpus.questions.front().embedding.size());
  for (const auto& question : corpus.questions) {
    const auto begun = Clock::now();
    scoreAll(corpus.rows, question.embedding, scores);
    times.push_back(microsecondsSince(begun));
  }
  return timesOf(std::move(times));
}

void measure(std::size_t size, std::size_t dimension, std::size_t queryCount, bool withGraph) {
  boost::asio::thread_pool pool(1);
  const Corpus corpus = corpusOf(size, dimension, queryCount, pool.get_executor());
  const auto exact = corpus.index->snapshot();
  std::printf("\n### %zu x %zu\n\n| search, k = 10 | recall | p50 us | p99 us |\n| --- | --- | --- | --- |\n", size,
              dimension);
  row("OpenBLAS sgemv, scores only", 1, timesOfSgemv(corpus));
  std::vector<Hits> vectorHits;
  std::vector<Hits> hybridHits;
  const auto exactTimes = ask(*exact, corpus.questions, wire::SearchMode::kVector, vectorHits);
  const auto hybridTimes = ask(*exact, corpus.questions, wire::SearchMode::kHybrid, hybridHits);
  row("the whole index by vector, exact", 1, exactTimes);
  row("the whole index hybrid, exact", 1, hybridTimes);
  if (withGraph) {
    const auto segment = exact->largest().segment;
    const double before = threadSeconds();
    const auto graph = VectorGraph::build({segment, &segment->vectors()}, [] { return false; });
    const double built = threadSeconds() - before;
    corpus.index->use(graph, segment);
    const auto snapshot = corpus.index->snapshot();
    std::vector<Hits> hits;
    const auto times = ask(*snapshot, corpus.questions, wire::SearchMode::kVector, hits);
    row("the whole index by vector, by its graph", recallOf(vectorHits, hits), times);
    const auto hybrid = ask(*snapshot, corpus.questions, wire::SearchMode::kHybrid, hits);
    row("the whole index hybrid, by its graph", recallOf(hybridHits, hits), hybrid);
    // In turns: the exact search once more, for what else the machine does.
    row("the whole index by vector, exact, again", 1, ask(*exact, corpus.questions, wire::SearchMode::kVector, hits));
    std::vector<VectorGraph::Near> near;
    for (const std::size_t breadth : {64U, 128U, 256U, 512U, 1024U}) {
      std::vector<double> bare;
      for (const auto& question : corpus.questions) {
        const auto begun = Clock::now();
        graph->nearest(question.embedding, breadth, near);
        bare.push_back(microsecondsSince(begun));
      }
      const auto spent = timesOf(std::move(bare));
      std::printf("| the graph alone, %zu rows in view | | %.0f | %.0f |\n", breadth, spent.p50, spent.p99);
    }
    std::printf(
        "\nBuilt in %.1f s of one thread; recall of its own sample %.4f at breadth %zu; %.1f MB beside %.1f MB of "
        "vectors and bounds.\n",
        built, graph->quality().recall, graph->quality().breadth, static_cast<double>(graph->bytes()) / 1e6,
        static_cast<double>(segment->vectors().bytes()) / 1e6);
    std::fflush(stdout);
  }
  pool.join();
}

}  // namespace
}  // namespace vigie

int main(int argc, char** argv) {
  CLI::App app("Exact search through the whole index against search by its graph");
  std::vector<std::size_t> sizes{10'000, 50'000, 100'000, 200'000};
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
