// IndexSnapshot: everything a search needs, immutable: vectors, postings and the passages' own text.
#pragma once

#include "core/retrieval/analyser.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/lexical_index.h"
#include "core/retrieval/vector_graph.h"
#include "core/retrieval/vector_index.h"
#include "core/wire/chat.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vigie {

struct IndexedPassage {
  int ordinal = 0;
  std::string heading;
  std::string text;
  text::Language language = text::Language::kUnknown;
  PassageTerms terms;
};

/// One state of one document. Immutable once shared.
struct IndexedDocument {
  std::string id;
  std::string owner;  ///< empty: everybody's
  std::string title;
  std::int64_t sequence = 0;
  bool embedded = true;  ///< false: made by another embedder, found by its words only until it is embedded anew
  std::vector<IndexedPassage> passages;
};

/// A document with its vectors, passages.size() × dimension floats.
struct DocumentRows {
  std::shared_ptr<const IndexedDocument> document;
  std::span<const float> rows;
};

/// Documents indexed together. Immutable.
class IndexSegment {
 public:
  IndexSegment(std::size_t dimension, std::span<const DocumentRows> documents);

  struct Row {
    std::uint32_t document;
    std::uint32_t passage;
  };

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] const Row& row(std::size_t index) const { return rows_[index]; }
  [[nodiscard]] const std::vector<std::shared_ptr<const IndexedDocument>>& documents() const { return documents_; }
  [[nodiscard]] const IndexedPassage& passage(std::size_t index) const {
    return documents_[rows_[index].document]->passages[rows_[index].passage];
  }
  /// The rows of a document: those from firstRow(i) to firstRow(i + 1).
  [[nodiscard]] std::size_t firstRow(std::size_t document) const { return firstRows_[document]; }
  [[nodiscard]] text::Language language(std::size_t index) const { return languageOfRow_[index]; }
  /// Whose documents there are, as numbers; 0 is everybody's. kNobody for an owner without any.
  static constexpr std::uint32_t kEverybody = 0;
  static constexpr std::uint32_t kNobody = ~0U;
  [[nodiscard]] std::uint32_t ownerNumber(const std::string& owner) const;
  [[nodiscard]] std::uint32_t ownerOf(std::size_t document) const { return ownerOfDocument_[document]; }
  /// How many passages somebody with this number may find: theirs and everybody's.
  [[nodiscard]] std::size_t passagesFor(std::uint32_t owner) const;
  /// How many passages are in a language, by its number.
  [[nodiscard]] const std::array<std::size_t, 3>& languages() const { return languages_; }
  /// The vectors of one document, contiguous.
  [[nodiscard]] std::span<const float> rowsOf(std::size_t document) const;
  [[nodiscard]] const VectorIndex& vectors() const { return *vectors_; }
  [[nodiscard]] const LexicalIndex& lexical() const { return *lexical_; }

 private:
  std::vector<std::shared_ptr<const IndexedDocument>> documents_;
  std::vector<std::uint32_t> firstRows_;  ///< and one more: where the last document ends
  std::vector<Row> rows_;
  // Beside the documents and not in them: a search reads these of every row, and a miss of the cache costs more than
  // the score itself.
  std::vector<text::Language> languageOfRow_;
  std::vector<std::uint32_t> ownerOfDocument_;
  std::unordered_map<std::string, std::uint32_t> owners_;
  std::vector<std::size_t> passagesOfOwner_;  ///< by its number
  std::array<std::size_t, 3> languages_{};
  std::unique_ptr<VectorIndex> vectors_;
  std::unique_ptr<LexicalIndex> lexical_;
};

/// A question ready to be searched for.
struct PreparedQuery {
  text::Language language = text::Language::kUnknown;
  std::vector<QueryTerm> terms;
  Embedding embedding;  ///< empty in lexical mode
  std::string owner;    ///< who asks: theirs and everybody's documents are searched
};

/// A segment as it stands: less the documents that were replaced or deleted since it was made.
struct IndexPart {
  std::shared_ptr<const IndexSegment> segment;
  std::vector<bool> dead;                    ///< by document
  std::size_t deadPassages = 0;              ///< of these
  std::shared_ptr<const VectorGraph> graph;  ///< of its vectors; null: there is none (yet)
};

/// The segments of an index, from the large, rarely rebuilt one to the small one of what changed last.
/// Any thread. Its memory lives for as long as a reader holds it.
class IndexSnapshot final : public TermStatistics {
 public:
  /// At least one part.
  IndexSnapshot(std::size_t dimension, std::vector<IndexPart> parts, std::int64_t sequence);

  [[nodiscard]] double inverseFrequency(std::uint64_t termKey) const override;

  /// Up to `k` hits, best first. Scores are between 0 and 1: vector, the cosine; lexical, BM25 as a share of the best
  /// the question could get; hybrid, their weighted mean. A passage's score takes in a little of its document's best,
  /// and is lowered in the other language than the question's, where the corpus speaks both, and for every further
  /// passage of one document. Passages without any common ground with the question are not hits, nor is any of another
  /// owner's document.
  ///
  /// Where a part has a graph, vectors are compared only as far as it takes to know the best: what is found is what
  /// comparing all finds, but for the few that the graph misses.
  [[nodiscard]] std::vector<wire::Citation> search(const PreparedQuery& query, std::size_t k,
                                                   wire::SearchMode mode) const;

  [[nodiscard]] std::size_t dimension() const noexcept { return dimension_; }
  /// Live documents, and how many of them have no vectors yet.
  [[nodiscard]] std::size_t documents() const noexcept { return documents_; }
  [[nodiscard]] std::size_t documentsToEmbed() const noexcept { return toEmbed_; }
  /// Live passages.
  [[nodiscard]] std::size_t passages() const noexcept { return live_; }
  [[nodiscard]] std::size_t bytes() const noexcept;
  [[nodiscard]] std::int64_t sequence() const noexcept { return sequence_; }

  /// Calls visit(document, its vectors) for each live document.
  template <class Visit>
  void eachDocument(Visit visit) const {
    for (const auto& part : parts_) {
      for (std::size_t i = 0; i < part.dead.size(); ++i) {
        if (!part.dead[i]) visit(part.segment->documents()[i], part.segment->rowsOf(i));
      }
    }
  }

  [[nodiscard]] const std::vector<IndexPart>& parts() const { return parts_; }
  [[nodiscard]] const IndexPart& largest() const { return parts_.front(); }
  [[nodiscard]] const IndexPart& newest() const { return parts_.back(); }

 private:
  struct Candidate;
  class Best;
  /// Adds the best of a part to `out`; gives what the score of any other passage is at most, as far as a graph is why
  /// it was left out. `widening`: how much farther than usual a graph is asked; 0: not at all.
  float collect(const IndexPart& part, const PreparedQuery& query, wire::SearchMode mode, std::size_t keep,
                std::size_t widening, std::vector<Candidate>& out) const;
  static std::vector<wire::Citation> pick(std::vector<Candidate>& candidates, std::size_t k);

  std::size_t dimension_;
  std::vector<IndexPart> parts_;
  std::int64_t sequence_;
  std::size_t live_ = 0;
  std::size_t documents_ = 0;
  std::size_t toEmbed_ = 0;
  CorpusSize size_;
  bool bilingual_ = false;
};

}  // namespace vigie
