// Embedder: from a text to a vector whose inner product with another says how near their meanings are.
#pragma once

#include "core/base/result.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vigie {

using Embedding = std::vector<float>;  ///< of length 1, or all zero for a text without any content

/// What the corpus knows about a term: how telling it is. Immutable; any thread.
class TermStatistics {
 public:
  virtual ~TermStatistics() = default;
  /// The inverse document frequency of a term key (text::Term), above 0; the greatest for a term never seen.
  [[nodiscard]] virtual double inverseFrequency(std::uint64_t termKey) const = 0;
};

/// Any thread. Stored embeddings of one model name are comparable for ever: a change of what an implementation
/// computes for passages is a new model name.
class Embedder {
 public:
  virtual ~Embedder() = default;

  [[nodiscard]] virtual std::string model() const = 0;
  [[nodiscard]] virtual std::size_t dimension() const = 0;

  /// One embedding for each text, in order. The caller sends batches of bounded size.
  virtual boost::asio::awaitable<Result<std::vector<Embedding>>> embedPassages(std::vector<std::string> texts) = 0;

  /// Any thread: what is under way, and what follows, fails soon.
  virtual void stop() {}

  /// `corpus` may weigh the question's terms (null: all alike); models that need no such help ignore it.
  virtual boost::asio::awaitable<Result<Embedding>> embedQuery(std::string query,
                                                               std::shared_ptr<const TermStatistics> corpus) = 0;
};

/// The text that stands for a passage in its embedding: its title and headings before its words.
std::string passageForEmbedding(const std::string& title, const std::string& heading, const std::string& text);

}  // namespace vigie
