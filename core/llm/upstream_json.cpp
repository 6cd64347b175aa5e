#include "core/llm/upstream_json.h"

#include "core/llm/phase_deadline.h"
#include "core/llm/resolve.h"
#include "core/llm/upstream_error.h"

#include <boost/asio/this_coro.hpp>
#include <boost/beast/http/field.hpp>
#include <openssl/ssl.h>

#include <functional>

namespace vigie {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {
Error upstreamFailed(std::string message) { return {ErrorCode::kUpstreamFailed, std::move(message)}; }
}  // namespace

/// One attempt. Lives in post()'s frame.
class UpstreamJson::Call {
 public:
  Call(UpstreamJson& client, std::string message, const asio::any_io_executor& strand, std::chrono::milliseconds total)
      : client_(client),
        message_(std::move(message)),
        deadline_(std::make_shared<PhaseDeadline>(strand, steady_clock::now() + total, [this] { abort(); })) {
    client_.calls_.push_back(this);
  }
  ~Call() {
    deadline_->stop();
    std::erase(client_.calls_, this);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  asio::awaitable<Result<std::string>> run() {
    if (client_.aborted_) co_return upstreamFailed("the server stops");
    deadline_->phaseEndsAtTotal();
    connection_ = client_.pool_.take();
    const bool kept = connection_ != nullptr;
    if (!kept) {
      const auto connected = co_await connect();
      if (!connected) co_return connected.error();
    }
    auto got = co_await exchange();
    if (!got && kept && stale_) {
      const auto connected = co_await connect();
      if (!connected) co_return connected.error();
      got = co_await exchange();
    }
    co_return got;
  }

  void abort() {
    if (abortLookUp_) abortLookUp_();
    if (connection_) connection_->close();
  }

 private:
  [[nodiscard]] Error late() const {
    return {ErrorCode::kTimeout, "the server of " + client_.options_.setting + " did not answer in time"};
  }

  asio::awaitable<Result<void>> connect() {
    const auto& options = client_.options_;
    deadline_->phaseEndsAt(steady_clock::now() + options.connect);
    const auto addresses = co_await resolve(options.url.host, options.url.port, abortLookUp_);
    if (deadline_->expired()) co_return late();
    if (client_.aborted_) co_return upstreamFailed("the server stops");
    if (!addresses) co_return upstreamFailed("the name in " + options.setting + " has no address");
    connection_ = std::make_unique<UpstreamConnection>(client_.io_, client_.tls_.get());
    const error_code failed = co_await connection_->connect(*addresses, options.url.host);
    if (deadline_->expired()) co_return late();
    deadline_->phaseEndsAtTotal();
    if (!failed) co_return Result<void>();
    const std::string fault = connection_->certificateFault();
    if (!fault.empty()) co_return upstreamFailed("the certificate of " + options.setting + " was refused: " + fault);
    co_return upstreamFailed("the server of " + options.setting + " cannot be reached: " + failed.message());
  }

  asio::awaitable<Result<std::string>> exchange() {
    connection_->beginResponse();
    // A server may refuse a request before it has read it whole: its answer says more than the broken pipe.
    [[maybe_unused]] const error_code unsent = co_await connection_->send(message_);
    auto& response = connection_->response();
    while (!response.is_done()) {
      const error_code failed = co_await connection_->receive();
      if (deadline_->expired()) co_return late();
      if (failed) {
        stale_ = !connection_->receivedAny();
        co_return upstreamFailed("the server of " + client_.options_.setting + " broke off its answer");
      }
      if (response.get().body().size() > client_.options_.mostBody) {
        co_return upstreamFailed("the answer of " + client_.options_.setting + " is too long");
      }
    }
    const auto& head = response.get();
    const unsigned status = head.result_int();
    std::string body = std::move(response.get().body());
    if (status != 200) {
      const std::string_view retryAfter(head[http::field::retry_after]);
      LlmFailure refusal = errorOfStatus(status, body, retryAfter);
      if (status == 404 || status == 405) {  // its words there are about chat completions
        refusal.code = ErrorCode::kUpstreamFailed;
        refusal.message = "the server of " + client_.options_.setting + " has no such model, or no such path";
        refusal.param.clear();
      } else if (refusal.kind == FaultKind::kRefused && refusal.code == ErrorCode::kUpstreamFailed) {
        refusal.param = client_.options_.setting;
      }
      keep();
      const Error& refused = refusal;
      co_return refused;
    }
    keep();
    co_return body;
  }

  void keep() {
    if (connection_->response().keep_alive() && !deadline_->expired()) client_.pool_.give(std::move(connection_));
  }

  UpstreamJson& client_;
  const std::string message_;
  std::shared_ptr<PhaseDeadline> deadline_;
  std::function<void()> abortLookUp_;
  std::unique_ptr<UpstreamConnection> connection_;
  bool stale_ = false;
};

UpstreamJson::UpstreamJson(asio::any_io_executor io, UpstreamJsonOptions options)
    : io_(std::move(io)), options_(std::move(options)), pool_(options_.idleConnections, options_.idleConnectionAge) {
  if (!options_.url.tls) return;
  tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  tls_->set_default_verify_paths();
  tls_->set_verify_mode(asio::ssl::verify_peer);
  SSL_CTX_set_min_proto_version(tls_->native_handle(), TLS1_2_VERSION);
}

UpstreamJson::~UpstreamJson() = default;

void UpstreamJson::abort() {
  aborted_ = true;
  for (Call* const call : calls_) call->abort();
}

asio::awaitable<Result<std::string>> UpstreamJson::post(std::string path, std::string body,
                                                        std::chrono::milliseconds total) {
  std::string message = "POST " + options_.url.path + path + " HTTP/1.1\r\nHost: " + options_.url.authority() +
                        "\r\nUser-Agent: vigie/" VIGIE_VERSION "\r\nAccept: application/json\r\n";
  if (!options_.apiKey.empty()) message += "Authorization: Bearer " + options_.apiKey.reveal() + "\r\n";
  message += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  const asio::any_io_executor strand = co_await asio::this_coro::executor;
  Call call(*this, std::move(message), strand, total);
  co_return co_await call.run();
}

}  // namespace vigie
