// ReadAhead: the bytes a connection has read and not used yet, and the one read that may be outstanding.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace vigie::net {

/// While an answer is made nothing is read for its own sake, yet only a read tells that the client left: watch() keeps
/// one armed. What it brings (a pipelined request) waits here; a read that is still outstanding when the next request
/// is due is waited for, never cancelled. On one strand.
class ReadAhead {
 public:
  explicit ReadAhead(boost::asio::ip::tcp::socket& socket)
      : socket_(socket), event_(socket.get_executor(), boost::asio::steady_timer::time_point::max()) {}

  [[nodiscard]] std::string_view data() const { return std::string_view(bytes_).substr(begin_); }
  void consume(std::size_t count);
  /// Waits for at least one more byte. False: the stream ended or failed.
  boost::asio::awaitable<bool> more();
  /// Reads into `target` (not empty) instead, without a copy. 0: the stream ended or failed.
  boost::asio::awaitable<std::size_t> into(boost::asio::mutable_buffer target);

  /// Keeps a read armed until unwatch(), as long as what waits is below a limit; `ended` is called when the stream
  /// ends meanwhile. `owner` is kept alive by the armed read.
  void watch(std::shared_ptr<void> owner, std::function<void()> ended);
  void unwatch() { onEnd_ = nullptr; }

 private:
  void arm(std::shared_ptr<void> owner);
  boost::asio::awaitable<bool> settle();

  boost::asio::ip::tcp::socket& socket_;
  boost::asio::steady_timer event_;  ///< cancelled to tell that the outstanding read is over
  std::string bytes_;
  std::size_t begin_ = 0;
  /// Where an armed read writes: bytes_ may move under it.
  std::unique_ptr<std::array<char, 1024>> landing_;
  bool outstanding_ = false;
  bool ended_ = false;
  std::function<void()> onEnd_;
};

}  // namespace vigie::net
