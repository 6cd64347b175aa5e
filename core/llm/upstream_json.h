// UpstreamJson: one JSON question to an OpenAI-compatible server, answered whole.
#pragma once

#include "core/base/config.h"
#include "core/llm/upstream_pool.h"
#include "core/llm/upstream_url.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace vigie {

struct UpstreamJsonOptions {
  UpstreamUrl url;
  Secret apiKey;        ///< empty: no Authorization header
  std::string setting;  ///< named in errors: "EMBEDDING_BASE_URL"
  std::chrono::milliseconds connect{10'000};
  std::size_t idleConnections = 8;
  std::chrono::milliseconds idleConnectionAge{55'000};
  std::size_t mostBody = std::size_t{64} * 1024 * 1024;
};

/// For what is not streamed, over the same connections, pool and TLS as HttpLlmClient. One post() is one attempt, save
/// that a kept connection found closed is replaced once by a fresh one.
class UpstreamJson {
 public:
  /// `io` is the executor of an io_context that runs on one thread; post() is awaited there.
  UpstreamJson(boost::asio::any_io_executor io, UpstreamJsonOptions options);
  ~UpstreamJson();

  /// POST {base}{path}; gives the body of an answer with status 200. errorOfStatus() for others, with the setting as
  /// `param` where it is our settings that were refused (3xx, 401, 403): nothing but a change of them helps. 404 may
  /// pass, since a model may still be on its way, and is kUpstreamFailed; so is a server that cannot be reached or
  /// breaks off. kTimeout after `total`. No message holds the key or the body.
  boost::asio::awaitable<Result<std::string>> post(std::string path, std::string body, std::chrono::milliseconds total);
  /// From the same thread: every post() under way, and every later one, fails.
  void abort();

 private:
  class Call;

  boost::asio::any_io_executor io_;
  UpstreamJsonOptions options_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
  UpstreamPool pool_;
  std::vector<Call*> calls_;  ///< under way
  bool aborted_ = false;
};

}  // namespace vigie
