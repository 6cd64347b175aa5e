// HttpEmbedder: any OpenAI-compatible POST /v1/embeddings as an Embedder.
#pragma once

#include "core/base/config.h"
#include "core/llm/upstream_json.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/worker_pool.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace vigie {

struct HttpEmbedderOptions {
  UpstreamUrl url;
  Secret apiKey;
  std::string model;
  std::size_t batch = 32;  ///< texts a request
  int attempts = 5;
  std::chrono::milliseconds backoff{250};          ///< before the second attempt; doubled for each further one
  std::chrono::milliseconds passagesTime{60'000};  ///< of a whole embedPassages(), attempts and waits included
  std::chrono::milliseconds queryTime{5'000};      ///< the same of embedQuery(): somebody waits for it
  std::size_t cached = 4096;                       ///< embeddings kept, the latest used
};

/// nullopt for "local-hash". The server is EMBEDDING_BASE_URL, else that of the chat model. OPENAI_API_KEY goes along
/// only where it is that same server: a key is not shown to another one. kInvalidArgument names the setting.
Result<std::optional<HttpEmbedderOptions>> httpEmbedderOptions(const Config& config);

/// Vectors come back of length 1, whatever the server makes. The dimension is the first answer's; an answer of another
/// is refused, so that vectors of two models never meet in one index. What failed for want of the server is tried again
/// with backoff and jitter, never sooner than Retry-After, within the call's time. The same text is embedded once while
/// it is in the cache (by content hash).
///
/// Its own thread ("vigie-embed") runs the network, the cache and the parsing. It ends when this is destroyed; no call
/// may be under way then.
class HttpEmbedder final : public Embedder {
 public:
  explicit HttpEmbedder(HttpEmbedderOptions options);
  ~HttpEmbedder() override;

  [[nodiscard]] std::string model() const override { return options_.model; }
  /// 0 until the first answer.
  [[nodiscard]] std::size_t dimension() const override { return dimension_.load(); }
  boost::asio::awaitable<Result<std::vector<Embedding>>> embedPassages(std::vector<std::string> texts) override;
  boost::asio::awaitable<Result<Embedding>> embedQuery(std::string query,
                                                       std::shared_ptr<const TermStatistics> corpus) override;
  void stop() override;

 private:
  using Time = std::chrono::steady_clock::time_point;

  boost::asio::awaitable<Result<std::vector<Embedding>>> onThread(std::vector<std::string> texts, Time deadline);
  boost::asio::awaitable<Result<std::vector<Embedding>>> ask(std::vector<std::string> texts, Time deadline);
  Result<std::vector<Embedding>> read(const std::string& body, std::size_t count);
  [[nodiscard]] const Embedding* cached(const std::string& key);
  void remember(std::string key, Embedding embedding);

  const HttpEmbedderOptions options_;
  std::atomic<std::size_t> dimension_{0};
  std::atomic<bool> stopping_{false};
  WorkerPool thread_;
  // On thread_ only:
  UpstreamJson upstream_;
  struct Known {
    std::string key;
    Embedding embedding;
  };
  std::list<Known> known_;  ///< the latest used first
  std::unordered_map<std::string, std::list<Known>::iterator> byKey_;
};

}  // namespace vigie
