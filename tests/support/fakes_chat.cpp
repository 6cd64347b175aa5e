#include "tests/support/fakes_chat.h"

#include "core/base/cancellation.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <stdexcept>

namespace vigie::test {

namespace asio = boost::asio;

asio::awaitable<bool> Gate::wait() {
  if (open_) co_return true;
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  timers_.push_back(&timer);
  ++waiters_;
  if (onArrival) onArrival();
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  --waiters_;
  std::erase(timers_, &timer);
  co_return open_;
}

void Gate::open() {
  open_ = true;
  for (auto* timer : timers_) timer->cancel();
}

InMemoryChatStore::Chat* InMemoryChatStore::find(const std::string& owner, const std::string& conversationId) {
  const auto found = chats.find(conversationId);
  return found == chats.end() || found->second.owner != owner ? nullptr : &found->second;
}

namespace {
Error notFound() { return {ErrorCode::kNotFound, "no such conversation"}; }
}  // namespace

asio::awaitable<Result<wire::Saved>> InMemoryChatStore::beginTurn(NewTurn turn) {
  co_await beginGate.wait();
  if (beginFault) co_return *beginFault;
  Chat* chat = nullptr;
  if (turn.newConversation) {
    chat = &chats[turn.conversationId];
    chat->owner = turn.owner;
    chat->title = turn.title;
  } else {
    chat = find(turn.owner, turn.conversationId);
    if (chat == nullptr) co_return notFound();
  }
  Turn user;
  user.id = turn.userMessageId;
  user.parent = turn.parentMessageId;
  if (!user.parent && !chat->turns.empty()) user.parent = chat->turns.back().id;
  user.role = turn.role;
  user.content = turn.text;
  user.openaiMessages = turn.openaiMessages;
  user.status = "complete";
  Turn answer;
  answer.id = turn.answerId;
  answer.parent = turn.userMessageId;
  answer.role = "assistant";
  answer.status = "running";
  chat->turns.push_back(std::move(user));
  chat->turns.push_back(std::move(answer));
  begun.push_back(std::move(turn));
  if (onWrite) onWrite("begin");
  co_return saves;
}

asio::awaitable<Result<wire::Saved>> InMemoryChatStore::finishAnswer(FinishedAnswer answer) {
  co_await finishGate.wait();
  if (finishFault) co_return *finishFault;
  for (Turn& turn : chats[answer.conversationId].turns) {
    if (turn.id != answer.answerId) continue;
    turn.content = answer.content;
    turn.openaiMessages = answer.openaiMessages;
    turn.status = answer.status;
  }
  finished.push_back(std::move(answer));
  if (onWrite) onWrite("finish");
  co_return saves;
}

void InMemoryChatStore::checkpoint(std::string, std::string content) { checkpoints.push_back(std::move(content)); }

asio::awaitable<Result<std::vector<wire::ChatMessage>>> InMemoryChatStore::history(std::string owner,
                                                                                   std::string conversationId,
                                                                                   std::optional<std::string> leaf,
                                                                                   std::string userMessageId,
                                                                                   std::size_t most) {
  if (historyFault) co_return *historyFault;
  const Chat* const chat = find(owner, conversationId);
  if (chat == nullptr) co_return notFound();
  std::vector<wire::ChatMessage> branch;
  std::optional<std::string> at = leaf;
  if (!at && !chat->turns.empty()) at = chat->turns.back().id;
  for (const Turn& turn : chat->turns) {
    if (!leaf && turn.id == userMessageId) at = turn.parent;
  }
  while (at && branch.size() < most) {
    const auto turn = std::find_if(chat->turns.begin(), chat->turns.end(), [&](const Turn& t) { return t.id == *at; });
    if (turn == chat->turns.end()) co_return notFound();
    if (!turn->openaiMessages.empty()) {
      auto exact = wire::chatMessagesFromText(turn->openaiMessages).value();
      branch.insert(branch.end(), exact.rbegin(), exact.rend());
    } else if (!turn->content.empty()) {
      wire::ChatMessage message;
      message.role = turn->role;
      message.content = turn->content;
      branch.push_back(std::move(message));
    }
    at = turn->parent;
  }
  std::reverse(branch.begin(), branch.end());
  co_return branch;
}

asio::awaitable<Result<wire::SearchResponse>> FixedRetriever::search(const wire::SearchRequest& request) {
  asked.push_back(request);
  const bool opened = co_await gate.wait();
  if (!opened) co_return Error(ErrorCode::kCancelled, "cancelled");
  if (fault) co_return *fault;
  wire::SearchResponse response;
  response.hits = hits;
  response.embedMs = 0.25;
  response.retrieveMs = 0.5;
  co_return response;
}

Result<void> ScriptedLlmClient::check(const wire::ChatRequest&) const {
  if (cannot) return *cannot;
  return {};
}

asio::awaitable<Result<LlmResult>> ScriptedLlmClient::generate(const LlmRequest& request, const DeltaSink& onDelta) {
  asked.push_back(request);
  if (onAsked) onAsked();
  for (std::size_t i = 0; i <= deltas.size(); ++i) {
    if (gateAt == i) {
      const bool opened = co_await gate.wait();
      if (!opened) co_return Error(ErrorCode::kCancelled, "cancelled");
    }
    if (i < deltas.size()) co_await onDelta(deltas[i]);
  }
  if (!toolCalls.empty() || !refusal.empty()) {
    const LlmDelta delta(std::string_view(), toolCalls.empty() ? nullptr : &toolCalls, refusal);
    co_await onDelta(delta);
  }
  if (throws) throw std::runtime_error("scripted");
  if (fault) co_return *fault;
  LlmResult result;
  result.model = request.model;
  result.finishReason = toolCalls.empty() ? "stop" : "tool_calls";
  result.toolCalls = toolCalls;
  result.refusal = refusal;
  result.usage = usage;
  co_return result;
}

void RecordingChatSink::note(std::string event) {
  events.push_back(std::move(event));
  if (onEvent) onEvent(events.back());
}

asio::awaitable<void> RecordingChatSink::opened(const ChatOpening& chatOpening) {
  opening = chatOpening;
  note("opened");
  co_return;
}

asio::awaitable<void> RecordingChatSink::cited(const std::vector<wire::Citation>& passages) {
  citations = passages;
  note("cited " + std::to_string(passages.size()));
  co_return;
}

asio::awaitable<void> RecordingChatSink::delta(std::string_view piece) {
  if (throwAtDelta) throw std::runtime_error("the client is gone");
  text += piece;
  note("delta " + std::string(piece));
  co_return;
}

asio::awaitable<void> RecordingChatSink::refused(std::string_view piece) {
  note("refused " + std::string(piece));
  co_return;
}

asio::awaitable<void> RecordingChatSink::toolCalls(const boost::json::array&) {
  note("tool calls");
  co_return;
}

}  // namespace vigie::test
