// Retriever: the passages nearest to a question.
#pragma once

#include "core/base/result.h"
#include "core/wire/documents.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace vigie {

/// Searches an immutable snapshot of the index, so it keeps answering while documents are added and while PostgreSQL
/// is away. The work runs on the retrieval pool; the awaiting coroutine continues on its own executor.
class Retriever {
 public:
  virtual ~Retriever() = default;

  /// Up to `request.k` hits that score at least `request.minScore`, best first, with the times of embedding and of search. An unset mode means
  /// defaultMode(). kNotImplemented for a mode that is not there. An empty index gives no hits, not an error.
  /// `request` must outlive the awaited call.
  virtual boost::asio::awaitable<Result<wire::SearchResponse>> search(const wire::SearchRequest& request) = 0;

  [[nodiscard]] virtual wire::SearchMode defaultMode() const = 0;
  /// Any thread.
  [[nodiscard]] virtual wire::IndexInfo index() const = 0;
};

}  // namespace vigie
