// LocalHashEmbedder: "local-hash", the embedder that needs no model file and no network.
#pragma once

#include "core/retrieval/embedder.h"

#include <string_view>

namespace vigie {

/// Feature hashing (Weinberger et al., 2009) of stems, identifiers, concepts and character n-grams into signed
/// buckets. Passages carry log term frequencies and unit length ("lnc"); the question alone carries the corpus'
/// inverse document frequencies ("ltc", Salton and Buckley, 1988), so that stored vectors never age when documents
/// come and go: docs/adr/0015. English and French. Deterministic; about 40 µs a kilobyte.
class LocalHashEmbedder final : public Embedder {
 public:
  static constexpr std::size_t kDimension = 1024;

  [[nodiscard]] std::string model() const override { return "local-hash"; }
  [[nodiscard]] std::size_t dimension() const override { return kDimension; }
  boost::asio::awaitable<Result<std::vector<Embedding>>> embedPassages(std::vector<std::string> texts) override;
  boost::asio::awaitable<Result<Embedding>> embedQuery(std::string query,
                                                       std::shared_ptr<const TermStatistics> corpus) override;

  /// The computations themselves.
  static Embedding passage(std::string_view text);
  static Embedding query(std::string_view text, const TermStatistics* corpus);
};

}  // namespace vigie
