#include "core/chat/default_chat_pipeline.h"

#include "core/base/cancellation.h"
#include "core/base/ids.h"
#include "core/chat/context_window.h"
#include "core/chat/prompt.h"
#include "core/chat/request_turn.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>

namespace vigie {

namespace asio = boost::asio;

namespace {

Error cancelled() { return {ErrorCode::kCancelled, "the client left or stopped the answer"}; }

std::string withoutDashes(std::string id) {
  id.erase(std::remove(id.begin(), id.end(), '-'), id.end());
  return id;
}

/// PostgreSQL did not answer, as opposed to refusing.
bool storeIsAway(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout;
}

/// An answer that is more than its text, as it is kept; empty for any other.
std::string exactAnswer(const std::string& content, const LlmResult& result) {
  std::vector<wire::ChatMessage> one(1);
  one.front().role = "assistant";
  one.front().content = content;
  if (!result.toolCalls.empty()) one.front().more["tool_calls"] = result.toolCalls;
  if (!result.refusal.empty()) one.front().more["refusal"] = result.refusal;
  return isPlain(one.front()) ? std::string() : wire::toText(one);
}

/// Adds the time from construction to destruction to `total`, in milliseconds.
class Stopwatch {
 public:
  Stopwatch(const Clock& clock, double& total) : clock_(clock), total_(total), started_(clock.steady()) {}
  ~Stopwatch() { total_ += millisecondsBetween(started_, clock_.steady()); }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  const Clock& clock_;
  double& total_;
  SteadyTime started_;
};

}  // namespace

/// The state of one run(). Lives in its frame.
struct DefaultChatPipeline::Exchange {
  Exchange(ChatJob chatJob, ChatSink& chatSink) : job(std::move(chatJob)), sink(chatSink) {}

  ChatJob job;
  ChatSink& sink;
  ChatOpening opening;
  std::string question;
  RequestTurn said;
  bool newConversation = true;

  std::vector<wire::ChatMessage> history;
  std::vector<wire::Citation> passages;
  std::optional<Error> storeFault;     // ends the exchange
  std::optional<Error> retrieveFault;  // ends the exchange
  bool turnStored = false;
  wire::Saved turnSaved = wire::Saved::kNo;
  bool opened = false;
  bool retrieved = false;
  bool generated = false;
  bool sinkFailed = false;

  std::string content;
  std::optional<SteadyTime> firstText;
  SteadyTime checkpointed;
  double modelMs = 0;
  wire::Timings timings;
  wire::Saved saved = wire::Saved::kNo;
};

DefaultChatPipeline::DefaultChatPipeline(ChatStore& store, Retriever& retriever, LlmClient& llm, ChatMetrics& metrics,
                                         const Clock& clock, Options options)
    : store_(store), retriever_(retriever), llm_(llm), metrics_(metrics), clock_(clock), options_(options) {}

Result<void> DefaultChatPipeline::check(const ChatJob& job) const {
  const wire::VigieRequest& vigie = job.request.vigie;
  if (vigie.parentMessageId && !vigie.conversationId) {
    return Error(ErrorCode::kInvalidArgument, "'vigie.parent_message_id' needs 'vigie.conversation_id' beside it",
                 "vigie.parent_message_id");
  }
  if (vigie.promptVersion && *vigie.promptVersion != kPromptVersion) {
    return Error(ErrorCode::kInvalidArgument,
                 "'vigie.prompt_version' must be \"" + std::string(kPromptVersion) + "\" or left out",
                 "vigie.prompt_version");
  }
  if (!options_.anyModel) {
    const std::vector<std::string> known = llm_.models();
    if (std::find(known.begin(), known.end(), job.request.model) == known.end()) {
      std::string names;
      for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
      return Error(ErrorCode::kNotFound, "'model' names a model that is not served here; served: " + names, "model");
    }
  }
  return llm_.check(job.request);
}

asio::awaitable<Result<wire::ChatResult>> DefaultChatPipeline::run(ChatJob job, ChatSink& sink) {
  if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none) {
    co_return cancelled();
  }
  const bool throwsIfCancelled = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::this_coro::reset_cancellation_state(AnyCancellation{});

  if (const auto checked = check(job); !checked) {
    co_await asio::this_coro::throw_if_cancelled(throwsIfCancelled);
    co_return checked.error();
  }
  Exchange exchange(std::move(job), sink);
  exchange.timings.queueMs = millisecondsBetween(exchange.job.arrived, clock_.steady());

  co_await prepare(exchange);
  const Result<LlmResult> ended = co_await answer(exchange);

  // What ended the answer must not end its keeping.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await closeStore(exchange, ended);
  measure(exchange, ended);
  co_await asio::this_coro::reset_cancellation_state(AnyCancellation{});
  co_await asio::this_coro::throw_if_cancelled(throwsIfCancelled);

  if (!ended) co_return ended.error();
  wire::ChatResult result;
  result.id = std::move(exchange.opening.completionId);
  result.created = exchange.opening.created;
  result.model = ended->model;
  result.content = std::move(exchange.content);
  result.finishReason = ended->finishReason;
  result.toolCalls = ended->toolCalls;
  result.refusal = ended->refusal;
  result.usage = ended->usage;
  result.vigie.conversationId = std::move(exchange.opening.conversationId);
  result.vigie.messageId = exchange.saved != wire::Saved::kNo ? std::move(exchange.opening.answerId) : std::string();
  result.vigie.requestId = std::move(exchange.job.requestId);
  result.vigie.model = ended->model;
  result.vigie.fallbackFrom = ended->fallbackFrom;
  result.vigie.citations = std::move(exchange.passages);
  result.vigie.timings = exchange.timings;
  result.vigie.saved = exchange.saved;
  co_return result;
}

/// Ids, then the user's turn and the passages side by side: neither waits for the other, and the model for both.
asio::awaitable<void> DefaultChatPipeline::prepare(Exchange& exchange) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)
  const wire::ChatRequest& request = exchange.job.request;
  ChatOpening& opening = exchange.opening;
  opening.completionId = "chatcmpl-" + withoutDashes(newId());
  opening.created = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
  opening.model = request.model;
  exchange.newConversation = !request.vigie.conversationId;
  if (request.store) {
    TurnIds ids = exchange.job.ids ? std::move(*exchange.job.ids) : TurnIds::fresh();
    opening.conversationId = exchange.newConversation ? std::move(ids.conversationId) : *request.vigie.conversationId;
    opening.userMessageId = std::move(ids.userMessageId);
    opening.answerId = std::move(ids.answerId);
  }
  exchange.question = wire::lastUserText(request);
  exchange.said = turnOf(request);

  const bool usesStore = request.store || !exchange.newConversation;
  const bool searches = request.vigie.retrieval.enabled && !exchange.question.empty();
  if (usesStore && searches) {
    co_await (openStore(exchange) && retrieve(exchange));
  } else if (usesStore) {
    // Spawned, so that the cancellation it turns off is its own and not the exchange's.
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::co_spawn(executor, openStore(exchange), asio::use_awaitable);
  } else if (searches) {
    co_await retrieve(exchange);
  }
}

/// Reads the branch of an existing conversation, then writes the user's turn.
asio::awaitable<void> DefaultChatPipeline::openStore(Exchange& exchange) {
  // Half a write is worse than a late one, and the store has a deadline of its own.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  const Stopwatch watch(clock_, exchange.timings.persistMs);
  const wire::ChatRequest& request = exchange.job.request;
  try {
    if (!exchange.newConversation) {
      std::string owner = exchange.job.owner;
      std::string conversationId = *request.vigie.conversationId;
      std::optional<std::string> leaf = request.vigie.parentMessageId;
      std::string turn = exchange.opening.userMessageId;
      auto history = co_await store_.history(std::move(owner), std::move(conversationId), std::move(leaf),
                                             std::move(turn), options_.historyMessages);
      if (!history) {
        exchange.storeFault = storeIsAway(history.error())
                                  ? Error(ErrorCode::kUnavailable,
                                          "the conversation cannot be read while the database is away; start a new "
                                          "one or try again")
                                  : history.error();
        co_return;
      }
      exchange.history = std::move(*history);
    }
    if (!request.store) co_return;

    NewTurn turn;
    turn.owner = exchange.job.owner;
    turn.conversationId = exchange.opening.conversationId;
    turn.newConversation = exchange.newConversation;
    turn.title = conversationTitle(exchange.question);
    turn.userMessageId = exchange.opening.userMessageId;
    turn.parentMessageId = request.vigie.parentMessageId;
    turn.role = exchange.said.role;
    turn.text = std::move(exchange.said.text);
    if (!exchange.said.messages.empty()) turn.openaiMessages = wire::toText(exchange.said.messages);
    turn.answerId = exchange.opening.answerId;
    turn.model = request.model;
    turn.requestId = exchange.job.requestId;
    const auto begun = co_await store_.beginTurn(std::move(turn));
    if (begun) {
      exchange.turnStored = true;
      exchange.turnSaved = *begun;
    } else if (storeIsAway(begun.error()) && !options_.keepsTurns) {
      log_.warning("turn not stored",
                   {{"request_id", exchange.job.requestId}, {"error", toString(begun.error().code)}});
      if (exchange.newConversation) exchange.opening.conversationId.clear();
      exchange.opening.userMessageId.clear();
      exchange.opening.answerId.clear();
    } else {
      exchange.storeFault = begun.error();
    }
  } catch (const std::exception&) {
    log_.error("store threw", {{"request_id", exchange.job.requestId}});
    exchange.storeFault = Error(ErrorCode::kInternal, "the turn could not be stored");
  }
}

asio::awaitable<void> DefaultChatPipeline::retrieve(Exchange& exchange) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::this_coro::reset_cancellation_state(AnyCancellation{});
  wire::SearchRequest search;
  search.query = exchange.question;
  search.owner = exchange.job.owner;
  search.k = exchange.job.request.vigie.retrieval.k;
  search.mode = exchange.job.request.vigie.retrieval.mode;
  search.minScore = exchange.job.request.vigie.retrieval.minScore;
  try {
    auto found = co_await retriever_.search(search);
    if (found) {
      exchange.retrieved = true;
      exchange.passages = std::move(found->hits);
      exchange.timings.embedMs = found->embedMs;
      exchange.timings.retrieveMs = found->retrieveMs;
    } else {
      exchange.retrieveFault = found.error();
    }
  } catch (const std::exception&) {
    // A cancelled search may throw; run() looks at the cancellation first.
    exchange.retrieveFault = Error(ErrorCode::kInternal, "the passages could not be searched");
  }
}

/// From "the turn is stored and the passages are there" to the model's ending, whatever it is.
asio::awaitable<Result<LlmResult>> DefaultChatPipeline::answer(Exchange& exchange) {
  const auto wasCancelled = [](const asio::cancellation_state& state) {
    return state.cancelled() != asio::cancellation_type::none;
  };
  if (exchange.storeFault) co_return *exchange.storeFault;
  if (wasCancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
  if (exchange.retrieveFault) co_return *exchange.retrieveFault;

  try {
    exchange.opened = true;
    co_await exchange.sink.opened(exchange.opening);
    if (wasCancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
    co_await exchange.sink.cited(exchange.passages);
    if (wasCancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
  } catch (const std::exception&) {
    co_return cancelled();  // the sink throws only when its client is gone
  }

  LlmRequest request;
  request.model = exchange.job.request.model;
  std::vector<wire::ChatMessage> turns =
      fitHistory(std::move(exchange.history), exchange.job.request.messages, exchange.passages, options_.contextTokens);
  turns.insert(turns.end(), exchange.job.request.messages.begin(), exchange.job.request.messages.end());
  request.messages = buildPrompt(std::move(turns), exchange.passages, withoutDashes(newId()));
  request.parameters = exchange.job.request.parameters;
  request.passages = exchange.passages;
  request.question = exchange.question;
  request.endpoint = exchange.job.endpoint;
  request.stream = exchange.job.request.stream;
  const DeltaSink onDelta = [this, &exchange](LlmDelta delta) { return forwardDelta(exchange, delta); };

  exchange.generated = true;
  try {
    const Stopwatch watch(clock_, exchange.modelMs);
    auto result = co_await llm_.generate(request, onDelta);
    if (exchange.sinkFailed) co_return cancelled();
    co_return result;
  } catch (const std::exception&) {
    if (exchange.sinkFailed) co_return cancelled();
  }
  if (wasCancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
  log_.error("model threw", {{"request_id", exchange.job.requestId}});
  co_return Error(ErrorCode::kInternal, "the answer could not be generated");
}

asio::awaitable<void> DefaultChatPipeline::forwardDelta(Exchange& exchange, LlmDelta delta) {
  const SteadyTime now = clock_.steady();
  if (!exchange.firstText) exchange.firstText = exchange.checkpointed = now;
  exchange.content += delta.text;
  if (exchange.turnStored && now - exchange.checkpointed >= options_.checkpointEvery) {
    exchange.checkpointed = now;
    store_.checkpoint(exchange.opening.answerId, exchange.content);
  }
  try {
    if (!delta.text.empty()) co_await exchange.sink.delta(delta.text);
    if (!delta.refusal.empty()) co_await exchange.sink.refused(delta.refusal);
    if (delta.toolCalls != nullptr) co_await exchange.sink.toolCalls(*delta.toolCalls);
  } catch (const std::exception&) {
    exchange.sinkFailed = true;
    throw;
  }
}

asio::awaitable<void> DefaultChatPipeline::closeStore(Exchange& exchange, const Result<LlmResult>& ended) {
  wire::Timings& timings = exchange.timings;
  timings.generateMs = exchange.modelMs;
  if (exchange.firstText) timings.firstTokenMs = millisecondsBetween(exchange.job.arrived, *exchange.firstText);
  const auto setTotal = [&] {
    timings.totalMs = millisecondsBetween(exchange.job.arrived, clock_.steady());
    timings.overheadMs = timings.totalMs - exchange.modelMs;
  };
  setTotal();
  if (!exchange.turnStored) co_return;

  FinishedAnswer finished;
  finished.owner = exchange.job.owner;
  finished.answerId = exchange.opening.answerId;
  finished.conversationId = exchange.opening.conversationId;
  finished.content = exchange.content;
  finished.model = ended ? ended->model : exchange.opening.model;
  finished.timings = timings;
  finished.citations = exchange.passages;
  if (ended) {
    finished.status = "complete";
    finished.finishReason = ended->finishReason;
    finished.usage = ended->usage;
    finished.openaiMessages = exactAnswer(exchange.content, *ended);
    if (exchange.content.empty()) finished.content = ended->refusal;  // what is shown and searched
  } else if (ended.error().code == ErrorCode::kCancelled) {
    finished.status = "cancelled";
  } else {
    finished.status = exchange.content.empty() ? "failed" : "partial";
  }
  try {
    const Stopwatch watch(clock_, timings.persistMs);
    const auto stored = co_await store_.finishAnswer(std::move(finished));
    if (stored) {
      const bool journaled = exchange.turnSaved == wire::Saved::kJournaled || *stored == wire::Saved::kJournaled;
      exchange.saved = journaled ? wire::Saved::kJournaled : wire::Saved::kYes;
    } else {
      log_.warning("answer not stored",
                   {{"request_id", exchange.job.requestId}, {"error", toString(stored.error().code)}});
    }
  } catch (const std::exception&) {
    log_.error("store threw", {{"request_id", exchange.job.requestId}});
  }
  setTotal();
}

void DefaultChatPipeline::measure(Exchange& exchange, const Result<LlmResult>& ended) {
  using Stage = ChatMetrics::Stage;
  const wire::Timings& timings = exchange.timings;
  metrics_.observeStage(Stage::kQueue, timings.queueMs);
  if (exchange.retrieved) {
    metrics_.observeStage(Stage::kEmbed, timings.embedMs);
    metrics_.observeStage(Stage::kRetrieve, timings.retrieveMs);
  }
  if (exchange.firstText) metrics_.observeStage(Stage::kFirstToken, timings.firstTokenMs);
  if (exchange.generated) metrics_.observeStage(Stage::kGenerate, timings.generateMs);
  if (timings.persistMs > 0) metrics_.observeStage(Stage::kPersist, timings.persistMs);
  metrics_.observeOverhead(exchange.job.endpoint, timings.overheadMs);

  if (!exchange.opened) return;  // refused: there was no turn
  if (exchange.newConversation) metrics_.conversationsActive.Increment();
  for (const wire::ChatMessage& message : exchange.job.request.messages) {
    if (message.role == "system" || message.role == "developer") metrics_.messagesSystem.Increment();
  }
  if (exchange.said.role == "user") metrics_.messagesUser.Increment();
  const bool said = !exchange.content.empty() || (ended && !(ended->toolCalls.empty() && ended->refusal.empty()));
  if (said) metrics_.messagesAssistant.Increment();
  if (ended) {
    metrics_.conversationsCompleted.Increment();
  } else if (ended.error().code == ErrorCode::kCancelled) {
    metrics_.conversationsAbandoned.Increment();
  } else {
    metrics_.conversationsFailed.Increment();
  }
}

}  // namespace vigie
