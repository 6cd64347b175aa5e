#include "tests/server/support/pipeline_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <thread>

namespace vigie::test {

namespace {

HttpLlmOptions httpOptions(const MockUpstream& upstream, std::chrono::milliseconds patience) {
  HttpLlmOptions options;
  options.url = upstreamUrlFromText(upstream.baseUrl()).value();
  options.models = {"mock-model"};
  options.firstByte = patience;
  options.idle = patience;
  options.afterFinish = std::chrono::milliseconds(100);
  return options;
}

DefaultChatPipeline::Options anyModel() {
  DefaultChatPipeline::Options options;
  options.anyModel = true;
  return options;
}

}  // namespace

class PipelineServer::SharedStore final : public InMemoryChatStore {
 public:
  explicit SharedStore(Strand strand) : strand_(std::move(strand)) {}

  asio::awaitable<Result<wire::Saved>> beginTurn(NewTurn turn) override {
    auto call = InMemoryChatStore::beginTurn(std::move(turn));
    auto saved = co_await asio::co_spawn(strand_, std::move(call), asio::use_awaitable);
    co_return saved;
  }
  asio::awaitable<Result<wire::Saved>> finishAnswer(FinishedAnswer answer) override {
    auto call = InMemoryChatStore::finishAnswer(std::move(answer));
    auto saved = co_await asio::co_spawn(strand_, std::move(call), asio::use_awaitable);
    co_return saved;
  }
  void checkpoint(std::string, std::string) override {}

 private:
  Strand strand_;
};

class PipelineServer::FreshPolicy final : public LlmClient {
 public:
  FreshPolicy(PipelineServer& server, ResilienceOptions options) : server_(server), options_(std::move(options)) {}

  asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override {
    LlmUpstream& upstream = request.model.starts_with("impatient/") ? server_.impatient_ : server_.patient_;
    ResilientLlmClient policy(upstream, server_.llmMetrics_, server_.clock_, options_);
    auto result = co_await policy.generate(request, onDelta);
    co_return result;
  }
  std::vector<std::string> models() const override { return options_.models; }

 private:
  PipelineServer& server_;
  ResilienceOptions options_;
};

ResilienceOptions PipelineServer::quickPolicy() {
  ResilienceOptions options;
  options.models = {"mock-model"};
  options.total = std::chrono::seconds(20);
  options.backoff.first = std::chrono::milliseconds(1);
  options.backoff.most = std::chrono::milliseconds(2);
  options.budget.share = 10;
  return options;
}

PipelineServer::PipelineServer(const MockUpstream& upstream, ResilienceOptions policy)
    : strand_(asio::make_strand(server_.executor())),
      chatMetrics_(registry_, {"/v1/chat/completions"}),
      llmMetrics_(registry_, policy.models, {"/v1/chat/completions"}),
      patient_(server_.executor(), httpOptions(upstream, std::chrono::seconds(20))),
      impatient_(server_.executor(), httpOptions(upstream, kImpatience)),
      store_(std::make_unique<SharedStore>(strand_)),
      llm_(std::make_unique<FreshPolicy>(*this, std::move(policy))),
      pipeline_(*store_, server_.retriever, *llm_, chatMetrics_, clock_, anyModel()) {
  server_.pipeline.instead = &pipeline_;
}

PipelineServer::~PipelineServer() { server_.shutDown(std::chrono::milliseconds(0)).wait(); }

std::optional<InMemoryChatStore::Turn> PipelineServer::answerTo(const std::string& question) {
  std::promise<std::optional<InMemoryChatStore::Turn>> found;
  asio::post(strand_, [&] {
    for (const auto& [id, chat] : store_->chats) {
      if (chat.turns.size() == 2 && chat.turns[0].content == question) {
        found.set_value(chat.turns[1]);
        return;
      }
    }
    found.set_value(std::nullopt);
  });
  return found.get_future().get();
}

std::optional<InMemoryChatStore::Turn> PipelineServer::finishedAnswerTo(const std::string& question) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    auto answer = answerTo(question);
    if (answer && answer->status != "running") return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return std::nullopt;
}

}  // namespace vigie::test
