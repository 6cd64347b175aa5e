#include "server/net/read_ahead.h"

#include "server/net/awaiting.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace vigie::net {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kReadBytes = 4096;
constexpr std::size_t kMaxWaitingBytes = 16 * 1024;
}  // namespace

void ReadAhead::consume(std::size_t count) {
  begin_ += count;
  if (begin_ == bytes_.size()) {
    bytes_.clear();
    begin_ = 0;
  }
}

asio::awaitable<bool> ReadAhead::settle() {
  while (outstanding_) {
    event_.expires_at(asio::steady_timer::time_point::max());
    co_await event_.async_wait(kToken);
  }
  co_return !ended_;
}

asio::awaitable<bool> ReadAhead::more() {
  if (outstanding_) {
    const std::size_t before = data().size();
    const bool open = co_await settle();
    if (data().size() > before) co_return true;
    if (!open) co_return false;
  }
  if (ended_) co_return false;
  if (begin_ > 0) {
    bytes_.erase(0, begin_);
    begin_ = 0;
  }
  const std::size_t had = bytes_.size();
  bytes_.resize(had + kReadBytes);
  auto target = asio::buffer(bytes_.data() + had, kReadBytes);
  const auto [ec, count] = co_await socket_.async_read_some(target, kToken);
  bytes_.resize(had + count);
  if (ec) ended_ = true;
  co_return count > 0;
}

asio::awaitable<std::size_t> ReadAhead::into(asio::mutable_buffer target) {
  if (data().empty() && outstanding_) co_await settle();
  if (!data().empty()) {
    const std::size_t count = asio::buffer_copy(target, asio::buffer(data()));
    consume(count);
    co_return count;
  }
  if (ended_) co_return 0;
  const auto [ec, count] = co_await socket_.async_read_some(target, kToken);
  if (ec) ended_ = true;
  co_return count;
}

void ReadAhead::watch(std::shared_ptr<void> owner, std::function<void()> ended) {
  onEnd_ = std::move(ended);
  if (ended_) {
    if (onEnd_) onEnd_();
  } else if (!outstanding_) {
    arm(std::move(owner));
  }
}

void ReadAhead::arm(std::shared_ptr<void> owner) {
  if (data().size() >= kMaxWaitingBytes) return;
  if (!landing_) landing_ = std::make_unique<std::array<char, 1024>>();
  outstanding_ = true;
  socket_.async_read_some(asio::buffer(*landing_),
                          [this, owner = std::move(owner)](boost::system::error_code ec, std::size_t count) mutable {
                            outstanding_ = false;
                            bytes_.append(landing_->data(), count);
                            if (ec) ended_ = true;
                            event_.cancel();
                            if (!onEnd_) return;
                            if (ended_) {
                              const auto call = onEnd_;  // it may unwatch
                              call();
                            } else {
                              arm(std::move(owner));
                            }
                          });
}

}  // namespace vigie::net
