// DocumentIngest: from a text to searchable chunks.
#pragma once

#include "core/base/result.h"
#include "core/wire/documents.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace vigie {

/// add() stores the document as "queued" and returns at once; chunking and embedding go on in the background (status
/// "processing" with progress, then "ready" or "failed"). The same title and filename by the same owner with the same
/// content is the same document; with other content it replaces it.
class DocumentIngest {
 public:
  virtual ~DocumentIngest() = default;

  virtual boost::asio::awaitable<Result<wire::Document>> add(wire::DocumentInput input, std::string owner) = 0;
  /// Gone from every query when it returns.
  virtual boost::asio::awaitable<Result<void>> erase(std::string documentId, std::string owner) = 0;
};

}  // namespace vigie
