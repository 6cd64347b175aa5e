// LiveChats: the chats of /ws/chat that can be resumed.
#pragma once

#include "server/api/live_chat.h"
#include "server/net/task_group.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace vigie::api {

/// A chat is here from its start until `window` after its end, so that a socket that was lost with the last frames in
/// it finds them. What ended chats may hold together is bounded: above it a chat is forgotten as it ends. Any thread.
class LiveChats {
 public:
  explicit LiveChats(boost::asio::any_io_executor executor,
                     std::chrono::milliseconds window = std::chrono::seconds(30));
  LiveChats(const LiveChats&) = delete;
  LiveChats& operator=(const LiveChats&) = delete;

  /// Runs it. A chat of the same owner and id is not resumable any more.
  void start(std::shared_ptr<LiveChat> chat, ChatJob job);
  /// Null when there is none.
  [[nodiscard]] std::shared_ptr<LiveChat> find(const std::string& owner, const std::string& id) const;
  [[nodiscard]] std::chrono::milliseconds window() const { return window_; }

  /// Ended chats are forgotten at once from now on.
  void drain();
  /// drain(), and what runs is cut.
  void stop(const Error& reason);
  /// True once nothing runs.
  boost::asio::awaitable<bool> wait(std::chrono::milliseconds limit) { return tasks_.wait(limit); }

 private:
  using Key = std::pair<std::string, std::string>;
  boost::asio::awaitable<void> serve(std::shared_ptr<LiveChat> chat, ChatJob job);

  const std::chrono::milliseconds window_;
  net::TaskGroup tasks_;

  mutable std::mutex mutex_;  // guards what follows
  std::map<Key, std::shared_ptr<LiveChat>> chats_;  ///< to be resumed
  std::set<std::shared_ptr<LiveChat>> running_;     ///< with those whose name another one took
  std::map<LiveChat*, std::shared_ptr<boost::asio::steady_timer>> ended_;  ///< until each is forgotten
  std::size_t endedBytes_ = 0;
  bool draining_ = false;
};

}  // namespace vigie::api
