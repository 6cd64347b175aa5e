#include "server/api/sse_stream.h"

#include "core/wire/error.h"

#include <boost/json.hpp>

namespace vigie::api {

namespace asio = boost::asio;
namespace json = boost::json;

void appendEvent(std::string& out, const json::object& data) {
  out.append("data: ").append(json::serialize(data)).append("\n\n");
}

void appendJsonString(std::string& out, std::string_view text) {
  json::serializer serializer;
  serializer.reset(json::string_view(text.data(), text.size()));
  char piece[512];
  while (!serializer.done()) {
    const auto part = serializer.read(piece, sizeof piece);
    out.append(part.data(), part.size());
  }
}

asio::awaitable<void> SseStream::opened(const ChatOpening& opening) {
  head_.id = opening.completionId;
  head_.created = opening.created;
  head_.model = opening.model;
  // Cut a serialised delta where its text stands. The text is the only empty string behind "content".
  constexpr std::string_view kMark = R"("content":"")";
  const std::string delta = json::serialize(wire::deltaChunk(head_, ""));
  const auto at = delta.find(kMark) + kMark.size() - 2;
  before_ = "data: " + delta.substr(0, at);
  after_ = delta.substr(at + 2) + "\n\n";

  appendEvent(role_, wire::roleChunk(head_));
  co_return;
}

asio::awaitable<void> SseStream::write() {
  if (started_) {
    co_await exchange_.writeStream(event_);
    co_return;
  }
  started_ = true;
  event_.insert(0, role_);
  co_await exchange_.startStream("text/event-stream", event_);
}

asio::awaitable<void> SseStream::cited(const std::vector<wire::Citation>&) {
  co_return;  // they travel in the last chunk
}

asio::awaitable<void> SseStream::delta(std::string_view text) {
  event_.assign(before_);
  appendJsonString(event_, text);
  event_.append(after_);
  co_await write();
}

asio::awaitable<void> SseStream::refused(std::string_view text) {
  event_.clear();
  appendEvent(event_, wire::refusalChunk(head_, text));
  co_await write();
}

asio::awaitable<void> SseStream::toolCalls(const json::array& pieces) {
  event_.clear();
  appendEvent(event_, wire::toolCallsChunk(head_, pieces));
  co_await write();
}

asio::awaitable<void> SseStream::finish(const wire::ChatResult& result, bool includeUsage) {
  if (!started_) {  // an answer without text
    event_.clear();
    co_await write();
  }
  event_.clear();
  appendEvent(event_, wire::finalChunk(head_, result.finishReason, result.vigie));
  if (includeUsage) appendEvent(event_, wire::usageChunk(head_, result.usage));
  event_.append("data: [DONE]\n\n");
  co_await exchange_.finishStream(event_);
}

asio::awaitable<void> SseStream::fail(const Error& error) {
  event_.clear();
  appendEvent(event_, wire::toJson(error));
  co_await exchange_.finishStream(event_);
}

}  // namespace vigie::api
