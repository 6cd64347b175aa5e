#include "core/evaluation/retrieval_evaluation.h"

#include "core/base/clock.h"
#include "core/retrieval/chunker.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/spelling.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <iomanip>
#include <sstream>
#include <unordered_set>

namespace vigie {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kDeepest = 100;   ///< documents of a ranking
constexpr std::size_t kPassages = 300;  ///< asked for, so that as many documents come of them
constexpr std::size_t kTimed = 10;      ///< passages of the search that is timed

template <class T>
T await(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return future.get();
}

Result<void> embed(std::vector<StoredChunk>& chunks, const std::string& title, Embedder& embedder) {
  for (std::size_t from = 0; from < chunks.size(); from += kBatch) {
    const auto to = std::min(from + kBatch, chunks.size());
    std::vector<std::string> texts;
    for (std::size_t i = from; i < to; ++i)
      texts.push_back(passageForEmbedding(title, chunks[i].heading, chunks[i].text));
    auto embeddings = await(embedder.embedPassages(std::move(texts)));
    if (!embeddings) return embeddings.error();
    for (std::size_t i = from; i < to; ++i) chunks[i].embedding = std::move((*embeddings)[i - from]);
  }
  return {};
}

Result<std::vector<IndexChange>> indexChanges(const Collection& collection, Embedder& embedder) {
  std::vector<IndexChange> changes;
  for (const auto& document : collection.documents) {
    IndexChange change;
    change.sequence = static_cast<std::int64_t>(changes.size()) + 1;
    change.documentId = document.id;
    change.title = document.title;
    change.embeddingModel = embedder.model();
    for (auto& chunk : chunkText(document.text, false)) {
      change.chunks.push_back({chunk.ordinal, std::move(chunk.heading), std::move(chunk.text), {}});
    }
    if (change.chunks.empty()) change.chunks.push_back({0, "", document.title, {}});  // a title alone can be found, too
    if (const auto embedded = embed(change.chunks, change.title, embedder); !embedded) return embedded.error();
    changes.push_back(std::move(change));
  }
  return changes;
}

Result<PreparedQuery> prepare(const std::string& question, const std::shared_ptr<const IndexSnapshot>& snapshot,
                              Embedder& embedder) {
  PreparedQuery query;
  const auto text = withSlipsMended(question, *snapshot);
  const auto analysis = text::analyse(text);
  query.language = analysis.language;
  query.terms = queryTerms(analysis);
  std::string asked = text;
  std::shared_ptr<const TermStatistics> corpus = snapshot;
  auto embedding = await(embedder.embedQuery(std::move(asked), std::move(corpus)));
  if (!embedding) return embedding.error();
  query.embedding = std::move(*embedding);
  return query;
}

/// The documents of the hits, each at its first.
std::vector<std::string> documentsOf(const std::vector<wire::Citation>& hits) {
  std::vector<std::string> out;
  std::unordered_set<std::string> seen;
  for (const auto& hit : hits) {
    if (out.size() < kDeepest && seen.insert(hit.documentId).second) out.push_back(hit.documentId);
  }
  return out;
}

/// Sums up the queries of one mode.
class Tally {
 public:
  Tally(std::string mode, const EvaluationOptions& options) {
    report_.mode = std::move(mode);
    for (const auto k : options.depths) report_.sweep.push_back({k, 0, 0});
  }

  void add(const std::vector<std::string>& found, const Judgements& judged) {
    const auto ranking = withoutSources(found, judged);
    report_.ndcgOfQueries.push_back(ndcgAt(10, ranking, judged));
    report_.ndcg10 += report_.ndcgOfQueries.back();
    report_.recall10 += recallAt(10, ranking, judged);
    report_.mrr += reciprocalRank(ranking, judged);
    for (auto& depth : report_.sweep) {
      depth.ndcg += ndcgAt(depth.k, ranking, judged);
      depth.recall += recallAt(depth.k, ranking, judged);
    }
  }
  void took(double milliseconds) { times_.push_back(milliseconds); }

  ModeReport finish() {
    const auto count = static_cast<double>(std::max<std::size_t>(1, report_.ndcgOfQueries.size()));
    for (double* sum : {&report_.ndcg10, &report_.recall10, &report_.mrr}) *sum /= count;
    for (auto& depth : report_.sweep) {
      depth.ndcg /= count;
      depth.recall /= count;
    }
    std::sort(times_.begin(), times_.end());
    if (!times_.empty()) {
      report_.searchP50 = times_[times_.size() / 2];
      report_.searchP95 = times_[times_.size() * 95 / 100];
    }
    return std::move(report_);
  }

 private:
  ModeReport report_;
  std::vector<double> times_;
};

const ModeReport* find(const EvaluationReport& report, std::string_view mode) {
  const auto found = std::find_if(report.modes.begin(), report.modes.end(),
                                  [mode](const ModeReport& entry) { return entry.mode == mode; });
  return found == report.modes.end() ? nullptr : &*found;
}

std::optional<Interval> difference(const EvaluationReport& report, std::string_view better, std::string_view than) {
  const auto* const a = find(report, better);
  const auto* const b = find(report, than);
  if (a == nullptr || b == nullptr) return std::nullopt;
  std::vector<double> values;
  for (std::size_t i = 0; i < a->ndcgOfQueries.size(); ++i) values.push_back(a->ndcgOfQueries[i] - b->ndcgOfQueries[i]);
  return bootstrapMean(values);
}

/// `value` with so many digits after the point, to the right of `width` columns.
std::string number(double value, int digits, int width = 0, bool sign = false) {
  std::ostringstream out;
  if (sign) out << std::showpos;
  out << std::fixed << std::setprecision(digits) << std::setw(width) << value;
  return out.str();
}

std::string left(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

boost::json::object toJson(const Interval& interval) {
  return {{"mean", interval.mean}, {"low", interval.low}, {"high", interval.high}};
}

}  // namespace

Result<EvaluationReport> evaluateRetrieval(const Collection& collection, Embedder& embedder,
                                           const EvaluationOptions& options) {
  auto changes = indexChanges(collection, embedder);
  if (!changes) return changes.error();
  EvaluationReport report;
  report.collection = collection.name;
  report.embeddingModel = embedder.model();
  report.documents = collection.documents.size();
  asio::io_context background;  // never run: the index stays as it is built
  const auto index = SearchIndex::create(embedder.dimension(), background.get_executor(), {.mostDelta = SIZE_MAX});
  index->apply(std::move(*changes));
  const auto snapshot = index->snapshot();
  report.passages = snapshot->passages();

  std::vector<Tally> tallies;
  for (const auto mode : options.modes) tallies.emplace_back(std::string(wire::toString(mode)), options);
  const auto at = [&options](wire::SearchMode mode) {
    return static_cast<std::size_t>(std::find(options.modes.begin(), options.modes.end(), mode) -
                                    options.modes.begin());
  };
  const std::size_t lexical = at(wire::SearchMode::kLexical);
  const std::size_t vector = at(wire::SearchMode::kVector);
  const bool fused = lexical < options.modes.size() && vector < options.modes.size();
  Tally fusion("rrf", options);

  for (const auto& [id, judged] : collection.judgements) {
    const auto question = collection.queries.find(id);
    if (question == collection.queries.end() || !isJudged(judged)) continue;
    ++report.queries;
    const auto query = prepare(question->second, snapshot, embedder);
    if (!query) return query.error();
    std::vector<std::vector<std::string>> rankings;
    for (std::size_t i = 0; i < options.modes.size(); ++i) {
      rankings.push_back(documentsOf(snapshot->search(*query, kPassages, options.modes[i])));
      tallies[i].add(rankings.back(), judged);
      const auto started = std::chrono::steady_clock::now();
      (void)snapshot->search(*query, kTimed, options.modes[i]);
      tallies[i].took(millisecondsBetween(started, std::chrono::steady_clock::now()));
    }
    if (fused) {
      const std::array both{rankings[lexical], rankings[vector]};
      fusion.add(reciprocalRankFusion(both), judged);
    }
  }
  for (auto& tally : tallies) report.modes.push_back(tally.finish());
  if (fused) report.modes.push_back(fusion.finish());
  report.hybridOverLexical = difference(report, "hybrid", "lexical");
  report.hybridOverFusion = difference(report, "hybrid", "rrf");
  return report;
}

std::string toTable(const EvaluationReport& report) {
  std::string out = report.collection + ": " + std::to_string(report.documents) + " documents, " +
                    std::to_string(report.passages) + " passages, " + std::to_string(report.queries) +
                    " judged queries; embeddings by " + report.embeddingModel + "\n\n";
  out += "mode       nDCG@10  Recall@10     MRR   search p50    p95 (ms)\n";
  for (const auto& mode : report.modes) {
    out += left(mode.mode, 10) + number(mode.ndcg10, 4, 8) + number(mode.recall10, 4, 11) + number(mode.mrr, 4, 8) +
           number(mode.searchP50, 3, 13) + number(mode.searchP95, 3, 8) + "\n";
  }
  out += "\n" + left("nDCG, recall", 12);
  for (const auto& mode : report.modes) out += "  " + left(mode.mode, 12);
  out += "\n";
  for (std::size_t i = 0; !report.modes.empty() && i < report.modes.front().sweep.size(); ++i) {
    out += left("k = " + std::to_string(report.modes.front().sweep[i].k), 12);
    for (const auto& mode : report.modes) {
      out += "  " + left(number(mode.sweep[i].ndcg, 3) + " " + number(mode.sweep[i].recall, 3), 12);
    }
    out += "\n";
  }
  const auto interval = [&out](const std::string& what, const std::optional<Interval>& value) {
    if (!value) return;
    out += "\n" + what + ", nDCG@10: " + number(value->mean, 4, 0, true) + ", 95 % interval [" +
           number(value->low, 4, 0, true) + ", " + number(value->high, 4, 0, true) + "]";
  };
  interval("hybrid - lexical", report.hybridOverLexical);
  interval("hybrid - rrf", report.hybridOverFusion);
  return out + "\n";
}

boost::json::object toJson(const EvaluationReport& report) {
  boost::json::object modes;
  for (const auto& mode : report.modes) {
    boost::json::array sweep;
    for (const auto& depth : mode.sweep)
      sweep.push_back({{"k", depth.k}, {"ndcg", depth.ndcg}, {"recall", depth.recall}});
    boost::json::object entry{
        {"ndcg_at_10", mode.ndcg10}, {"recall_at_10", mode.recall10}, {"mrr", mode.mrr}, {"sweep", std::move(sweep)}};
    if (mode.searchP95 > 0) entry["search_ms"] = {{"p50", mode.searchP50}, {"p95", mode.searchP95}};
    modes[mode.mode] = std::move(entry);
  }
  boost::json::object out{{"collection", report.collection}, {"embedding_model", report.embeddingModel},
                          {"documents", report.documents},   {"passages", report.passages},
                          {"queries", report.queries},       {"modes", std::move(modes)}};
  if (report.hybridOverLexical) out["hybrid_minus_lexical"] = toJson(*report.hybridOverLexical);
  if (report.hybridOverFusion) out["hybrid_minus_rrf"] = toJson(*report.hybridOverFusion);
  return out;
}

}  // namespace vigie
