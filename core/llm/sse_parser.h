// SseParser: server-sent events out of bytes that come in pieces.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vigie {

/// Incremental parser of the event-stream format (WHATWG HTML, "Server-sent events", §9.2.6): lines end with LF, CR or
/// CRLF, a leading byte order mark is skipped, comments are ignored, several data fields of one event are joined by
/// LF, an event that the stream's end cuts off is dropped. `id` and `retry` are for browsers and ignored.
///
/// Pieces may be cut anywhere. Usage: feed() a piece, call next() until it gives kNeedMore, feed() the next. An event
/// that lies within one piece with one data field costs no allocation and no copy. Not thread-safe.
class SseParser {
 public:
  static constexpr std::size_t kMaxLine = 64U * 1024;     ///< bytes of one line, field name included
  static constexpr std::size_t kMaxEvent = 1024U * 1024;  ///< bytes of one event's data

  enum class Status { kNeedMore, kEvent, kTooLong };

  struct Event {
    std::string_view name;  ///< the `event` field; empty for the default type
    std::string_view data;
  };

  /// Borrows `bytes` until next() gives kNeedMore. What an earlier piece left unread must be read first.
  void feed(std::string_view bytes) { input_ = bytes; }

  /// The views in `event` are valid until the next call of next() or feed(). After kTooLong the stream is lost: every
  /// further call gives kTooLong.
  Status next(Event& event);

 private:
  bool takeLine(std::string_view& line);
  bool takeField(std::string_view line, bool borrowed);
  void keepPending();

  std::string_view input_;
  std::string line_;  // the start of a line that an earlier piece cut
  bool lineTaken_ = false;
  bool skipLineFeed_ = false;
  bool atStart_ = true;
  bool failed_ = false;

  std::string name_;
  std::string data_;           // unless dataView_ stands for it
  std::string_view dataView_;  // into the piece: the one data field so far
  bool hasData_ = false;
  bool viewsData_ = false;
  bool delivered_ = false;
};

}  // namespace vigie
