// The opaque cursors of the store's pages: where the last row of a page stands in its order.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace vigie {

/// What a list is ordered by. Its value is in cursors that clients keep: do not change or reuse.
enum class PageOrder : char {
  kConversations = 'c',
  kMessages = 'm',
  kDocuments = 'd',
  kChunks = 'k',
  kWindow = 'w',
  kChanges = 'j',
  kEvaluationSets = 'e',
};

/// `key` is the row's creation time in microseconds since 1970 UTC, or its position; `id` breaks ties.
struct PageCursor {
  std::int64_t key = 0;
  std::string id;  ///< a canonical lower-case UUID
  friend bool operator==(const PageCursor&, const PageCursor&) = default;
};

/// base64url without padding. The same cursor always gives the same text.
std::string encodeCursor(PageOrder order, const PageCursor& cursor);

/// kInvalidArgument with param "after" for any text that encodeCursor() did not make for this order.
Result<PageCursor> decodeCursor(PageOrder order, std::string_view text);

}  // namespace vigie
