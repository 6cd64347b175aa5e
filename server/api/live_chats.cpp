#include "server/api/live_chats.h"

#include <boost/asio.hpp>

#include <vector>

namespace vigie::api {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kMostEndedBytes = 4 * 1024 * 1024;
constexpr std::size_t kBytesOfAChat = 1024;  ///< beside its text
}  // namespace

LiveChats::LiveChats(asio::any_io_executor executor, std::chrono::milliseconds window)
    : window_(window), tasks_(std::move(executor)) {}

void LiveChats::start(std::shared_ptr<LiveChat> chat, ChatJob job) {
  {
    const std::lock_guard lock(mutex_);
    chats_[{chat->owner(), chat->id()}] = chat;
    running_.insert(chat);
  }
  const asio::any_io_executor strand = chat->strand();
  tasks_.spawn(strand, serve(std::move(chat), std::move(job)));
}

asio::awaitable<void> LiveChats::serve(std::shared_ptr<LiveChat> chat, ChatJob job) {
  co_await chat->run(std::move(job));
  const std::size_t bytes = chat->bytes() + kBytesOfAChat;
  std::shared_ptr<asio::steady_timer> timer;
  {
    const std::lock_guard lock(mutex_);
    running_.erase(chat);
    if (!draining_ && endedBytes_ + bytes <= kMostEndedBytes) {
      timer = std::make_shared<asio::steady_timer>(chat->strand(), window_);
      ended_.emplace(chat.get(), timer);
      endedBytes_ += bytes;
    }
  }
  if (timer) co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
  const std::lock_guard lock(mutex_);
  if (ended_.erase(chat.get()) > 0) endedBytes_ -= bytes;
  const auto found = chats_.find({chat->owner(), chat->id()});
  if (found != chats_.end() && found->second == chat) chats_.erase(found);
}

std::shared_ptr<LiveChat> LiveChats::find(const std::string& owner, const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = chats_.find({owner, id});
  return found == chats_.end() ? nullptr : found->second;
}

void LiveChats::drain() {
  std::vector<std::shared_ptr<asio::steady_timer>> timers;
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    for (const auto& [chat, timer] : ended_) timers.push_back(timer);
  }
  for (const auto& timer : timers) {
    asio::post(timer->get_executor(), [timer] { timer->expires_at(asio::steady_timer::time_point::min()); });
  }
}

void LiveChats::stop(const Error& reason) {
  drain();
  std::set<std::shared_ptr<LiveChat>> running;
  {
    const std::lock_guard lock(mutex_);
    running = running_;
  }
  for (const auto& chat : running) chat->cut(reason);
}

}  // namespace vigie::api
