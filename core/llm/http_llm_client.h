// HttpLlmClient: any OpenAI-compatible server as a LlmClient.
#pragma once

#include "core/base/config.h"
#include "core/llm/llm_client.h"
#include "core/llm/llm_upstream.h"
#include "core/llm/upstream_pool.h"
#include "core/llm/upstream_url.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace vigie {

struct HttpLlmOptions {
  UpstreamUrl url;
  Secret apiKey;                    ///< empty: no Authorization header
  std::vector<std::string> models;  ///< the configured names, the default first

  std::chrono::milliseconds total{60'000};    ///< of a whole call
  std::chrono::milliseconds connect{10'000};  ///< name look-up, TCP and TLS
  /// From the request to the first text. As long as the total: a model may need minutes to load or to think.
  std::chrono::milliseconds firstByte{60'000};
  std::chrono::milliseconds idle{30'000};  ///< between two pieces, from the first text on
  /// After finish_reason, for usage and [DONE] to follow. The answer is whole without them.
  std::chrono::milliseconds afterFinish{1'000};

  std::size_t idleConnections = 64;
  std::chrono::milliseconds idleConnectionAge{55'000};
};

/// The options a configuration asks for: https://api.openai.com/v1 when there is a key and no address, "gpt-4o-mini"
/// when no model is named. kInvalidArgument names OPENAI_BASE_URL or OPENAI_API_KEY.
Result<HttpLlmOptions> httpLlmOptions(const Config& config);

/// Speaks POST {base}/chat/completions over HTTP/1.1 with keep-alive, plain or TLS (system trust store, or the file in
/// SSL_CERT_FILE; the certificate's name is verified). Upstream is always asked to stream and to count usage.
///
/// Every piece of text is handed on as soon as it is read. Waiting for `onDelta` is not charged to the idle deadline,
/// but to the total one. A kept connection that turns out closed before any byte came back is replaced once by a fresh
/// one; nothing else is tried twice: one call is one attempt, and repeating is a policy above this class.
///
/// Errors: errorOfStatus() and errorInStream() for what upstream says; kUpstreamFailed when it cannot be reached,
/// breaks off, or answers something that is no completion; kTimeout, kCancelled as LlmClient promises. No message holds
/// the key or anything of the prompt.
///
/// generate() leaves the calling coroutine accepting any type of cancellation.
class HttpLlmClient final : public LlmClient, public LlmUpstream {
 public:
  /// `io` is the io_context's plain executor: connections are made on it and used from any strand.
  HttpLlmClient(boost::asio::any_io_executor io, HttpLlmOptions options);
  ~HttpLlmClient() override;

  /// An attempt at the request's own model, with the deadlines of the options.
  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  boost::asio::awaitable<LlmOutcome<LlmResult>> attempt(const LlmRequest& request, const LlmAttempt& how,
                                                        const DeltaSink& onDelta) override;
  [[nodiscard]] std::vector<std::string> models() const override { return options_.models; }

 private:
  class Call;

  [[nodiscard]] std::string httpRequest(const LlmRequest& request, const std::string& model) const;

  boost::asio::any_io_executor io_;
  HttpLlmOptions options_;
  std::string head_;  // the request's header up to the length
  std::unique_ptr<boost::asio::ssl::context> tls_;
  UpstreamPool pool_;
};

}  // namespace vigie
