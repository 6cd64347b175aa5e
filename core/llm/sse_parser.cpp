#include "core/llm/sse_parser.h"

#include <cstring>

namespace vigie {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Where the first CR or LF is, or npos.
std::size_t findLineEnd(std::string_view text) {
  if (text.empty()) return std::string_view::npos;
  const void* const feed = std::memchr(text.data(), '\n', text.size());
  const std::size_t upTo =
      feed == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data());
  const void* const carriage = upTo == 0 ? nullptr : std::memchr(text.data(), '\r', upTo);
  if (carriage != nullptr) return static_cast<std::size_t>(static_cast<const char*>(carriage) - text.data());
  return feed == nullptr ? std::string_view::npos : upTo;
}

}  // namespace

/// The next whole line, without its end, from the piece or from what earlier pieces left and the piece.
bool SseParser::takeLine(std::string_view& line) {
  if (lineTaken_) {
    line_.clear();
    lineTaken_ = false;
  }
  if (skipLineFeed_ && !input_.empty()) {
    if (input_.front() == '\n') input_.remove_prefix(1);
    skipLineFeed_ = false;
  }
  const std::size_t end = findLineEnd(input_);
  const std::size_t length = end == std::string_view::npos ? input_.size() : end;
  if (line_.size() + length > kMaxLine) {
    failed_ = true;
    return false;
  }
  if (end == std::string_view::npos) {
    line_.append(input_);
    input_ = {};
    return false;
  }
  skipLineFeed_ = input_[end] == '\r';
  if (line_.empty()) {
    line = input_.substr(0, end);
  } else {
    line_.append(input_.substr(0, end));
    line = line_;
    lineTaken_ = true;
  }
  input_.remove_prefix(end + 1);
  return true;
}

/// `borrowed`: the line is in the piece, so its data need not be copied yet.
bool SseParser::takeField(std::string_view line, bool borrowed) {
  const std::size_t colon = line.find(':');
  const std::string_view field = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "event") {
    name_ = value;
  } else if (field == "data") {
    if (!hasData_ && borrowed) {
      dataView_ = value;
      viewsData_ = true;
    } else {
      keepPending();
      if (hasData_) data_ += '\n';
      data_ += value;
      if (data_.size() > kMaxEvent) return false;
    }
    hasData_ = true;
  }
  return true;
}

/// Copies what is only a view into the piece.
void SseParser::keepPending() {
  if (!viewsData_) return;
  data_ = dataView_;
  viewsData_ = false;
}

SseParser::Status SseParser::next(Event& event) {
  if (delivered_) {
    delivered_ = false;
    hasData_ = false;
    viewsData_ = false;
    data_.clear();
    name_.clear();
  }
  std::string_view line;
  while (!failed_ && takeLine(line)) {
    if (atStart_) {
      atStart_ = false;
      if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    }
    if (!line.empty()) {
      if (line.front() != ':') failed_ = !takeField(line, !lineTaken_);
      continue;
    }
    if (hasData_) {
      event.name = name_;
      event.data = viewsData_ ? dataView_ : std::string_view(data_);
      delivered_ = true;
      return Status::kEvent;
    }
    name_.clear();
  }
  if (failed_) return Status::kTooLong;
  keepPending();
  return Status::kNeedMore;
}

}  // namespace vigie
