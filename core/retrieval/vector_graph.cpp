#include "core/retrieval/vector_graph.h"

#include <faiss/IndexHNSW.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/DistanceComputer.h>

#include <algorithm>
#include <array>
#include <cblas.h>
#include <random>
#include <stdexcept>
#include <utility>

namespace vigie {

namespace {

using GraphId = faiss::Index::idx_t;

constexpr int kConstruction = 80;    ///< rows in view while a row's neighbours are looked for (efConstruction)
constexpr std::size_t kBatch = 100;  ///< rows between two looks at `stop`
constexpr std::array<std::size_t, 4> kBreadths{64, 128, 256, 512};
constexpr std::size_t kSample = 100;  ///< questions
constexpr std::size_t kFound = 10;    ///< of each

/// OpenBLAS' products of rows in place: FAISS' own take three times as long where it is built without AVX (ADR 16).
class RowProducts final : public faiss::DistanceComputer {
 public:
  RowProducts(const VectorIndex& rows, float sign)
      : rows_(rows.row(0).data()), dimension_(static_cast<blasint>(rows.dimension())), sign_(sign) {}

  void set_query(const float* query) override { query_ = query; }
  float operator()(GraphId row) override { return product(at(row), query_); }
  float symmetric_dis(GraphId a, GraphId b) override { return product(at(a), at(b)); }

 private:
  [[nodiscard]] const float* at(GraphId row) const { return rows_ + row * static_cast<GraphId>(dimension_); }
  [[nodiscard]] float product(const float* a, const float* b) const {
    return sign_ * cblas_sdot(dimension_, a, 1, b, 1);
  }

  const float* rows_;
  blasint dimension_;
  float sign_;
  const float* query_ = nullptr;
};

/// What FAISS' graph takes for its storage: rows that are there already.
class RowsInPlace final : public faiss::Index {
 public:
  explicit RowsInPlace(const VectorIndex& rows)
      : faiss::Index(static_cast<GraphId>(rows.dimension()), faiss::METRIC_INNER_PRODUCT), rows_(rows) {}

  void add(GraphId count, const float*) override { ntotal += count; }
  void reset() override { ntotal = 0; }
  void search(GraphId, const float*, GraphId, float*, GraphId*, const faiss::SearchParameters*) const override {
    throw std::logic_error("the graph is searched, not its rows");
  }
  [[nodiscard]] faiss::DistanceComputer* get_distance_computer() const override { return new RowProducts(rows_, 1); }

 private:
  const VectorIndex& rows_;
};

}  // namespace

struct VectorGraph::Impl {
  explicit Impl(std::shared_ptr<const VectorIndex> all)
      : rows(std::move(all)), storage(*rows), graph(&storage, static_cast<int>(GraphLinks::kNeighbours)) {
    graph.own_fields = false;
    graph.hnsw.efConstruction = kConstruction;
  }

  std::shared_ptr<const VectorIndex> rows;
  RowsInPlace storage;
  faiss::IndexHNSW graph;
};

VectorGraph::VectorGraph(std::shared_ptr<const VectorIndex> rows) : impl_(std::make_unique<Impl>(std::move(rows))) {}

VectorGraph::~VectorGraph() = default;

std::shared_ptr<const VectorGraph> VectorGraph::build(std::shared_ptr<const VectorIndex> rows,
                                                      const std::function<bool()>& stop,
                                                      const std::function<void(double)>& progress) {
  std::shared_ptr<VectorGraph> out(new VectorGraph(std::move(rows)));
  const VectorIndex& all = *out->impl_->rows;
  for (std::size_t first = 0; first < all.size(); first += kBatch) {
    if (stop()) return nullptr;
    const auto count = std::min(kBatch, all.size() - first);
    out->impl_->graph.add(static_cast<GraphId>(count), all.row(first).data());
    if (progress) progress(static_cast<double>(first + count) / static_cast<double>(all.size()));
  }
  if (!out->measure(stop)) return nullptr;
  return out;
}

std::shared_ptr<const VectorGraph> VectorGraph::adopt(std::shared_ptr<const VectorIndex> rows, const GraphLinks& links,
                                                      Quality quality) {
  if (links.levels.empty() || quality.breadth == 0 || !links.fit(rows->size())) return nullptr;
  std::shared_ptr<VectorGraph> out(new VectorGraph(std::move(rows)));
  auto& graph = out->impl_->graph;
  auto& hnsw = graph.hnsw;
  hnsw.levels.assign(links.levels.begin(), links.levels.end());
  hnsw.offsets.reserve(links.levels.size() + 1);
  for (const auto levels : links.levels) hnsw.offsets.push_back(hnsw.offsets.back() + GraphLinks::places(levels));
  hnsw.neighbors = links.neighbours;
  const auto highest = std::max_element(links.levels.begin(), links.levels.end());
  hnsw.entry_point = static_cast<std::int32_t>(highest - links.levels.begin());
  hnsw.max_level = *highest - 1;
  graph.ntotal = static_cast<GraphId>(links.levels.size());
  out->impl_->storage.ntotal = graph.ntotal;
  out->quality_ = quality;
  return out;
}

void VectorGraph::nearest(std::span<const float> query, std::size_t breadth, std::vector<Near>& out) const {
  const VectorIndex& rows = *impl_->rows;
  if (query.size() != rows.dimension()) throw std::logic_error("a query of another dimension");
  out.clear();
  const std::size_t count = std::min(breadth, size());
  if (count == 0) return;
  thread_local faiss::VisitedTable seen(0);
  if (seen.visited.size() < size()) seen = faiss::VisitedTable(static_cast<int>(size()));
  seen.advance();  // whatever a search before left there
  thread_local std::vector<float> distances;
  thread_local std::vector<GraphId> found;
  distances.resize(count);
  found.resize(count);
  faiss::maxheap_heapify(count, distances.data(), found.data());
  RowProducts products(rows, -1);  // the nearest have the least
  products.set_query(query.data());
  faiss::SearchParametersHNSW parameters;
  parameters.efSearch = static_cast<int>(count);
  impl_->graph.hnsw.search(products, static_cast<int>(count), found.data(), distances.data(), seen, &parameters);
  for (std::size_t i = 0; i < count; ++i) {
    if (found[i] >= 0) out.push_back({static_cast<std::uint32_t>(found[i]), -distances[i]});
  }
  std::sort(out.begin(), out.end(),
            [](const Near& a, const Near& b) { return a.cosine != b.cosine ? a.cosine > b.cosine : a.row < b.row; });
}

/// Asks for what lies between two rows, which is harder to find than what people ask: with a quarter of another row in
/// it and not half, a sample was content with a breadth that found .978 of what questions were near to.
bool VectorGraph::measure(const std::function<bool()>& stop) {
  const VectorIndex& rows = *impl_->rows;
  if (rows.size() == 0) return true;
  std::mt19937 random(121);
  struct Question {
    std::vector<float> vector;
    float tenth = 0;  ///< the cosine of the last that must be found
  };
  std::vector<Question> questions(kSample);
  std::vector<float> cosines(rows.size());
  const auto wanted = std::min(kFound, rows.size());
  for (auto& question : questions) {
    if (stop()) return false;
    const auto a = rows.row(random() % rows.size());
    const auto b = rows.row(random() % rows.size());
    for (std::size_t i = 0; i < a.size(); ++i) question.vector.push_back(a[i] + 0.5F * b[i]);
    for (std::size_t row = 0; row < rows.size(); ++row) cosines[row] = rows.cosine(question.vector, row);
    const auto last = cosines.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
    std::nth_element(cosines.begin(), last, cosines.end(), std::greater<>());
    question.tenth = *last;
  }
  std::vector<Near> near;
  for (const auto breadth : kBreadths) {
    std::size_t found = 0;
    for (const auto& question : questions) {
      if (stop()) return false;
      nearest(question.vector, breadth, near);
      const auto right = [&](const Near& one) { return one.cosine >= question.tenth; };
      found += std::min(wanted, static_cast<std::size_t>(std::count_if(near.begin(), near.end(), right)));
    }
    quality_ = {breadth, static_cast<double>(found) / static_cast<double>(wanted * kSample)};
    if (quality_.recall >= kLeastRecall) break;
  }
  return true;
}

std::size_t VectorGraph::size() const noexcept { return static_cast<std::size_t>(impl_->graph.ntotal); }

std::size_t VectorGraph::bytes() const noexcept {
  const auto& hnsw = impl_->graph.hnsw;
  return hnsw.neighbors.size() * sizeof(hnsw.neighbors[0]) + hnsw.levels.size() * sizeof(hnsw.levels[0]) +
         hnsw.offsets.size() * sizeof(hnsw.offsets[0]);
}

GraphLinks VectorGraph::links() const {
  const auto& hnsw = impl_->graph.hnsw;
  GraphLinks out;
  for (const auto levels : hnsw.levels) out.levels.push_back(static_cast<std::uint8_t>(levels));
  out.neighbours = hnsw.neighbors;
  return out;
}

}  // namespace vigie
