#include "server/api/ws_session.h"

#include "core/base/ids.h"
#include "server/api/http_error.h"
#include "server/api/live_chats.h"
#include "server/net/awaiting.h"

#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <atomic>
#include <exception>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace {

constexpr std::size_t kMostQueuedBytes = 64 * 1024;
constexpr std::size_t kMostChats = 16;

/// What Beast refuses of a client's frames: such a client is not waited for.
bool brokeProtocol(const boost::system::error_code& ec) {
  return ec == websocket::condition::protocol_violation || ec == websocket::error::message_too_big ||
         ec == websocket::error::buffer_overflow;
}

}  // namespace

/// A chat whose frames this socket sends on.
struct WsSession::Followed {
  Followed(std::shared_ptr<LiveChat> followed, asio::any_io_executor executor)
      : chat(std::move(followed)), wake(std::move(executor), kNever) {}

  const std::shared_ptr<LiveChat> chat;
  LiveChat::Cursor cursor;
  asio::steady_timer wake;          ///< cancelled when there may be more to take
  bool more = false;                ///< the same, for a pump that is not waiting
  std::atomic<bool> called{false};  ///< one call is on its way here: further ones add nothing
};

WsSession::WsSession(asio::ip::tcp::socket socket, const Services& services, auth::Caller caller)
    : services_(services),
      caller_(std::move(caller)),
      executor_(socket.get_executor()),
      stream_(std::move(socket)),
      deadline_(executor_, [this] { drop(); }),
      series_(services.metrics.series("WS", "/ws/chat")),
      log_("api"),
      wake_(executor_, kNever),
      drained_(executor_, kNever),
      ended_(executor_, kNever) {}

asio::awaitable<void> WsSession::run(Upgrade request) {
  deadline_.own(weak_from_this());
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = std::chrono::seconds(5);
  timeout.idle_timeout = std::chrono::seconds(60);
  timeout.keep_alive_pings = true;
  stream_.set_option(timeout);
  stream_.read_message_max(services_.bodyLimit);
  const auto [ec] = co_await stream_.async_accept(request, kToken);
  if (!ec) {
    spawn(write());
    const bool closed = co_await read();
    if (closed) cutAll(Error(ErrorCode::kCancelled, "the client left"));
  }
  closed_ = true;
  wake_.cancel();
  drained_.cancel();
  for (const auto& [id, followed] : chats_) followed->wake.cancel();
  while (children_ > 0) co_await ended_.async_wait(kToken);
  // A client that lost its socket may come back for its answers.
  for (const auto& [id, followed] : chats_) followed->chat->orphan(followed->cursor, services_.live->window());
  chats_.clear();
  deadline_.close();
}

/// True when the client closed as the protocol demands, or broke it; false when the socket was lost.
asio::awaitable<bool> WsSession::read() {
  beast::flat_buffer buffer;
  for (;;) {
    // Every frame may be answered with an error at once: who does not read these is not read either. What its chats
    // have queued does not count: who reads nothing may still cancel them.
    while (refusalBytes_ > kMostQueuedBytes && !closed_) co_await drained_.async_wait(kToken);
    const auto [ec, size] = co_await stream_.async_read(buffer, kToken);
    if (ec) co_return ec == websocket::error::closed || closing_ || brokeProtocol(ec);
    if (!stream_.got_text()) {
      // The writer closes, and it alone; this loop goes on to see the client's answer to that.
      closeCode_ = websocket::close_code::unknown_data;
      closing_ = true;
      wake_.cancel();
    }
    if (closing_) {
      buffer.consume(size);
      continue;
    }
    take({static_cast<const char*>(buffer.cdata().data()), size});
    buffer.consume(size);
  }
}

void WsSession::take(std::string_view text) {
  auto frame = wire::clientFrameFromText(text);
  if (!frame) {
    // An answer under the name of a chat that runs would end it in the client's eyes.
    auto fault = frame.error();
    series_.count(statusOf(fault.error.code));
    refuse(chats_.contains(fault.id) ? std::string() : fault.id, std::move(fault.error));
  } else if (auto* const begin = std::get_if<wire::ChatStart>(&*frame)) {
    const bool running = chats_.contains(begin->id);
    auto refusal = refusalOf(begin->id);
    if (!refusal && begin->request.parameters.contains("tools")) {
      refusal.emplace(ErrorCode::kInvalidArgument,
                      "'tools' is not served on this socket; POST /v1/chat/completions serves it", "tools");
    }
    if (!refusal && services_.rates != nullptr) {
      if (const auto granted = services_.rates->request(caller_.owner); !granted) refusal = granted.error();
    }
    auto place = refusal || services_.inFlight == nullptr ? std::nullopt : services_.inFlight->enter();
    if (!refusal && services_.inFlight != nullptr && !place) refusal = limits::InFlightLimit::refusal();
    if (refusal) {
      series_.count(statusOf(refusal->code));
      refuse(running ? std::string() : begin->id, std::move(*refusal));
    } else {
      start(std::move(*begin), std::move(place));
    }
  } else if (const auto* const cancel = std::get_if<wire::ChatCancel>(&*frame)) {
    // Unknown ids are left alone: the answer may just have ended.
    if (const auto found = chats_.find(cancel->id); found != chats_.end()) {
      found->second->chat->cut(Error(ErrorCode::kCancelled, "cancelled by the client"), true);
    }
  } else if (const auto* const resume = std::get_if<wire::ChatResume>(&*frame)) {
    const bool running = chats_.contains(resume->id);
    auto refusal = refusalOf(resume->id);
    const auto chat = refusal ? nullptr : services_.live->find(caller_.owner, resume->id);
    if (!refusal && !chat) {
      refusal.emplace(ErrorCode::kNotFound, "there is no such chat to resume: it never started or ended too long ago",
                      "id");
    }
    if (!refusal) {
      if (const auto followed = follow(chat, resume->after); !followed) refusal = followed.error();
    }
    if (refusal) refuse(running ? std::string() : resume->id, std::move(*refusal));
  }
}

void WsSession::refuse(std::string id, Error error) {
  wire::ChatFailed failed;
  failed.id = std::move(id);
  failed.error = std::move(error);
  send(wire::toText(wire::ServerFrame(std::move(failed))), true);
}

/// Why no chat of that name may be started or resumed here.
std::optional<Error> WsSession::refusalOf(const std::string& id) const {
  if (services_.keys != nullptr && !services_.keys->stillValid(caller_)) {
    return Error(ErrorCode::kUnauthenticated, "the API key was revoked");
  }
  if (draining_) return Error(ErrorCode::kUnavailable, "the server is stopping; connect again");
  if (chats_.contains(id)) return Error(ErrorCode::kConflict, "a chat of this 'id' is running on this socket", "id");
  if (chats_.size() >= kMostChats) {
    return Error(ErrorCode::kRateLimited, "at most " + std::to_string(kMostChats) + " chats may run on one socket");
  }
  return std::nullopt;
}

void WsSession::start(wire::ChatStart frame, std::optional<limits::InFlightLimit::Place> place) {
  const auto chat =
      std::make_shared<LiveChat>(frame.id, caller_.owner, services_, series_, executor_, std::move(place));
  ChatJob job;
  job.request = std::move(frame.request);
  job.request.stream = true;
  job.owner = caller_.owner;
  job.requestId = newId();
  job.endpoint = "/ws/chat";
  job.arrived = std::chrono::steady_clock::now();
  follow(chat, 0).value();
  services_.live->start(chat, std::move(job));
}

Result<void> WsSession::follow(std::shared_ptr<LiveChat> chat, std::int64_t after) {
  auto followed = std::make_shared<Followed>(chat, executor_);
  auto changed = [executor = executor_, weak = std::weak_ptr<Followed>(followed)] {
    const auto called = weak.lock();
    if (!called || called->called.exchange(true)) return;
    asio::post(executor, [called] {
      called->called = false;
      called->more = true;
      called->wake.cancel();
    });
  };
  const auto cursor = chat->follow(after, std::move(changed));
  if (!cursor) return cursor.error();
  followed->cursor = *cursor;
  chats_.emplace(chat->id(), followed);
  spawn(pump(std::move(followed)));
  return {};
}

asio::awaitable<void> WsSession::pump(std::shared_ptr<Followed> followed) {
  for (;;) {
    // Back-pressure: nothing is taken from the chat, which then holds its model, until there is room. A chat that has
    // ended keeps its place among the socket's chats as long, so that short ones do not pile up either.
    while (queuedBytes_ > kMostQueuedBytes && !closed_) co_await drained_.async_wait(kToken);
    if (closed_) co_return;
    followed->more = false;
    auto taken = followed->chat->take(followed->cursor);
    for (std::string& frame : taken.frames) send(std::move(frame));
    if (taken.over) {  // ended, or followed by another socket now
      chats_.erase(followed->chat->id());
      closeWhenIdle();
      co_return;
    }
    if (taken.frames.empty() && !followed->more) co_await followed->wake.async_wait(kToken);
  }
}

void WsSession::send(std::string frame, bool refusal) {
  if (closed_) return;
  queuedBytes_ += frame.size();
  if (refusal) refusalBytes_ += frame.size();
  queue_.push_back({std::move(frame), refusal});
  if (queue_.size() == 1) wake_.cancel();
}

asio::awaitable<void> WsSession::write() {
  stream_.text(true);
  while (!closed_) {
    if (queue_.empty()) {
      if (closing_) break;
      co_await wake_.async_wait(kToken);
      continue;
    }
    deadline_.within(services_.slowestReader);
    auto frame = asio::buffer(queue_.front().frame);
    const auto [ec, size] = co_await stream_.async_write(frame, kToken);
    deadline_.none();
    queuedBytes_ -= queue_.front().frame.size();
    if (queue_.front().refusal) refusalBytes_ -= queue_.front().frame.size();
    queue_.pop_front();
    drained_.cancel();
    if (ec) {
      drop();
      co_return;
    }
  }
  if (!closed_) {
    const websocket::close_reason reason(closeCode_);
    co_await stream_.async_close(reason, kToken);
  }
}

void WsSession::spawn(asio::awaitable<void> child) {
  ++children_;
  auto done = [self = shared_from_this()](const std::exception_ptr& failure) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      self->log_.error("task failed", {{"what", error.what()}});
      self->drop();
    }
    if (--self->children_ == 0) self->ended_.cancel();
  };
  asio::co_spawn(executor_, std::move(child), std::move(done));
}

void WsSession::interrupted(net::Interruption why) {
  draining_ = true;
  if (why == net::Interruption::kClientGone) {
    drop();
    return;
  }
  if (why == net::Interruption::kStopping) {
    cutAll(Error(ErrorCode::kUnavailable, "the server is stopping; ask again, another one may answer"));
  }
  closeWhenIdle();
}

void WsSession::cutAll(const Error& reason) {
  for (const auto& [id, followed] : chats_) followed->chat->cut(reason);
}

void WsSession::closeWhenIdle() {
  if (!draining_ || !chats_.empty()) return;
  closing_ = true;
  wake_.cancel();
}

void WsSession::drop() {
  closed_ = true;
  boost::system::error_code ec;
  stream_.next_layer().close(ec);
  wake_.cancel();
  drained_.cancel();
}

}  // namespace vigie::api
