// LiveChat: one chat of /ws/chat, which may outlive the socket it was started on.
#pragma once

#include "core/wire/ws.h"
#include "server/api/chat_run.h"
#include "server/api/services.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace vigie::api {

/// Runs on a strand of its own or of the socket that started it. Its frames are kept, bounded, for one follower at a
/// time: a socket that sends them on. A follower that falls behind holds the model back; without one the model goes on
/// until what may be kept is full. Any thread may call what is public, but run().
class LiveChat final : public ChatSink, public std::enable_shared_from_this<LiveChat> {
 public:
  LiveChat(std::string id, std::string owner, const Services& services, HttpMetrics::Series& series,
           boost::asio::any_io_executor strand, std::optional<limits::InFlightLimit::Place> place);

  /// Once, on strand(). The answer's end, whatever it is, is the last frame.
  boost::asio::awaitable<void> run(ChatJob job);
  /// Ends the answer: `byClient` by chat.cancel, which is an ending of its own and no error.
  void cut(Error reason, bool byClient = false);

  /// A place in the chat, and whose it is.
  struct Cursor {
    std::uint64_t follower = 0;
    int head = 0;          ///< of the two frames before the text
    std::int64_t seq = 0;  ///< of the last delta taken
  };
  /// Makes the caller the follower, from behind delta `after`; who was it before hears of it by `changed` and gets
  /// nothing more. `changed` is called from any thread, often, and must only wake somebody up. kInvalidArgument for a
  /// place that is not there yet, kNotFound for one that is not kept any more.
  Result<Cursor> follow(std::int64_t after, std::function<void()> changed);
  /// The follower's socket is lost: another must come within `window`, else the chat is cancelled.
  void orphan(const Cursor& cursor, std::chrono::milliseconds window);

  struct Taken {
    std::vector<std::string> frames;
    bool over = false;  ///< the last frame is among them, or the caller is the follower no more
  };
  /// About 16 KiB of frames behind the cursor, which moves.
  Taken take(Cursor& cursor);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& owner() const { return owner_; }
  [[nodiscard]] const boost::asio::any_io_executor& strand() const { return strand_; }
  [[nodiscard]] std::size_t bytes() const;

  boost::asio::awaitable<void> opened(const ChatOpening& opening) override;
  boost::asio::awaitable<void> cited(const std::vector<wire::Citation>& citations) override;
  boost::asio::awaitable<void> delta(std::string_view text) override;
  boost::asio::awaitable<void> refused(std::string_view text) override { return delta(text); }
  /// Never of a chat here: the sessions refuse `tools`.
  boost::asio::awaitable<void> toolCalls(const boost::json::array& pieces) override;

 private:
  void answered();
  [[nodiscard]] bool fullLocked() const;
  void trimLocked();
  void wakeFollower();
  void finish(std::string frame);

  const std::string id_;
  const std::string owner_;
  const Services& services_;
  const boost::asio::any_io_executor strand_;
  HttpMetrics::Series& series_;

  // On the strand.
  std::optional<limits::InFlightLimit::Place> place_;  ///< until the answer's end
  ChatRun run_;
  bool wasCut_ = false;
  bool byClient_ = false;
  bool answered_ = false;
  SteadyTime arrived_{};
  wire::VigieResponse vigie_;         ///< what is known so far, for an answer that is cancelled
  boost::asio::steady_timer room_;    ///< cancelled when the follower took something
  boost::asio::steady_timer window_;  ///< until an orphan is cancelled

  mutable std::mutex mutex_;  // guards what follows
  std::deque<std::string> head_;
  std::string text_;                 ///< of the deltas kept, one after the other
  std::deque<std::size_t> lengths_;  ///< of each
  std::int64_t first_ = 1;           ///< seq of the first delta kept
  std::int64_t taken_ = 0;           ///< the follower's seq
  std::size_t takenBytes_ = 0;       ///< of text_, up to there
  std::optional<std::string> last_;  ///< chat.done or chat.error
  std::uint64_t follower_ = 0;
  std::function<void()> changed_;  ///< the follower's; null without one
  bool waiting_ = false;           ///< the model, for room
};

}  // namespace vigie::api
