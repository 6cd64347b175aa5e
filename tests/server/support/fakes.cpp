#include "tests/server/support/fakes.h"

namespace vigie::test {

namespace {
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
}

asio::awaitable<Result<wire::ChatResult>> FakePipeline::run(ChatJob job, ChatSink& sink) {
  started.happen();
  const std::string question = wire::lastUserText(job.request);
  if (job.request.model == "no-such-model") {
    co_return Error(ErrorCode::kNotFound, "there is no such model; GET /v1/models lists them", "model");
  }
  if (question == "throw") throw std::runtime_error("a defect");
  if (question == "fail before") co_return Error(ErrorCode::kUpstreamFailed, "the model failed");
  ChatOpening opening;
  opening.completionId = "chatcmpl-1";
  opening.created = 1'700'000'000;
  opening.model = job.request.model;
  opening.conversationId = newId();
  opening.userMessageId = newId();
  opening.answerId = newId();
  co_await sink.opened(opening);
  wire::Citation citation;
  citation.documentId = newId();
  citation.title = "Runbook";
  citation.quote = "Restart it.";
  const std::vector<wire::Citation> citations{citation};
  co_await sink.cited(citations);
  auto executor = co_await asio::this_coro::executor;
  wire::ChatResult result;
  bool first = true;
  for (const std::string& delta : deltas) {
    co_await sink.delta(delta);
    result.content += delta;
    if (!std::exchange(first, false)) continue;
    if (question == "fail after") co_return Error(ErrorCode::kUpstreamFailed, "the model failed");
    if (question.starts_with("hold")) {
      auto timer = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
      {
        const std::lock_guard lock(mutex_);
        if (released_) continue;
        waiting_.push_back(timer);
      }
      held.happen();
      co_await timer->async_wait(kToken);
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        cancelled.happen();
        co_return Error(ErrorCode::kCancelled, "cancelled");
      }
    }
    if (question == "flood") {
      const std::string piece(1000, 'x');
      for (;;) {
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
          cancelled.happen();
          co_return Error(ErrorCode::kCancelled, "cancelled");
        }
        co_await sink.delta(piece);
        floodBytes += piece.size();
      }
    }
  }
  result.id = opening.completionId;
  result.created = opening.created;
  result.model = opening.model;
  result.finishReason = "stop";
  result.usage.promptTokens = 3;
  result.usage.completionTokens = 5;
  result.vigie.conversationId = opening.conversationId;
  result.vigie.messageId = opening.answerId;
  result.vigie.requestId = job.requestId;
  result.vigie.model = opening.model;
  result.vigie.citations = citations;
  result.vigie.saved = wire::Saved::kYes;
  co_return result;
}

void FakePipeline::release() {
  std::vector<std::weak_ptr<asio::steady_timer>> waiting;
  {
    const std::lock_guard lock(mutex_);
    released_ = true;
    waiting.swap(waiting_);
  }
  for (const auto& waiter : waiting) {
    if (auto timer = waiter.lock()) asio::post(timer->get_executor(), [timer] { timer->cancel(); });
  }
}

asio::awaitable<Result<wire::SearchResponse>> FakeRetriever::search(const wire::SearchRequest& request) {
  if (request.mode == wire::SearchMode::kLexical) co_return Error(ErrorCode::kNotImplemented, "not yet", "mode");
  wire::SearchResponse response;
  wire::Citation hit;
  hit.title = "Runbook";
  response.hits.push_back(hit);
  co_return response;
}

wire::IndexInfo FakeRetriever::index() const {
  wire::IndexInfo info;
  info.embeddingModel = "local-hash";
  info.dimension = 384;
  info.vectors = 7;
  return info;
}

asio::awaitable<Result<wire::Page<wire::Conversation>>> FakeChatStore::list(std::string, std::size_t limit,
                                                                            std::string after) {
  if (down) co_return Error(ErrorCode::kUnavailable, "the database cannot be reached");
  wire::Page<wire::Conversation> page;
  wire::Conversation conversation;
  conversation.id = known;
  conversation.title = std::to_string(limit) + after;
  page.data.push_back(conversation);
  co_return page;
}

asio::awaitable<Result<wire::Conversation>> FakeChatStore::get(std::string, std::string id) {
  if (id != known) co_return Error(ErrorCode::kNotFound, "there is no such conversation");
  wire::Conversation conversation;
  conversation.id = id;
  co_return conversation;
}

asio::awaitable<Result<wire::Page<wire::Message>>> FakeChatStore::messages(std::string, std::string id, std::size_t,
                                                                           std::string) {
  if (id != known) co_return Error(ErrorCode::kNotFound, "there is no such conversation");
  co_return wire::Page<wire::Message>();
}

asio::awaitable<Result<void>> FakeChatStore::erase(std::string, std::string id) {
  if (id != known) co_return Error(ErrorCode::kNotFound, "there is no such conversation");
  co_return Result<void>();
}

asio::awaitable<Result<wire::Document>> FakeDocumentStore::insert(NewDocument given) {
  wire::Document document;
  document.id = given.id;
  document.title = given.input.title;
  document.mediaType = given.input.mediaType;
  document.bytes = static_cast<std::int64_t>(given.input.text.size());
  const std::lock_guard lock(mutex_);
  documents_[document.id] = document;
  co_return document;
}

asio::awaitable<Result<wire::Page<wire::Document>>> FakeDocumentStore::list(std::string, std::size_t, std::string) {
  wire::Page<wire::Document> page;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, document] : documents_) page.data.push_back(document);
  co_return page;
}

asio::awaitable<Result<wire::Document>> FakeDocumentStore::get(std::string, std::string id) {
  const std::lock_guard lock(mutex_);
  const auto found = documents_.find(id);
  if (found == documents_.end()) co_return Error(ErrorCode::kNotFound, "there is no such document");
  co_return found->second;
}

asio::awaitable<Result<std::int64_t>> FakeDocumentStore::erase(std::string, std::string id) {
  const std::lock_guard lock(mutex_);
  if (documents_.erase(id) == 0) co_return Error(ErrorCode::kNotFound, "there is no such document");
  co_return std::int64_t{1};
}

asio::awaitable<Result<wire::Document>> FakeIngest::add(wire::DocumentInput input, std::string owner) {
  NewDocument document;
  document.id = newId();
  document.owner = std::move(owner);
  document.input = std::move(input);
  auto stored = co_await store_.insert(std::move(document));
  co_return stored;
}

asio::awaitable<Result<void>> FakeIngest::erase(std::string documentId, std::string owner) {
  const auto erased = co_await store_.erase(std::move(owner), std::move(documentId));
  if (!erased) co_return erased.error();
  co_return Result<void>();
}

}  // namespace vigie::test
