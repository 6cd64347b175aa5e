#include "tests/server/support/fakes.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace vigie::test {

namespace {
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

void wake(const std::vector<std::weak_ptr<asio::steady_timer>>& waiting) {
  for (const auto& waiter : waiting) {
    // Each on its own executor; one that is not waiting yet will not wait either.
    if (auto timer = waiter.lock()) {
      asio::post(timer->get_executor(), [timer] { timer->expires_at(asio::steady_timer::time_point::min()); });
    }
  }
}

}  // namespace

asio::awaitable<Result<wire::ChatResult>> FakePipeline::run(ChatJob job, ChatSink& sink) {
  owner_.set(job.owner);
  if (instead != nullptr) {
    auto result = co_await instead->run(std::move(job), sink);
    co_return result;
  }
  started.happen();
  ++runs;
  const std::string question = wire::lastUserText(job.request);
  if (job.request.model == "no-such-model") {
    co_return Error(ErrorCode::kNotFound, "there is no such model; GET /v1/models lists them", "model");
  }
  if (question == "throw") throw std::runtime_error("a defect");
  if (question == "take 100 ms") {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(100));
    co_await timer.async_wait(kToken);
  }
  if (question == "fail before") co_return Error(ErrorCode::kUpstreamFailed, "the model failed");
  ChatOpening opening;
  opening.completionId = "chatcmpl-1";
  opening.created = 1'700'000'000;
  opening.model = job.request.model;
  const TurnIds ids = job.ids.value_or(TurnIds::fresh());
  opening.conversationId = ids.conversationId;
  opening.userMessageId = ids.userMessageId;
  opening.answerId = ids.answerId;
  co_await sink.opened(opening);
  wire::Citation citation;
  citation.documentId = newId();
  citation.title = "Runbook";
  citation.quote = "Restart it.";
  const std::vector<wire::Citation> citations{citation};
  co_await sink.cited(citations);
  if (question == "fail opened") {
    Error limited(ErrorCode::kRateLimited, "too many");
    limited.retryAfter = std::chrono::seconds(7);
    co_return limited;
  }
  auto executor = co_await asio::this_coro::executor;
  wire::ChatResult result;
  bool first = true;
  if (question == "call a tool") {
    const boost::json::object function{{"name", "add"}, {"arguments", "{}"}};
    result.toolCalls.push_back({{"id", "call_1"}, {"type", "function"}, {"function", function}});
    boost::json::array pieces = result.toolCalls;
    pieces[0].as_object()["index"] = 0;
    co_await sink.toolCalls(pieces);
  }
  for (const std::string& delta : result.toolCalls.empty() ? deltas : std::vector<std::string>()) {
    co_await sink.delta(delta);
    result.content += delta;
    if (!std::exchange(first, false)) continue;
    if (question == "throw after") throw std::runtime_error("a defect");
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
  result.finishReason = result.toolCalls.empty() ? "stop" : "tool_calls";
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
  wake(waiting);
}

asio::awaitable<Result<std::vector<Embedding>>> FakeEmbedder::embedPassages(std::vector<std::string> texts) {
  auto executor = co_await asio::this_coro::executor;
  std::shared_ptr<asio::steady_timer> timer;
  {
    const std::lock_guard lock(mutex_);
    if (holds_) {
      timer = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
      waiting_.push_back(timer);
    }
  }
  if (timer) {
    held.happen();
    co_await timer->async_wait(kToken);
  }
  auto embedded = co_await inner_.embedPassages(std::move(texts));
  co_return embedded;
}

asio::awaitable<Result<Embedding>> FakeEmbedder::embedQuery(std::string query,
                                                            std::shared_ptr<const TermStatistics> corpus) {
  auto embedded = co_await inner_.embedQuery(std::move(query), std::move(corpus));
  co_return embedded;
}

void FakeEmbedder::hold() {
  const std::lock_guard lock(mutex_);
  holds_ = true;
}

void FakeEmbedder::release() {
  std::vector<std::weak_ptr<asio::steady_timer>> waiting;
  {
    const std::lock_guard lock(mutex_);
    holds_ = false;
    waiting.swap(waiting_);
  }
  wake(waiting);
}

bool FakePipeline::floodStalls() const {
  constexpr std::chrono::milliseconds kStill{250};
  // The kernel takes a few megabytes first, which a sanitizer makes slowly.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  for (std::size_t before = 0; std::chrono::steady_clock::now() < deadline;) {
    std::this_thread::sleep_for(kStill);
    const std::size_t now = floodBytes;
    if (now == before && now > 0) return true;
    before = now;
  }
  return false;
}

asio::awaitable<Result<wire::SearchResponse>> FakeRetriever::search(const wire::SearchRequest& request) {
  owner_.set(request.owner);
  if (request.mode == wire::SearchMode::kLexical) co_return Error(ErrorCode::kNotImplemented, "not yet", "mode");
  wire::SearchResponse response;
  response.mode = request.mode.value_or(defaultMode());
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

namespace {
Error noConversation() { return {ErrorCode::kNotFound, "there is no such conversation"}; }
Error noMessage() { return {ErrorCode::kNotFound, "there is no such message"}; }
Error noSet() { return {ErrorCode::kNotFound, "there is no such evaluation set"}; }
constexpr std::size_t kMessages = 5;
}  // namespace

asio::awaitable<Result<wire::Conversation>> FakeConversationStore::create(std::string, std::string id,
                                                                          std::string title) {
  wire::Conversation conversation;
  conversation.id = std::move(id);
  conversation.title = std::move(title);
  co_return conversation;
}

asio::awaitable<Result<wire::Conversation>> FakeConversationStore::change(std::string, std::string id,
                                                                          wire::ConversationChange change) {
  if (id != known) co_return noConversation();
  wire::Conversation conversation;
  conversation.id = std::move(id);
  conversation.title = change.title.value_or("before");
  conversation.status = change.status.value_or("active");
  co_return conversation;
}

asio::awaitable<Result<wire::Page<wire::Conversation>>> FakeConversationStore::list(std::string owner,
                                                                                    std::string search,
                                                                                    std::size_t limit,
                                                                                    std::string after) {
  owner_.set(owner);
  if (down) co_return Error(ErrorCode::kUnavailable, "the database cannot be reached");
  wire::Page<wire::Conversation> page;
  wire::Conversation conversation;
  conversation.id = known;
  conversation.title = search + std::to_string(limit) + after;
  page.data.push_back(conversation);
  co_return page;
}

asio::awaitable<Result<wire::Conversation>> FakeConversationStore::get(std::string, std::string id) {
  if (id != known) co_return noConversation();
  wire::Conversation conversation;
  conversation.id = id;
  conversation.title = "Night shift";
  co_return conversation;
}

asio::awaitable<Result<wire::Page<wire::Message>>> FakeConversationStore::messages(std::string, std::string id,
                                                                                   std::size_t, std::string after) {
  if (id != known) co_return noConversation();
  wire::Page<wire::Message> page;
  const std::size_t at = after.empty() ? 0 : std::stoul(after);
  for (std::size_t i = at; i < std::min(at + 2, kMessages); ++i) {
    wire::Message message;
    message.id = i + 1 == kMessages ? answer : newId();
    message.conversationId = id;
    message.role = i % 2 == 0 ? "assistant" : "user";
    message.content = "text " + std::to_string(i);
    page.data.push_back(std::move(message));
  }
  if (at + 2 < kMessages) page.nextCursor = std::to_string(at + 2);
  co_return page;
}

asio::awaitable<Result<wire::Page<wire::WindowMessage>>> FakeConversationStore::messagesInWindow(std::string,
                                                                                                 MessageWindow window,
                                                                                                 std::size_t,
                                                                                                 std::string) {
  wire::Page<wire::WindowMessage> page;
  wire::WindowMessage message;
  message.message.id = answer;
  message.message.conversationId = known;
  message.message.role = window.role.empty() ? "assistant" : window.role;
  message.message.content = "words";
  message.message.createdAt = window.from;
  message.message.timings.emplace();
  message.withContent = window.withContent;
  message.rating = "up";
  page.data.push_back(std::move(message));
  co_return page;
}

asio::awaitable<Result<void>> FakeConversationStore::erase(std::string, std::string id) {
  if (id != known) co_return noConversation();
  co_return Result<void>();
}

asio::awaitable<Result<FeedbackLoopStore::Rated>> FakeFeedbackLoopStore::rate(std::string, std::string messageId,
                                                                              wire::FeedbackInput input) {
  if (messageId != known) co_return noMessage();
  Rated out;
  const std::lock_guard lock(mutex_);
  out.changed = std::exchange(rating_, input.rating) != input.rating;
  out.feedback.id = newId();
  out.feedback.messageId = std::move(messageId);
  out.feedback.input = std::move(input);
  co_return out;
}

asio::awaitable<Result<wire::Change>> FakeFeedbackLoopStore::addChange(std::string, wire::ChangeInput input) {
  wire::Change change;
  change.id = newId();
  change.createdAt = SystemClock().now();
  if (!input.happenedAt) input.happenedAt = change.createdAt;
  change.input = std::move(input);
  const std::lock_guard lock(mutex_);
  changes_.insert(changes_.begin(), change);
  co_return change;
}

asio::awaitable<Result<wire::Page<wire::Change>>> FakeFeedbackLoopStore::changes(std::string, std::size_t,
                                                                                 std::string) {
  wire::Page<wire::Change> page;
  const std::lock_guard lock(mutex_);
  page.data = changes_;
  co_return page;
}

asio::awaitable<Result<wire::EvaluationSet>> FakeFeedbackLoopStore::addEvaluationSet(std::string,
                                                                                     wire::EvaluationSetInput input) {
  wire::EvaluationSet set;
  set.id = newId();
  set.name = std::move(input.name);
  set.questionCount = static_cast<std::int64_t>(input.questions.size());
  set.questions = std::move(input.questions);
  const std::lock_guard lock(mutex_);
  sets_[set.id] = set;
  co_return set;
}

asio::awaitable<Result<wire::Page<wire::EvaluationSet>>> FakeFeedbackLoopStore::evaluationSets(std::string, std::size_t,
                                                                                               std::string) {
  wire::Page<wire::EvaluationSet> page;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, set] : sets_) {
    page.data.push_back(set);
    page.data.back().questions.reset();
  }
  co_return page;
}

asio::awaitable<Result<wire::EvaluationSet>> FakeFeedbackLoopStore::evaluationSet(std::string, std::string setId) {
  const std::lock_guard lock(mutex_);
  const auto found = sets_.find(setId);
  if (found == sets_.end()) co_return noSet();
  co_return found->second;
}

asio::awaitable<Result<wire::EvaluationRun>> FakeFeedbackLoopStore::startEvaluation(std::string,
                                                                                    wire::EvaluationRequest request) {
  const std::lock_guard lock(mutex_);
  wire::EvaluationRun run;
  run.id = newId();
  run.setId = request.setId;
  run.modes = request.modes;
  runs_[run.id] = run;
  co_return run;
}

asio::awaitable<Result<void>> FakeFeedbackLoopStore::renewEvaluations(std::vector<std::string>) {
  co_return Result<void>();
}

asio::awaitable<Result<void>> FakeFeedbackLoopStore::finishEvaluation(std::string runId, bool complete,
                                                                      boost::json::value summary,
                                                                      boost::json::value results) {
  const std::lock_guard lock(mutex_);
  auto& run = runs_[runId];
  run.status = complete ? "complete" : "failed";
  run.summary = std::move(summary);
  run.results = std::move(results);
  co_return Result<void>();
}

asio::awaitable<Result<wire::EvaluationRun>> FakeFeedbackLoopStore::evaluation(std::string, std::string runId) {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find(runId);
  if (found == runs_.end()) co_return Error(ErrorCode::kNotFound, "there is no such evaluation");
  co_return found->second;
}

asio::awaitable<Result<void>> FakeFeedbackLoopStore::eraseEvaluationSet(std::string, std::string setId) {
  const std::lock_guard lock(mutex_);
  if (sets_.erase(setId) == 0) co_return noSet();
  co_return Result<void>();
}

asio::awaitable<Result<IdempotencyClaim>> FakeIdempotencyStore::claim(IdempotencyKey key, std::string requestHash,
                                                                      TurnIds fresh) {
  using State = IdempotencyClaim::State;
  if (down) co_return Error(ErrorCode::kUnavailable, "the database cannot be reached");
  const std::lock_guard lock(mutex_);
  const auto [at, isNew] = keys_.try_emplace(std::move(key));
  Entry& entry = at->second;
  IdempotencyClaim out;
  if (isNew) {
    entry.hash = std::move(requestHash);
    entry.claim.ids = std::move(fresh);
  } else if (entry.hash != requestHash) {
    out.state = State::kOtherRequest;
    co_return out;
  }
  out = entry.claim;
  if (isNew || entry.claim.state == State::kMine) {
    out.state = State::kMine;
    entry.claim.state = State::kRunning;
  }
  co_return out;
}

asio::awaitable<Result<void>> FakeIdempotencyStore::keep(IdempotencyKey key, std::string, std::string response) {
  const std::lock_guard lock(mutex_);
  keys_[key].claim.state = IdempotencyClaim::State::kDone;
  keys_[key].claim.response = std::move(response);
  co_return Result<void>();
}

asio::awaitable<Result<void>> FakeIdempotencyStore::release(IdempotencyKey key) {
  const std::lock_guard lock(mutex_);
  keys_[key].claim.state = IdempotencyClaim::State::kMine;  // for whoever comes next
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

asio::awaitable<Result<wire::Page<wire::DocumentChunk>>> FakeDocumentStore::chunks(std::string, std::string id,
                                                                                   std::size_t, std::string after) {
  const std::lock_guard lock(mutex_);
  if (!documents_.contains(id)) co_return Error(ErrorCode::kNotFound, "there is no such document");
  wire::Page<wire::DocumentChunk> page;
  wire::DocumentChunk chunk;
  chunk.documentId = id;
  chunk.text = "A passage.";
  page.data.push_back(std::move(chunk));
  page.nextCursor = after.empty() ? "more" : "";
  co_return page;
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
  {
    const std::lock_guard lock(mutex_);
    last_ = input;
  }
  document.input = std::move(input);
  auto stored = co_await store_.insert(std::move(document));
  co_return stored;
}

wire::DocumentInput FakeIngest::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

asio::awaitable<Result<void>> FakeIngest::erase(std::string documentId, std::string owner) {
  const auto erased = co_await store_.erase(std::move(owner), std::move(documentId));
  if (!erased) co_return erased.error();
  co_return Result<void>();
}

}  // namespace vigie::test
