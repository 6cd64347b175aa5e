#include "core/llm/http_llm_client.h"

#include "core/base/cancellation.h"
#include "core/llm/completion_decoder.h"
#include "core/llm/phase_deadline.h"
#include "core/llm/resolve.h"
#include "core/llm/sse_parser.h"
#include "core/llm/token_estimate.h"
#include "core/llm/tool_calls.h"
#include "core/llm/upstream_error.h"

#include <boost/asio/this_coro.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <stdexcept>

namespace vigie {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t kMaxErrorBody = 64U * 1024;
constexpr std::size_t kMaxWholeBody = 8U * 1024 * 1024;
constexpr std::size_t kMaxAnswer = 8U * 1024 * 1024;
constexpr std::chrono::seconds kErrorBodyTime{5};

LlmFailure broken(std::string message) {
  return {FaultKind::kBroken, Error(ErrorCode::kUpstreamFailed, std::move(message))};
}
LlmFailure garbled(std::string message) {
  return {FaultKind::kGarbled, Error(ErrorCode::kUpstreamFailed, std::move(message))};
}

/// A connection that ended is an accident that another try may not meet; bytes that are no HTTP are not.
bool isEnd(const error_code& failed) {
  return failed.category() != make_error_code(http::error::partial_message).category() ||
         failed == http::error::partial_message || failed == http::error::end_of_stream;
}

/// The media type without parameters, in lower case.
std::string mediaType(std::string_view header) {
  std::string type(header.substr(0, header.find(';')));
  while (type.ends_with(' ')) type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type;
}

}  // namespace

Result<HttpLlmOptions> httpLlmOptions(const Config& config) {
  HttpLlmOptions options;
  const std::string base = config.openaiBaseUrl.empty() ? "https://api.openai.com/v1" : config.openaiBaseUrl;
  const auto url = upstreamUrlFromText(base);
  if (!url) return Error(url.error().code, "OPENAI_BASE_URL: " + url.error().message, "OPENAI_BASE_URL");
  options.url = *url;

  const std::string& key = config.openaiApiKey.reveal();
  const bool sendable = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!sendable) {
    return Error(ErrorCode::kInvalidArgument, "OPENAI_API_KEY holds a blank, a line end or a non-ASCII character",
                 "OPENAI_API_KEY");
  }
  options.apiKey = config.openaiApiKey;

  options.models.push_back(config.openaiModel.empty() ? "gpt-4o-mini" : config.openaiModel);
  for (const std::string& fallback : config.openaiFallbackModels) options.models.push_back(fallback);
  options.total = config.openaiTimeout;
  options.firstByte = config.openaiTimeout;
  return options;
}

HttpLlmClient::HttpLlmClient(asio::any_io_executor io, HttpLlmOptions options)
    : io_(std::move(io)), options_(std::move(options)), pool_(options_.idleConnections, options_.idleConnectionAge) {
  head_ = "POST " + options_.url.path + "/chat/completions HTTP/1.1\r\nHost: " + options_.url.authority() +
          "\r\nUser-Agent: vigie/" VIGIE_VERSION "\r\nAccept: text/event-stream, application/json\r\n";
  if (!options_.apiKey.empty()) head_ += "Authorization: Bearer " + options_.apiKey.reveal() + "\r\n";
  head_ += "Content-Type: application/json\r\nContent-Length: ";
  if (options_.url.tls) {
    tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
    tls_->set_default_verify_paths();
    tls_->set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_min_proto_version(tls_->native_handle(), TLS1_2_VERSION);
  }
}

HttpLlmClient::~HttpLlmClient() = default;

std::string HttpLlmClient::httpRequest(const LlmRequest& request, const std::string& model) const {
  json::object body = request.parameters;
  body["model"] = model;
  json::array messages;
  messages.reserve(request.messages.size());
  for (const wire::ChatMessage& message : request.messages) messages.push_back(wire::toJson(message));
  body["messages"] = std::move(messages);
  body["stream"] = true;
  body["stream_options"] = json::object{{"include_usage", true}};
  const std::string text = json::serialize(body);
  std::string out;
  out.reserve(head_.size() + text.size() + 16);
  out.append(head_).append(std::to_string(text.size())).append("\r\n\r\n").append(text);
  return out;
}

/// One attempt. Lives in attempt()'s frame.
class HttpLlmClient::Call {
 public:
  Call(HttpLlmClient& client, const LlmRequest& request, const LlmAttempt& how, const DeltaSink& onDelta,
       const asio::any_io_executor& strand)
      : client_(client),
        request_(request),
        how_(how),
        onDelta_(onDelta),
        deadline_(std::make_shared<PhaseDeadline>(strand, how.deadline, [this] { abort(); })) {}
  ~Call() { deadline_->stop(); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  asio::awaitable<LlmOutcome<LlmResult>> run() {
    const std::string message = client_.httpRequest(request_, how_.model);
    connection_ = client_.pool_.take();
    const bool kept = connection_ != nullptr;
    if (!kept) {
      const auto connected = co_await connect();
      if (!connected) co_return connected.error();
    }
    auto got = co_await exchange(message);
    if (!got && kept && staleConnection_) {
      const auto connected = co_await connect();
      if (!connected) co_return connected.error();
      got = co_await exchange(message);
    }
    if (!got) co_return got.error();
    co_return std::move(result_);
  }

 private:
  void abort() {
    if (abortLookUp_) abortLookUp_();
    if (connection_) connection_->close();
  }

  static LlmFailure cancelled() {
    return {FaultKind::kOurs, Error(ErrorCode::kCancelled, "the client left or stopped the answer")};
  }
  static LlmFailure brokenOff(const error_code& failed) {
    if (isEnd(failed)) return broken("upstream broke off within its answer");
    return garbled("upstream's answer is not framed as HTTP demands");
  }

  /// kCancelled or kTimeout where one of them ended the phase.
  asio::awaitable<std::optional<LlmFailure>> interrupted(std::string_view waitedFor) {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return cancelled();
    if (!deadline_->expired()) co_return std::nullopt;
    // A long answer, or a client that reads slowly, may use up the whole time too: that is no silence of upstream's.
    const bool silent = textBytes_ == 0 || !deadline_->totalExpired();
    const FaultKind kind = silent ? FaultKind::kSilent : FaultKind::kOurs;
    const std::string message = deadline_->totalExpired()
                                    ? "upstream did not finish its answer in time; OPENAI_TIMEOUT_SECONDS"
                                    : "upstream did not " + std::string(waitedFor) + " in time";
    LlmFailure failure(kind, Error(ErrorCode::kTimeout, message));
    co_return failure;
  }

  asio::awaitable<LlmOutcome<void>> connect() {
    deadline_->phaseEndsAt(std::min(how_.firstTextBy, steady_clock::now() + client_.options_.connect));
    const auto addresses = co_await resolve(client_.options_.url.host, client_.options_.url.port, abortLookUp_);
    auto stopped = co_await interrupted("resolve its name");
    if (stopped) co_return *stopped;
    if (!addresses) co_return LlmFailure(FaultKind::kBroken, addresses.error());

    connection_ = std::make_unique<UpstreamConnection>(client_.io_, client_.tls_.get());
    const error_code failed = co_await connection_->connect(*addresses, client_.options_.url.host);
    stopped = co_await interrupted("accept the connection");
    if (stopped) co_return *stopped;
    if (!failed) co_return LlmOutcome<void>();
    const std::string fault = connection_->certificateFault();
    if (!fault.empty()) {
      co_return garbled("upstream's certificate was refused: " + fault +
                        "; SSL_CERT_FILE may name a private authority's");
    }
    co_return broken("upstream cannot be reached: " + failed.message());
  }

  /// Sends the request and reads the whole answer into result_.
  asio::awaitable<LlmOutcome<void>> exchange(const std::string& message) {
    deadline_->phaseEndsAt(std::min(how_.firstTextBy, steady_clock::now() + client_.options_.firstByte));
    connection_->beginResponse();
    brokenWith_ = {};
    // A server may refuse a request before it has read it whole: its answer says more than the broken pipe.
    [[maybe_unused]] const error_code unsent = co_await connection_->send(message);
    auto stopped = co_await interrupted("take the request");
    if (stopped) co_return *stopped;
    while (!connection_->response().is_header_done()) {
      const error_code failed = co_await connection_->receive();
      stopped = co_await interrupted("begin its answer");
      if (stopped) co_return *stopped;
      if (failed && connection_->response().is_header_done()) {
        brokenWith_ = failed;  // behind something that can be read
      } else if (failed) {
        staleConnection_ = !connection_->receivedAny();
        if (!isEnd(failed)) co_return garbled("upstream answered with something that is no HTTP");
        co_return broken("upstream closed the connection before it answered");
      }
    }
    const auto& head = connection_->response().get();
    if (head.result_int() != 200) co_return co_await readRefusal();
    const std::string encoding = mediaType(std::string_view(head[http::field::content_encoding]));
    if (!encoding.empty() && encoding != "identity") {
      co_return garbled("upstream compressed its answer, which it was not asked to");
    }
    const std::string type = mediaType(std::string_view(head[http::field::content_type]));
    if (type == "text/event-stream") co_return co_await readStream();
    if (type == "application/json") co_return co_await readWhole();
    co_return garbled("upstream answered with something that is no completion; OPENAI_BASE_URL may be wrong");
  }

  /// Reads the body to its end or to `most` bytes, whichever comes first.
  asio::awaitable<error_code> readBody(std::size_t most) {
    UpstreamConnection::Response& response = connection_->response();
    if (brokenWith_) co_return brokenWith_;
    while (!response.is_done() && response.get().body().size() <= most) {
      const error_code failed = co_await connection_->receive();
      if (failed) co_return failed;
    }
    co_return error_code();
  }

  asio::awaitable<LlmOutcome<void>> readRefusal() {
    deadline_->phaseEndsAt(steady_clock::now() + kErrorBodyTime);
    const error_code cut = co_await readBody(kMaxErrorBody);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return cancelled();
    const auto& response = connection_->response().get();
    const std::string_view retryAfter(response[http::field::retry_after]);
    const LlmFailure refusal = errorOfStatus(response.result_int(), response.body(), retryAfter);
    if (!cut) keepConnection();
    co_return refusal;
  }

  asio::awaitable<LlmOutcome<void>> readWhole() {
    const error_code cut = co_await readBody(kMaxWholeBody);
    const auto stopped = co_await interrupted("send its answer");
    if (stopped) co_return *stopped;
    const std::string& body = connection_->response().get().body();
    if (body.size() > kMaxWholeBody) co_return garbled("upstream's answer is longer than 8 MiB");
    if (cut) co_return brokenOff(cut);
    CompletionDecoder decoder;
    const auto piece = decoder.whole(body);
    if (!piece) co_return piece.error();
    if (piece->finishReason.empty()) co_return garbled("upstream's answer has no finish_reason: it is not whole");
    const auto taken = co_await take(*piece);
    if (!taken) co_return taken.error();
    keepConnection();
    co_return finish();
  }

  asio::awaitable<LlmOutcome<void>> readStream() {
    SseParser parser;
    CompletionDecoder decoder;
    UpstreamConnection::Response& response = connection_->response();
    bool done = false;
    error_code failed = brokenWith_;
    for (;;) {
      std::string& body = response.get().body();
      parser.feed(body);
      SseParser::Event event;
      SseParser::Status status = SseParser::Status::kNeedMore;
      while (!done && (status = parser.next(event)) == SseParser::Status::kEvent) {
        if (event.data == "[DONE]") {
          done = true;
          break;
        }
        if (event.data.empty()) continue;
        const auto piece = decoder.chunk(event.data);
        if (piece && event.name != "error" && isTextAlone(*piece)) {
          nameModel(*piece);
          together_.append(piece->text);
          continue;
        }
        const auto before = co_await takeTogether();
        if (!before) co_return before.error();
        if (!piece) co_return piece.error();
        if (event.name == "error") co_return broken("upstream failed while it answered");
        const auto taken = co_await take(*piece);
        if (!taken) co_return taken.error();
      }
      const auto taken = co_await takeTogether();
      if (!taken) co_return taken.error();
      if (status == SseParser::Status::kTooLong) co_return garbled("upstream sent an event longer than 1 MiB");
      body.clear();
      if (done || response.is_done()) break;
      if (failed && !result_.finishReason.empty()) break;  // the answer was whole
      if (failed) co_return brokenOff(failed);

      waitForMore();
      failed = co_await connection_->receive();
      const auto stopped = co_await interrupted("go on with its answer");
      if (stopped && (stopped->code == ErrorCode::kCancelled || result_.finishReason.empty())) co_return *stopped;
      if (stopped) break;
      // What came before a failure is read all the same: it was text of the answer.
    }
    if (!done && result_.finishReason.empty()) co_return broken("upstream's stream ended before its answer did");
    if (done || response.is_done()) keepConnection();
    co_return finish();
  }

  void waitForMore() {
    const HttpLlmOptions& options = client_.options_;
    if (!result_.finishReason.empty()) {
      deadline_->phaseEndsAt(std::min(afterFinish_, steady_clock::now() + options.idle));
    } else if (textBytes_ > 0) {
      deadline_->phaseEndsAt(steady_clock::now() + options.idle);
    }
  }

  static bool isTextAlone(const CompletionPiece& piece) {
    return !piece.text.empty() && piece.finishReason.empty() && piece.refusal.empty() && piece.toolCalls == nullptr &&
           !piece.usage;
  }

  void nameModel(const CompletionPiece& piece) {
    if (result_.model.empty() && !piece.model.empty()) result_.model = presentable(piece.model);
  }

  /// The text of events that arrived together is one delta: nobody sees it later, and it is one write instead of many.
  asio::awaitable<LlmOutcome<void>> takeTogether() {
    if (together_.empty()) co_return LlmOutcome<void>();
    CompletionPiece piece;
    piece.text = together_;
    auto taken = co_await take(piece);
    together_.clear();
    co_return taken;
  }

  asio::awaitable<LlmOutcome<void>> take(const CompletionPiece& piece) {
    nameModel(piece);
    if (piece.usage) result_.usage = *piece.usage;
    hasUsage_ = hasUsage_ || piece.usage.has_value();
    if (!piece.finishReason.empty() && result_.finishReason.empty()) {
      result_.finishReason = presentable(piece.finishReason);
      afterFinish_ = steady_clock::now() + client_.options_.afterFinish;
    }
    json::array calls;
    if (piece.toolCalls != nullptr) {
      auto taken = toolCalls_.take(*piece.toolCalls);
      if (!taken) co_return garbled("upstream sent a tool call that is none");
      calls = std::move(*taken);
      textBytes_ += toolCalls_.lastBytes();
    }
    if (piece.text.empty() && piece.refusal.empty() && calls.empty()) co_return LlmOutcome<void>();
    textBytes_ += piece.text.size() + piece.refusal.size();
    if (textBytes_ > kMaxAnswer) co_return garbled("upstream's answer is longer than 8 MiB");
    deadline_->phaseEndsAtTotal();
    result_.refusal += piece.refusal;
    const LlmDelta delta(piece.text, calls.empty() ? nullptr : &calls, piece.refusal);
    co_await onDelta_(delta);
    const auto stopped = co_await interrupted("finish its answer");
    if (stopped) co_return *stopped;
    co_return LlmOutcome<void>();
  }

  LlmOutcome<void> finish() {
    if (result_.model.empty()) result_.model = how_.model;
    result_.toolCalls = toolCalls_.whole();
    // Ollama marks the end with [DONE] alone.
    if (result_.finishReason.empty()) result_.finishReason = result_.toolCalls.empty() ? "stop" : "tool_calls";
    if (!hasUsage_) {
      result_.usage.estimated = true;
      for (const wire::ChatMessage& message : request_.messages) {
        result_.usage.promptTokens += estimateTokens(readingBytes(message));
      }
      result_.usage.completionTokens = estimateTokens(textBytes_);
    }
    return {};
  }

  /// Back to the pool, unless upstream wants it closed.
  void keepConnection() {
    const auto& response = connection_->response();
    if (!response.keep_alive() || (!response.is_done() && !response.chunked()) || deadline_->expired()) return;
    client_.pool_.give(std::move(connection_));
  }

  HttpLlmClient& client_;
  const LlmRequest& request_;
  const LlmAttempt& how_;
  const DeltaSink& onDelta_;
  std::shared_ptr<PhaseDeadline> deadline_;
  std::function<void()> abortLookUp_;
  std::unique_ptr<UpstreamConnection> connection_;
  bool staleConnection_ = false;
  error_code brokenWith_;  // came in one read with the header

  LlmResult result_;
  ToolCalls toolCalls_;
  bool hasUsage_ = false;
  std::string together_;
  std::size_t textBytes_ = 0;
  SteadyTime afterFinish_;
};

asio::awaitable<LlmOutcome<LlmResult>> HttpLlmClient::attempt(const LlmRequest& request, const LlmAttempt& how,
                                                              const DeltaSink& onDelta) {
  const asio::any_io_executor strand = co_await asio::this_coro::executor;
  Call call(*this, request, how, onDelta, strand);
  auto outcome = co_await call.run();
  co_return outcome;
}

asio::awaitable<Result<LlmResult>> HttpLlmClient::generate(const LlmRequest& request, const DeltaSink& onDelta) {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    co_return Error(ErrorCode::kCancelled, "the client left or stopped the answer");
  }
  const bool throwsIfCancelled = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::this_coro::reset_cancellation_state(AnyCancellation{});
  const SteadyTime end = steady_clock::now() + options_.total;
  const LlmAttempt how(request.model, end, end);
  auto outcome = co_await attempt(request, how, onDelta);
  co_await asio::this_coro::throw_if_cancelled(throwsIfCancelled);
  if (!outcome) co_return static_cast<const Error&>(outcome.error());
  co_return std::move(*outcome);
}

}  // namespace vigie
