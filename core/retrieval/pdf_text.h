// From a PDF to its text, by poppler's pdftotext in a confined child process.
#pragma once

#include "core/base/result.h"
#include "core/retrieval/confined_process.h"

#include <atomic>
#include <string>
#include <string_view>

namespace vigie {

struct PdfOptions {
  std::string program = "/usr/bin/pdftotext";  ///< Debian's poppler-utils
  ProcessLimits limits;
};

/// BLOCKS for as long as the limits allow. kUnprocessable says what is wrong with the document in words for who sent
/// it; kNotImplemented where this machine has no pdftotext or cannot confine it; kCancelled when `stop` became true.
Result<std::string> pdfToText(std::string_view pdf, const PdfOptions& options, const std::atomic<bool>& stop);

}  // namespace vigie
