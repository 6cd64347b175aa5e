#include "core/retrieval/vector_index.h"

#include <faiss/IndexFlat.h>

#include <cblas.h>
#include <omp.h>
#include <optional>
#include <stdexcept>

namespace vigie {

struct VectorIndex::Impl {
  explicit Impl(std::size_t dimension) : flat(static_cast<faiss::Index::idx_t>(dimension)) {}
  faiss::IndexFlatIP flat;
  std::optional<QuantisedRows> bounds;  ///< set by VectorIndex' constructor
};

VectorIndex::VectorIndex(std::size_t dimension, std::span<const float> rows)
    : VectorIndex(dimension, std::span<const std::span<const float>>(&rows, 1)) {}

VectorIndex::VectorIndex(std::size_t dimension, std::span<const std::span<const float>> parts)
    : dimension_(dimension), impl_(std::make_unique<Impl>(dimension)) {
  std::size_t bytes = 0;
  for (const auto part : parts) {
    if (dimension == 0 || part.size() % dimension != 0) throw std::logic_error("rows do not fit the dimension");
    bytes += part.size_bytes();
  }
  impl_->flat.codes.reserve(bytes);  // no second copy of a large index while it grows
  for (const auto part : parts) {
    if (!part.empty()) impl_->flat.add(static_cast<faiss::Index::idx_t>(part.size() / dimension), part.data());
  }
  impl_->bounds.emplace(dimension, std::span(impl_->flat.get_xb(), size() * dimension));
}

VectorIndex::~VectorIndex() = default;

std::size_t VectorIndex::size() const noexcept { return static_cast<std::size_t>(impl_->flat.ntotal); }

std::span<const float> VectorIndex::row(std::size_t index) const {
  return {impl_->flat.get_xb() + index * dimension_, dimension_};
}

std::size_t VectorIndex::bytes() const noexcept {
  return size() * dimension_ * sizeof(float) + impl_->bounds->bytes();
}

void VectorIndex::upperBounds(std::span<const float> query, std::span<float> out) const {
  impl_->bounds->upperBounds(query, out);
}

float VectorIndex::cosine(std::span<const float> query, std::size_t index) const {
  if (query.size() != dimension_) throw std::logic_error("a query of another dimension");
  return cblas_sdot(static_cast<blasint>(dimension_), row(index).data(), 1, query.data(), 1);
}

void pinMathLibrariesToOneThread() {
  openblas_set_num_threads(1);
  omp_set_num_threads(1);
}

}  // namespace vigie
