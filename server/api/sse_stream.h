// SseStream: OpenAI's stream of chat.completion.chunk events, one write an event.
#pragma once

#include "core/chat/chat_pipeline.h"
#include "core/wire/chat.h"
#include "server/net/exchange.h"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace vigie::api {

/// A ChatSink that writes to the client as text arrives. The head goes out with the first text, so that an answer which
/// fails before it has a status of its own. Of a delta only its text is serialised; what stands around it is made once.
/// On the connection's strand.
class SseStream final : public ChatSink {
 public:
  explicit SseStream(net::Exchange& exchange) : exchange_(exchange) {}

  boost::asio::awaitable<void> opened(const ChatOpening& opening) override;
  boost::asio::awaitable<void> cited(const std::vector<wire::Citation>& citations) override;
  boost::asio::awaitable<void> delta(std::string_view text) override;
  boost::asio::awaitable<void> refused(std::string_view text) override;
  boost::asio::awaitable<void> toolCalls(const boost::json::array& pieces) override;

  /// The head is out: from now on an error is an event.
  [[nodiscard]] bool started() const { return started_; }
  /// The last chunk with the vigie object, the usage chunk if asked for, and [DONE]. Only after opened().
  boost::asio::awaitable<void> finish(const wire::ChatResult& result, bool includeUsage);
  /// An error event and no [DONE]. Only after started().
  boost::asio::awaitable<void> fail(const Error& error);

 private:
  /// Sends event_, behind the head and the role where it is the first.
  boost::asio::awaitable<void> write();

  net::Exchange& exchange_;
  wire::ChunkHead head_;
  std::string role_;    ///< the first event
  std::string event_;   ///< reused
  std::string before_;  ///< of a delta's text
  std::string after_;
  bool started_ = false;
};

/// Appends an event of one line: "data: " and the object.
void appendEvent(std::string& out, const boost::json::object& data);
/// Appends `text` as a JSON string, quotes included.
void appendJsonString(std::string& out, std::string_view text);

}  // namespace vigie::api
