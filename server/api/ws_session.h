// WsSession: several chats at once over one WebSocket (frames: core/wire/ws.h).
#pragma once

#include "core/base/log.h"
#include "core/wire/ws.h"
#include "server/api/live_chat.h"
#include "server/api/services.h"
#include "server/net/deadline.h"
#include "server/net/exchange.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace vigie::api {

/// Reads frames, sends on what each of its chats has, and writes through one bounded queue: a chat whose client reads
/// slowly waits, a client that does not read the errors of its frames is not read either, and one that takes nothing for
/// services.slowestReader is dropped. A client that closes ends its chats; those of a socket that is lost or dropped go
/// on for a while and can be resumed on another. On the connection's strand.
class WsSession final : public std::enable_shared_from_this<WsSession> {
 public:
  using Upgrade = boost::beast::http::request<boost::beast::http::empty_body>;

  /// `caller` owns the chats; each is refused once its key is revoked.
  WsSession(boost::asio::ip::tcp::socket socket, const Services& services, auth::Caller caller);

  /// The handshake, then frames until the socket ends; returns when no chat runs any more.
  boost::asio::awaitable<void> run(Upgrade request);
  void interrupted(net::Interruption why);

 private:
  struct Followed;
  struct Queued {
    std::string frame;
    bool refusal;  ///< the answer to a frame, and no part of a chat
  };

  boost::asio::awaitable<bool> read();
  boost::asio::awaitable<void> write();
  boost::asio::awaitable<void> pump(std::shared_ptr<Followed> followed);
  void take(std::string_view text);
  std::optional<Error> refusalOf(const std::string& id) const;
  Result<void> follow(std::shared_ptr<LiveChat> chat, std::int64_t after);
  void start(wire::ChatStart frame, std::optional<limits::InFlightLimit::Place> place);
  void spawn(boost::asio::awaitable<void> child);
  void send(std::string frame, bool refusal = false);
  void refuse(std::string id, Error error);
  void cutAll(const Error& reason);
  void closeWhenIdle();
  void drop();

  const Services& services_;
  const auth::Caller caller_;
  boost::asio::any_io_executor executor_;
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket> stream_;
  net::Deadline deadline_;
  HttpMetrics::Series& series_;
  Log log_;

  std::map<std::string, std::shared_ptr<Followed>> chats_;  ///< running, by the client's name
  std::deque<Queued> queue_;                                ///< to write, the first is being written
  std::size_t queuedBytes_ = 0;
  std::size_t refusalBytes_ = 0;  ///< among them
  boost::asio::steady_timer wake_;     ///< cancelled when there is something to write, or to end
  boost::asio::steady_timer drained_;  ///< cancelled when the queue got shorter
  boost::asio::steady_timer ended_;    ///< cancelled when the last child ended
  int children_ = 0;
  boost::beast::websocket::close_code closeCode_ = boost::beast::websocket::close_code::going_away;
  bool closing_ = false;  ///< write what is queued, then close
  bool closed_ = false;   ///< nothing can be written any more
  bool draining_ = false;
};

}  // namespace vigie::api
