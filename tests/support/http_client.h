// A blocking HTTP/1.1 client for tests that can also send what no decent client would.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::test {

struct HttpReply {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;                            ///< chunks joined
  std::vector<std::string> chunks;             ///< as they were framed, for a chunked body
  bool complete = false;                       ///< the body ended as its framing announced
};

/// One TCP connection to 127.0.0.1. Every wait ends at the deadline given at the making; a failure throws
/// std::runtime_error.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds(20));
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// Sends all of it. False when the peer closed.
  bool send(std::string_view bytes);
  /// One whole response. `complete` is false when the peer closed in the middle; status 0 when before its start.
  HttpReply read();
  /// Reads until what has arrived and was not yet read by read() holds `mark`; gives all of it, and keeps it.
  std::string readUntil(std::string_view mark);
  /// At least one byte more; empty when the peer closed.
  std::string readSome();
  /// True when the peer closes before the deadline.
  bool closed();
  /// Half-closes.
  void shutdownSend();
  void close();
  void setReceiveBuffer(int bytes);
  [[nodiscard]] int descriptor() const { return fd_; }

 private:
  bool fill();

  int fd_ = -1;
  std::chrono::steady_clock::time_point deadline_;
  std::string buffer_;
};

/// A request as text. Host defaults to localhost with the port; a body gets its Content-Length and JSON type.
struct HttpCall {
  std::string method = "GET";
  std::string target = "/";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< replace the defaults of the same name
};
std::string toRequestText(const HttpCall& call, std::uint16_t port);

/// One request on a connection of its own.
HttpReply request(std::uint16_t port, const HttpCall& call);
HttpReply get(std::uint16_t port, std::string target);
HttpReply post(std::uint16_t port, std::string target, std::string body);

/// The data of the `data: …` events in a body of server-sent events.
std::vector<std::string> sseEvents(std::string_view body);

}  // namespace vigie::test
