// Stand-ins for what is behind the server: in memory, scripted, observable.
#pragma once

#include "core/base/ids.h"
#include "core/chat/chat_pipeline.h"
#include "core/llm/llm_client.h"
#include "core/retrieval/document_ingest.h"
#include "core/retrieval/local_hash_embedder.h"
#include "core/retrieval/retriever.h"
#include "core/store/conversation_store.h"
#include "core/store/document_store.h"
#include "core/store/feedback_loop_store.h"
#include "core/store/idempotency_store.h"

#include <boost/asio.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace vigie::test {

namespace asio = boost::asio;

/// For whom the last call was made.
class LastOwner {
 public:
  void set(const std::string& owner) {
    const std::lock_guard lock(mutex_);
    owner_ = owner;
  }
  [[nodiscard]] std::string get() const {
    const std::lock_guard lock(mutex_);
    return owner_;
  }

 private:
  mutable std::mutex mutex_;  // guards owner_
  std::string owner_;
};

/// A thing that happens, waited for with a deadline.
class Event {
 public:
  void happen() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  [[nodiscard]] bool wait(int times = 1, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this, times] { return count_ >= times; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

/// Answers with `deltas`. A question that starts with "hold" is answered up to its first delta and then waits for
/// release() or a cancellation; "fail before", "fail opened" and "fail after" fail before anything, before and after
/// the first delta; "throw" and "throw after" throw before anything and after the first delta; "call a tool" is answered
/// with a call; "flood" never stops; "take 100 ms" takes that long.
class FakePipeline final : public ChatPipeline {
 public:
  asio::awaitable<Result<wire::ChatResult>> run(ChatJob job, ChatSink& sink) override;
  void release();
  /// Waits until floods have begun and flow no more: nobody takes anything of them.
  [[nodiscard]] bool floodStalls() const;
  [[nodiscard]] std::string lastOwner() const { return owner_.get(); }

  ChatPipeline* instead = nullptr;  ///< answers in its place, where set; set it before the first request
  std::vector<std::string> deltas{"Hello", ", \"world\"\n", "é✓"};
  Event started;
  std::atomic<int> runs{0};
  Event held;
  Event cancelled;
  std::atomic<std::size_t> floodBytes{0};

 private:
  std::mutex mutex_;  // guards released_ and waiting_
  bool released_ = false;
  std::vector<std::weak_ptr<asio::steady_timer>> waiting_;  // owned by the waiting coroutines
  LastOwner owner_;
};

/// local-hash. After hold() its answers wait for release().
class FakeEmbedder final : public Embedder {
 public:
  std::string model() const override { return inner_.model(); }
  std::size_t dimension() const override { return inner_.dimension(); }
  asio::awaitable<Result<std::vector<Embedding>>> embedPassages(std::vector<std::string> texts) override;
  asio::awaitable<Result<Embedding>> embedQuery(std::string query,
                                                std::shared_ptr<const TermStatistics> corpus) override;
  void hold();
  void release();
  Event held;

 private:
  LocalHashEmbedder inner_;
  std::mutex mutex_;  // guards what follows
  bool holds_ = false;
  std::vector<std::weak_ptr<asio::steady_timer>> waiting_;  // owned by the waiting coroutines
};

class FakeModels final : public LlmClient {
 public:
  asio::awaitable<Result<LlmResult>> generate(const LlmRequest&, const DeltaSink&) override {
    co_return Error(ErrorCode::kInternal, "not used");
  }
  std::vector<std::string> models() const override { return {"extractive"}; }
};

class FakeRetriever final : public Retriever {
 public:
  asio::awaitable<Result<wire::SearchResponse>> search(const wire::SearchRequest& request) override;
  wire::SearchMode defaultMode() const override { return wire::SearchMode::kVector; }
  wire::IndexInfo index() const override;
  [[nodiscard]] std::string lastOwner() const { return owner_.get(); }

 private:
  LastOwner owner_;
};

/// One conversation, `known`, with five messages; what is asked of it is noted.
class FakeConversationStore final : public ConversationStore {
 public:
  asio::awaitable<Result<wire::Conversation>> create(std::string owner, std::string id, std::string title) override;
  asio::awaitable<Result<wire::Conversation>> change(std::string owner, std::string id,
                                                     wire::ConversationChange change) override;
  asio::awaitable<Result<wire::Page<wire::Conversation>>> list(std::string owner, std::string search, std::size_t limit,
                                                               std::string after) override;
  asio::awaitable<Result<wire::Conversation>> get(std::string owner, std::string id) override;
  asio::awaitable<Result<wire::Page<wire::Message>>> messages(std::string owner, std::string id, std::size_t limit,
                                                              std::string after) override;
  asio::awaitable<Result<wire::Page<wire::WindowMessage>>> messagesInWindow(std::string owner, MessageWindow window,
                                                                            std::size_t limit,
                                                                            std::string after) override;
  asio::awaitable<Result<void>> erase(std::string owner, std::string id) override;

  [[nodiscard]] std::string lastOwner() const { return owner_.get(); }

  std::atomic<bool> down{false};
  std::string known = newId();
  std::string answer = newId();  ///< the newest message's id

 private:
  LastOwner owner_;
};

/// Knows the answer `known`, and remembers the rating, the changes and the sets of this test.
class FakeFeedbackLoopStore : public FeedbackLoopStore {
 public:
  asio::awaitable<Result<Rated>> rate(std::string owner, std::string messageId, wire::FeedbackInput input) override;
  asio::awaitable<Result<wire::Change>> addChange(std::string owner, wire::ChangeInput input) override;
  asio::awaitable<Result<wire::Page<wire::Change>>> changes(std::string owner, std::size_t limit,
                                                            std::string after) override;
  asio::awaitable<Result<std::vector<LastChange>>> lastChanges() override { co_return std::vector<LastChange>(); }
  asio::awaitable<Result<wire::EvaluationSet>> addEvaluationSet(std::string owner,
                                                                wire::EvaluationSetInput input) override;
  asio::awaitable<Result<wire::Page<wire::EvaluationSet>>> evaluationSets(std::string owner, std::size_t limit,
                                                                          std::string after) override;
  asio::awaitable<Result<wire::EvaluationSet>> evaluationSet(std::string owner, std::string setId) override;
  asio::awaitable<Result<void>> eraseEvaluationSet(std::string owner, std::string setId) override;
  asio::awaitable<Result<wire::EvaluationRun>> startEvaluation(std::string owner,
                                                               wire::EvaluationRequest request) override;
  asio::awaitable<Result<void>> renewEvaluations(std::vector<std::string> runIds) override;
  asio::awaitable<Result<void>> finishEvaluation(std::string runId, bool complete, boost::json::value summary,
                                                 boost::json::value results) override;
  asio::awaitable<Result<wire::EvaluationRun>> evaluation(std::string owner, std::string runId) override;

  std::string known = newId();

 private:
  std::mutex mutex_;  // guards what follows
  std::string rating_;
  std::vector<wire::Change> changes_;
  std::map<std::string, wire::EvaluationSet> sets_;
  std::map<std::string, wire::EvaluationRun> runs_;
};

/// Keys in memory.
class FakeIdempotencyStore final : public IdempotencyStore {
 public:
  asio::awaitable<Result<IdempotencyClaim>> claim(IdempotencyKey key, std::string requestHash, TurnIds fresh) override;
  asio::awaitable<Result<void>> keep(IdempotencyKey key, std::string conversationId, std::string response) override;
  asio::awaitable<Result<void>> release(IdempotencyKey key) override;

  std::atomic<bool> down{false};

 private:
  struct Entry {
    std::string hash;
    IdempotencyClaim claim;
  };
  std::mutex mutex_;  // guards keys_
  std::map<IdempotencyKey, Entry> keys_;
};

/// Documents in memory, ready at once.
class FakeDocumentStore final : public DocumentStore {
 public:
  asio::awaitable<Result<wire::Document>> insert(NewDocument document) override;
  asio::awaitable<Result<void>> setProgress(std::string, std::string, double) override { co_return Result<void>(); }
  asio::awaitable<Result<void>> setFailed(std::string, std::string, std::string) override { co_return Result<void>(); }
  asio::awaitable<Result<void>> setText(std::string, std::string, std::string) override { co_return Result<void>(); }
  asio::awaitable<Result<std::int64_t>> saveChunks(std::string, std::string, std::string,
                                                   std::vector<StoredChunk>) override {
    co_return std::int64_t{0};
  }
  asio::awaitable<Result<wire::Page<wire::Document>>> list(std::string owner, std::size_t limit,
                                                           std::string after) override;
  asio::awaitable<Result<wire::Document>> get(std::string owner, std::string id) override;
  asio::awaitable<Result<DocumentContent>> content(std::string) override { co_return DocumentContent(); }
  /// One passage of every known document.
  asio::awaitable<Result<wire::Page<wire::DocumentChunk>>> chunks(std::string owner, std::string id, std::size_t limit,
                                                                  std::string after) override;
  asio::awaitable<Result<std::int64_t>> erase(std::string owner, std::string id) override;
  asio::awaitable<Result<std::vector<std::string>>> unfinished() override { co_return std::vector<std::string>(); }
  asio::awaitable<Result<std::vector<IndexChange>>> changesAfter(std::int64_t, std::size_t) override {
    co_return std::vector<IndexChange>();
  }
  asio::awaitable<Result<std::vector<IndexChange>>> changesAfter(std::int64_t, std::size_t,
                                                                 std::vector<std::int64_t>) override {
    co_return std::vector<IndexChange>();
  }

 private:
  std::mutex mutex_;  // guards documents_
  std::map<std::string, wire::Document> documents_;
};

class FakeIngest final : public DocumentIngest {
 public:
  explicit FakeIngest(FakeDocumentStore& store) : store_(store) {}
  asio::awaitable<Result<wire::Document>> add(wire::DocumentInput input, std::string owner) override;
  asio::awaitable<Result<void>> erase(std::string documentId, std::string owner) override;
  /// What was added last.
  wire::DocumentInput last() const;

 private:
  mutable std::mutex mutex_;  // guards last_
  wire::DocumentInput last_;
  FakeDocumentStore& store_;
};

}  // namespace vigie::test
