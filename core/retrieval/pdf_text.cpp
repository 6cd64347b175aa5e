#include "core/retrieval/pdf_text.h"

namespace vigie {

namespace {

// pdftotext's own exit codes.
constexpr int kCannotOpen = 1;
constexpr int kNotPermitted = 3;

Error unreadable(std::string why) { return {ErrorCode::kUnprocessable, std::move(why), "file"}; }

std::string inMegabytes(std::size_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

}  // namespace

Result<std::string> pdfToText(std::string_view pdf, const PdfOptions& options, const std::atomic<bool>& stop) {
  const auto& limits = options.limits;
  auto outcome =
      runConfined({options.program, "-q", "-enc", "UTF-8", "-eol", "unix", "-nopgbrk", "-", "-"}, pdf, limits, stop);
  using End = ProcessOutcome::End;
  switch (outcome.end) {
    case End::kExited:
      break;
    case End::kKilled:
      return unreadable("reading the PDF needs more than " + inMegabytes(limits.memory) + " of memory or " +
                        std::to_string(limits.processor.count()) + " s of processor time; send its text instead");
    case End::kTimedOut:
      return unreadable("reading the PDF takes longer than " + std::to_string(limits.wall.count() / 1000) +
                        " s; send its text instead");
    case End::kTooMuchOutput:
      return unreadable("the PDF holds more than " + inMegabytes(limits.output) + " of text; split it");
    case End::kStopped:
      return Error(ErrorCode::kCancelled, "the server stops");
    case End::kNotThere:
      return Error(ErrorCode::kNotImplemented,
                   "this server cannot read PDF: pdftotext is not there; install Debian's poppler-utils");
    case End::kNotConfined:
      return Error(ErrorCode::kNotImplemented,
                   "this server cannot read PDF: its kernel does not let a child process be confined (seccomp)");
  }
  if (outcome.code == kNotPermitted) return unreadable("the PDF forbids the copying of its text");
  if (outcome.code == kCannotOpen) {
    return unreadable("the PDF cannot be opened: it is damaged, or protected by a password");
  }
  if (outcome.code != 0) return unreadable("the PDF cannot be read: it is damaged, or larger than the limits allow");
  if (outcome.output.find_first_not_of(" \t\r\n\f") == std::string::npos) {
    return unreadable("the PDF holds no text: its pages may be pictures; run text recognition (OCR) on it first");
  }
  return std::move(outcome.output);
}

}  // namespace vigie
