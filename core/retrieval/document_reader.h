// DocumentReader: from a document as it was sent to its chunks, off the threads that must stay quick.
#pragma once

#include "core/base/result.h"
#include "core/retrieval/chunker.h"
#include "core/retrieval/pdf_text.h"
#include "core/wire/documents.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <string>
#include <vector>

namespace vigie {

struct ReadDocument {
  ReadDocument() = default;
  std::string text;  ///< of a document that came as bytes (PDF); empty for one that was text already
  std::vector<Chunk> chunks;
};

/// text/plain and text/markdown as they are, text/html by htmlToMarkdown(), application/pdf by pdfToText(). A page may
/// take a second and a PDF half a minute, so the work is done on `executor`: threads made for it.
class DocumentReader {
 public:
  explicit DocumentReader(boost::asio::any_io_executor executor, PdfOptions options = {});

  /// `input` must stay until it returns. Errors are htmlToMarkdown()'s and pdfToText()'s; kUnprocessable, too, when
  /// there is no word in it.
  boost::asio::awaitable<Result<ReadDocument>> read(const wire::DocumentInput& input);
  /// Any thread: what is being read is given up, as kCancelled.
  void stop() { stopping_ = true; }

 private:
  boost::asio::awaitable<Result<ReadDocument>> onExecutor(const wire::DocumentInput* input);

  boost::asio::any_io_executor executor_;
  const PdfOptions options_;
  std::atomic<bool> stopping_{false};
};

}  // namespace vigie
