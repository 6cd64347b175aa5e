#include "core/retrieval/document_reader.h"

#include "core/retrieval/html_text.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vigie {

namespace asio = boost::asio;

DocumentReader::DocumentReader(asio::any_io_executor executor, PdfOptions options)
    : executor_(std::move(executor)), options_(std::move(options)) {}

asio::awaitable<Result<ReadDocument>> DocumentReader::read(const wire::DocumentInput& input) {
  auto work = onExecutor(&input);
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(executor_, std::move(work), std::move(uncancelled));
}

asio::awaitable<Result<ReadDocument>> DocumentReader::onExecutor(const wire::DocumentInput* input) {
  ReadDocument out;
  if (input->mediaType == wire::kHtml) {
    const auto markdown = htmlToMarkdown(input->text);
    if (!markdown) co_return markdown.error();
    out.chunks = chunkText(*markdown, true);
  } else if (!input->source.empty()) {
    auto text = pdfToText(input->source, options_, stopping_);
    if (!text) co_return text.error();
    out.text = std::move(*text);
    out.chunks = chunkText(out.text, false);
  } else {
    out.chunks = chunkText(input->text, input->mediaType == wire::kMarkdown);
  }
  if (out.chunks.empty()) co_return Error(ErrorCode::kUnprocessable, "there is no text in the document", "text");
  co_return out;
}

}  // namespace vigie
