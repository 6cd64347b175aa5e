#include "core/retrieval/stored_graph.h"

#include "core/retrieval/content_hash.h"

#include <cstring>
#include <string_view>

namespace vigie {

namespace {

std::uint64_t shortened(const Digest& digest) {
  std::uint64_t out = 0;
  std::memcpy(&out, digest.data(), sizeof out);
  return out;
}

std::uint64_t digestOfVectors(std::span<const float> rows) {
  return shortened(sha256({std::string_view(reinterpret_cast<const char*>(rows.data()), rows.size_bytes())}));
}

}  // namespace

std::uint64_t StoredGraph::digestOf(const std::string& documentId) { return shortened(sha256({documentId})); }

bool StoredGraph::Document::isOf(const IndexedDocument& document, std::span<const float> rows) const {
  return document.sequence == sequence && document.passages.size() == passages && document.embedded &&
         digestOf(document.id) == id && digestOfVectors(rows) == vectors;
}

StoredGraph StoredGraph::of(const IndexPart& part) {
  StoredGraph out;
  std::vector<bool> gone;
  const auto& documents = part.segment->documents();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const IndexedDocument& document = *documents[i];
    const bool leftOut = part.dead[i] || !document.embedded;
    gone.resize(gone.size() + document.passages.size(), leftOut);
    if (leftOut) continue;
    Document& stored = out.documents.emplace_back();
    stored.id = digestOf(document.id);
    stored.sequence = document.sequence;
    stored.passages = static_cast<std::uint32_t>(document.passages.size());
    stored.vectors = digestOfVectors(part.segment->rowsOf(i));
  }
  out.links = part.graph->links().without(gone);
  out.quality = part.graph->quality();
  return out;
}

}  // namespace vigie
