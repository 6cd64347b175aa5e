#include "server/api/ws_session.h"

#include "core/base/ids.h"
#include "server/api/http_error.h"
#include "server/api/sse_stream.h"

#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <exception>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMostQueuedBytes = 64 * 1024;
constexpr std::size_t kMostChats = 16;
constexpr auto kNever = asio::steady_timer::time_point::max();

}  // namespace

struct WsSession::Chat {
  Chat(std::string name, const Services& services, std::optional<limits::InFlightLimit::Place> taken)
      : id(std::move(name)), place(std::move(taken)), run(services) {}

  void cut(Error reason) {
    wasCut = true;
    run.cut(std::move(reason));
  }

  std::string id;
  const std::optional<limits::InFlightLimit::Place> place;
  ChatRun run;
  bool wasCut = false;
  bool byClient = false;  ///< cut by chat.cancel
};

/// Tells the client of one chat's progress.
class WsSession::Sink final : public ChatSink {
 public:
  Sink(WsSession& session, const Chat& chat, std::string requestId, SteadyTime arrived)
      : session_(session), chat_(chat), arrived_(arrived) {
    vigie.requestId = std::move(requestId);
  }

  asio::awaitable<void> opened(const ChatOpening& opening) override {
    vigie.conversationId = opening.conversationId;
    vigie.messageId = opening.answerId;
    vigie.model = opening.model;
    answered();
    wire::ChatStarted frame;
    frame.id = chat_.id;
    frame.conversationId = opening.conversationId;
    frame.messageId = opening.answerId;
    frame.userMessageId = opening.userMessageId;
    frame.requestId = vigie.requestId;
    frame.model = opening.model;
    session_.send(wire::ServerFrame(std::move(frame)));
    before_ = R"({"type":"chat.delta","id":)";
    appendJsonString(before_, chat_.id);
    before_ += R"(,"seq":)";
    co_return;
  }

  asio::awaitable<void> cited(const std::vector<wire::Citation>& citations) override {
    vigie.citations = citations;
    wire::ChatCitations frame;
    frame.id = chat_.id;
    frame.citations = citations;
    session_.send(wire::ServerFrame(std::move(frame)));
    co_return;
  }

  asio::awaitable<void> delta(std::string_view text) override {
    std::string frame;
    frame.reserve(before_.size() + text.size() + 40);
    frame.append(before_).append(std::to_string(++sequence_)).append(R"(,"text":)");
    appendJsonString(frame, text);
    frame += '}';
    session_.send(std::move(frame));
    // Back-pressure: the model is not read further while this client's queue is full.
    while (session_.queuedBytes_ > kMostQueuedBytes && !session_.closed_ && !chat_.wasCut) {
      session_.drained_.expires_at(kNever);
      co_await session_.drained_.async_wait(kToken);
    }
  }

  /// Duration ends at the first frame of the answer.
  void answered() {
    if (std::exchange(answered_, true)) return;
    session_.series_.observe(std::chrono::steady_clock::now() - arrived_);
  }

  wire::VigieResponse vigie;  ///< what is known so far, for an answer that is cancelled

 private:
  WsSession& session_;
  const Chat& chat_;
  SteadyTime arrived_;
  std::string before_;
  std::int64_t sequence_ = 0;
  bool answered_ = false;
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
    co_await read();
  }
  closed_ = true;
  cutAll(Error(ErrorCode::kCancelled, "the client left"));
  wake_.cancel();
  drained_.cancel();
  while (children_ > 0) {
    ended_.expires_at(kNever);
    co_await ended_.async_wait(kToken);
  }
  deadline_.close();
}

asio::awaitable<void> WsSession::read() {
  beast::flat_buffer buffer;
  for (;;) {
    const auto [ec, size] = co_await stream_.async_read(buffer, kToken);
    if (ec) co_return;
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
  const auto refuse = [this](std::string id, Error error) {
    wire::ChatFailed failed;
    failed.id = std::move(id);
    failed.error = std::move(error);
    send(wire::ServerFrame(std::move(failed)));
  };
  if (!frame) {
    // An answer under the name of a chat that runs would end it in the client's eyes.
    auto fault = frame.error();
    series_.count(statusOf(fault.error.code));
    refuse(chats_.contains(fault.id) ? std::string() : fault.id, std::move(fault.error));
  } else if (auto* const begin = std::get_if<wire::ChatStart>(&*frame)) {
    std::optional<Error> refusal;
    const bool running = chats_.contains(begin->id);
    if (services_.keys != nullptr && !services_.keys->stillValid(caller_)) {
      refusal.emplace(ErrorCode::kUnauthenticated, "the API key was revoked");
    }
    if (draining_) refusal.emplace(ErrorCode::kUnavailable, "the server is stopping; connect again");
    if (running) refusal.emplace(ErrorCode::kConflict, "a chat of this 'id' is running on this socket", "id");
    if (chats_.size() >= kMostChats) {
      refusal.emplace(ErrorCode::kRateLimited,
                      "at most " + std::to_string(kMostChats) + " chats may run on one socket");
    }
    if (!refusal && services_.rates != nullptr) {
      if (const auto granted = services_.rates->request(caller_.owner); !granted) refusal = granted.error();
    }
    auto place = refusal || services_.inFlight == nullptr ? std::nullopt : services_.inFlight->enter();
    if (!refusal && services_.inFlight != nullptr && !place) {
      refusal.emplace(ErrorCode::kUnavailable, "the server is at its limit; try again in a moment");
      refusal->retryAfter = std::chrono::seconds(1);
    }
    if (refusal) {
      series_.count(statusOf(refusal->code));
      refuse(running ? std::string() : begin->id, std::move(*refusal));
    } else {
      start(std::move(*begin), std::move(place));
    }
  } else if (const auto* const cancel = std::get_if<wire::ChatCancel>(&*frame)) {
    // Unknown ids are left alone: the answer may just have ended.
    if (const auto found = chats_.find(cancel->id); found != chats_.end()) {
      const auto chat = found->second;
      chat->byClient = true;
      chat->cut(Error(ErrorCode::kCancelled, "cancelled by the client"));
    }
  } else if (const auto* const resume = std::get_if<wire::ChatResume>(&*frame)) {
    refuse(resume->id, Error(ErrorCode::kNotImplemented, "resuming a chat is not served yet"));
  }
}

void WsSession::start(wire::ChatStart frame, std::optional<limits::InFlightLimit::Place> place) {
  auto chat = std::make_shared<Chat>(frame.id, services_, std::move(place));
  chats_.emplace(frame.id, chat);
  ChatJob job;
  job.request = std::move(frame.request);
  job.request.stream = true;
  job.owner = caller_.owner;
  job.requestId = newId();
  job.endpoint = "/ws/chat";
  job.arrived = std::chrono::steady_clock::now();
  spawn(this->chat(std::move(chat), std::move(job)));
}

asio::awaitable<void> WsSession::chat(std::shared_ptr<Chat> chat, ChatJob job) {
  const InFlight inFlight(services_.metrics.inFlight());
  Sink sink(*this, *chat, job.requestId, job.arrived);
  Result<wire::ChatResult> outcome = Error();
  try {
    outcome = co_await chat->run.run(std::move(job), sink);
  } catch (const std::exception& failure) {
    log_.error("handler failed", {{"request_id", sink.vigie.requestId}, {"what", failure.what()}});
    outcome = Error(ErrorCode::kInternal, "the server failed; the request id names the incident");
  }
  sink.answered();
  chats_.erase(chat->id);
  if (outcome) {
    series_.count(200);
    wire::ChatDone done;
    done.id = chat->id;
    done.finishReason = std::move(outcome->finishReason);
    done.usage = outcome->usage;
    done.vigie = std::move(outcome->vigie);
    send(wire::ServerFrame(std::move(done)));
  } else if (chat->byClient && outcome.error().code == ErrorCode::kCancelled) {
    series_.count(statusOf(ErrorCode::kCancelled));
    wire::ChatDone done;
    done.id = chat->id;
    done.finishReason = "cancelled";
    done.usage.estimated = true;
    done.vigie = std::move(sink.vigie);
    send(wire::ServerFrame(std::move(done)));
  } else {
    series_.count(statusOf(outcome.error().code));
    wire::ChatFailed failed;
    failed.id = chat->id;
    failed.error = outcome.error();
    send(wire::ServerFrame(std::move(failed)));
  }
  closeWhenIdle();
}

void WsSession::send(std::string frame) {
  if (closed_) return;
  queuedBytes_ += frame.size();
  queue_.push_back(std::move(frame));
  if (queue_.size() == 1) wake_.cancel();
}

asio::awaitable<void> WsSession::write() {
  stream_.text(true);
  while (!closed_) {
    if (queue_.empty()) {
      if (closing_) break;
      wake_.expires_at(kNever);
      co_await wake_.async_wait(kToken);
      continue;
    }
    deadline_.within(services_.slowestReader);
    auto frame = asio::buffer(queue_.front());
    const auto [ec, size] = co_await stream_.async_write(frame, kToken);
    deadline_.none();
    queuedBytes_ -= queue_.front().size();
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
  if (why == net::Interruption::kStopping) {
    cutAll(Error(ErrorCode::kUnavailable, "the server is stopping; ask again, another one may answer"));
  }
  closeWhenIdle();
}

void WsSession::cutAll(const Error& reason) {
  const auto running = chats_;
  for (const auto& [id, chat] : running) chat->cut(reason);
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
