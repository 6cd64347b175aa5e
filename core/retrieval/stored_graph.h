// StoredGraph: a VectorGraph as it is kept on disk, and the documents it was made of.
#pragma once

#include "core/retrieval/index_snapshot.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vigie {

/// Of the documents it says what tells them apart, and nothing of what is in them.
struct StoredGraph {
  struct Document {
    std::uint64_t id = 0;  ///< a digest
    std::int64_t sequence = 0;
    std::uint32_t passages = 0;
    std::uint64_t vectors = 0;  ///< a digest

    /// Whether it is this document with these very vectors.
    [[nodiscard]] bool isOf(const IndexedDocument& document, std::span<const float> rows) const;
  };

  std::vector<Document> documents;  ///< in the order of the rows
  GraphLinks links;
  VectorGraph::Quality quality;

  /// Of a part's graph, without the part's dead documents.
  static StoredGraph of(const IndexPart& part);
  static std::uint64_t digestOf(const std::string& documentId);
};

}  // namespace vigie
