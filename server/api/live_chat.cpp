#include "server/api/live_chat.h"

#include "server/api/http_error.h"
#include "server/api/sse_stream.h"
#include "server/net/awaiting.h"

#include <boost/asio.hpp>

#include <numeric>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostUnsent = 64 * 1024;  ///< that a follower may be behind
constexpr std::size_t kMostKept = 256 * 1024;   ///< for a follower that comes back
constexpr std::size_t kTrimAt = kMostKept * 2;  ///< seldom: the text moves
constexpr std::size_t kTakenAtOnce = 16 * 1024;

}  // namespace

LiveChat::LiveChat(std::string id, std::string owner, const Services& services, HttpMetrics::Series& series,
                   asio::any_io_executor strand, std::optional<limits::InFlightLimit::Place> place)
    : id_(std::move(id)),
      owner_(std::move(owner)),
      services_(services),
      strand_(std::move(strand)),
      series_(series),
      place_(std::move(place)),
      run_(services),
      room_(strand_, kNever),
      window_(strand_, kNever) {}

asio::awaitable<void> LiveChat::run(ChatJob job) {
  const InFlight inFlight(services_.metrics.inFlight());
  arrived_ = job.arrived;
  vigie_.requestId = job.requestId;
  auto outcome = co_await run_.run(std::move(job), *this);
  answered();
  window_.cancel();
  if (outcome) {
    series_.count(200);
    wire::ChatDone done;
    done.id = id_;
    done.finishReason = std::move(outcome->finishReason);
    done.usage = outcome->usage;
    done.vigie = std::move(outcome->vigie);
    finish(wire::toText(wire::ServerFrame(std::move(done))));
  } else if (byClient_ && outcome.error().code == ErrorCode::kCancelled) {
    series_.count(statusOf(ErrorCode::kCancelled));
    wire::ChatDone done;
    done.id = id_;
    done.finishReason = "cancelled";
    done.usage.estimated = true;
    done.vigie = std::move(vigie_);
    finish(wire::toText(wire::ServerFrame(std::move(done))));
  } else {
    series_.count(statusOf(outcome.error().code));
    wire::ChatFailed failed;
    failed.id = id_;
    failed.error = outcome.error();
    finish(wire::toText(wire::ServerFrame(std::move(failed))));
  }
}

void LiveChat::finish(std::string frame) {
  place_.reset();
  {
    const std::lock_guard lock(mutex_);
    last_ = std::move(frame);
  }
  wakeFollower();
}

void LiveChat::cut(Error reason, bool byClient) {
  asio::post(strand_, [self = shared_from_this(), reason = std::move(reason), byClient]() mutable {
    self->byClient_ = self->byClient_ || byClient;
    self->wasCut_ = true;
    self->room_.cancel();
    self->run_.cut(std::move(reason));
  });
}

Result<LiveChat::Cursor> LiveChat::follow(std::int64_t after, std::function<void()> changed) {
  std::function<void()> before;
  Cursor cursor;
  {
    const std::lock_guard lock(mutex_);
    if (after < first_ - 1) return Error(ErrorCode::kNotFound, "that part of the answer is not kept any more", "after");
    if (after >= first_ + static_cast<std::int64_t>(lengths_.size())) {
      return Error(ErrorCode::kInvalidArgument, "'after' must be the last 'seq' that was received", "after");
    }
    cursor.follower = ++follower_;
    cursor.seq = taken_ = after;
    takenBytes_ = std::accumulate(lengths_.begin(), lengths_.begin() + (after + 1 - first_), std::size_t{0});
    before = std::exchange(changed_, std::move(changed));
  }
  if (before) before();
  asio::post(strand_, [self = shared_from_this()] {
    self->window_.cancel();
    self->room_.cancel();
  });
  return cursor;
}

void LiveChat::orphan(const Cursor& cursor, std::chrono::milliseconds window) {
  {
    const std::lock_guard lock(mutex_);
    if (cursor.follower != follower_ || last_) return;
    changed_ = nullptr;
  }
  asio::post(strand_, [self = shared_from_this(), follower = cursor.follower, window] {
    self->room_.cancel();  // without a follower other bounds hold
    self->window_.expires_after(window);
    self->window_.async_wait([self, follower](boost::system::error_code ec) {
      if (ec) return;
      {
        const std::lock_guard lock(self->mutex_);
        if (self->follower_ != follower) return;
      }
      self->cut(Error(ErrorCode::kCancelled, "the client left"));
    });
  });
}

LiveChat::Taken LiveChat::take(Cursor& cursor) {
  Taken out;
  bool room = false;
  {
    const std::lock_guard lock(mutex_);
    if (cursor.follower != follower_) {
      out.over = true;
      return out;
    }
    while (cursor.head < static_cast<int>(head_.size()))
      out.frames.push_back(head_[static_cast<std::size_t>(cursor.head++)]);
    auto index = static_cast<std::size_t>(taken_ + 1 - first_);
    const std::size_t begin = takenBytes_;
    for (; index < lengths_.size() && takenBytes_ - begin < kTakenAtOnce; ++index) {
      std::string frame = R"({"type":"chat.delta","id":)";
      appendJsonString(frame, id_);
      frame += R"(,"seq":)";
      frame += std::to_string(++cursor.seq);
      frame += R"(,"text":)";
      appendJsonString(frame, std::string_view(text_).substr(takenBytes_, lengths_[index]));
      frame += '}';
      takenBytes_ += lengths_[index];
      out.frames.push_back(std::move(frame));
    }
    taken_ = cursor.seq;
    if (index == lengths_.size() && last_) {
      out.frames.push_back(*last_);
      out.over = true;
    }
    room = std::exchange(waiting_, false);
  }
  if (room) asio::post(strand_, [self = shared_from_this()] { self->room_.cancel(); });
  return out;
}

std::size_t LiveChat::bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t sum = text_.size() + lengths_.size() * sizeof(std::size_t);
  for (const std::string& frame : head_) sum += frame.size();
  return sum;
}

asio::awaitable<void> LiveChat::opened(const ChatOpening& opening) {
  vigie_.conversationId = opening.conversationId;
  vigie_.messageId = opening.answerId;
  vigie_.model = opening.model;
  answered();
  wire::ChatStarted frame;
  frame.id = id_;
  frame.conversationId = opening.conversationId;
  frame.messageId = opening.answerId;
  frame.userMessageId = opening.userMessageId;
  frame.requestId = vigie_.requestId;
  frame.model = opening.model;
  std::string text = wire::toText(wire::ServerFrame(std::move(frame)));
  {
    const std::lock_guard lock(mutex_);
    head_.push_back(std::move(text));
  }
  wakeFollower();
  co_return;
}

asio::awaitable<void> LiveChat::cited(const std::vector<wire::Citation>& citations) {
  vigie_.citations = citations;
  wire::ChatCitations frame;
  frame.id = id_;
  frame.citations = citations;
  std::string text = wire::toText(wire::ServerFrame(std::move(frame)));
  {
    const std::lock_guard lock(mutex_);
    head_.push_back(std::move(text));
  }
  wakeFollower();
  co_return;
}

asio::awaitable<void> LiveChat::delta(std::string_view text) {
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    text_ += text;
    lengths_.push_back(text.size());
    trimLocked();
    full = waiting_ = fullLocked();
  }
  wakeFollower();
  // Back-pressure: the model is not read further until somebody takes what there is.
  while (full && !wasCut_) {
    co_await room_.async_wait(kToken);
    const std::lock_guard lock(mutex_);
    full = waiting_ = fullLocked();
  }
}

asio::awaitable<void> LiveChat::toolCalls(const boost::json::array&) { co_return; }

/// Duration ends at the first frame of the answer.
void LiveChat::answered() {
  if (std::exchange(answered_, true)) return;
  series_.observe(std::chrono::steady_clock::now() - arrived_);
}

bool LiveChat::fullLocked() const { return text_.size() - takenBytes_ > (changed_ ? kMostUnsent : kMostKept); }

void LiveChat::trimLocked() {
  if (text_.size() < kTrimAt) return;
  std::size_t dropped = 0;
  while (text_.size() - dropped > kMostKept && first_ <= taken_) {
    dropped += lengths_.front();
    lengths_.pop_front();
    ++first_;
  }
  text_.erase(0, dropped);
  takenBytes_ -= dropped;
}

void LiveChat::wakeFollower() {
  std::function<void()> changed;
  {
    const std::lock_guard lock(mutex_);
    changed = changed_;
  }
  if (changed) changed();
}

}  // namespace vigie::api
