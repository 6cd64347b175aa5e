#include "tests/support/mock_upstream.h"

#include "tests/support/test_certificates.h"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace vigie::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using asio::ip::tcp;
using Request = http::request<http::string_body>;

namespace {

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

/// What OpenAI would refuse; empty when it would not.
std::string faultOf(const Request& request, const MockUpstream::Options& options, json::object& body) {
  if (request.method() != http::verb::post) return "method is not POST";
  if (request.target() != "/v1/chat/completions") return "target is not /v1/chat/completions";
  if (request.count(http::field::host) != 1) return "not exactly one Host";
  if (request[http::field::content_type] != "application/json") return "content type is not application/json";
  if (!options.requiredKey.empty() && request[http::field::authorization] != "Bearer " + options.requiredKey) {
    return "no or a wrong bearer token";
  }
  boost::system::error_code failed;
  json::value parsed = json::parse(request.body(), failed);
  if (failed || !parsed.is_object()) return "the body is not a JSON object";
  body = std::move(parsed.get_object());
  const auto* const model = body.if_contains("model");
  if (model == nullptr || !model->is_string() || model->get_string().empty()) return "no model";
  const auto* const messages = body.if_contains("messages");
  if (messages == nullptr || !messages->is_array() || messages->get_array().empty()) return "no messages";
  static const std::set<std::string_view> kRoles{"system", "developer", "user", "assistant", "tool"};
  for (const json::value& message : messages->get_array()) {
    const auto* const object = message.if_object();
    if (object == nullptr || !object->contains("role") || !object->contains("content")) return "a broken message";
    const json::value& content = object->at("content");
    const bool called = content.is_null() && object->contains("tool_calls");
    if (!object->at("role").is_string() || !(content.is_string() || content.is_array() || called)) {
      return "a broken message";
    }
    if (!kRoles.contains(std::string_view(object->at("role").get_string()))) return "an unknown role";
  }
  const auto* const stream = body.if_contains("stream");
  const bool streams = stream != nullptr && stream->is_bool() && stream->get_bool();
  if (body.contains("stream_options") && !streams) return "stream_options without stream";
  for (const std::string_view foreign : {"vigie", "store_passages", "retrieval"}) {
    if (body.contains(foreign)) return "a parameter OpenAI does not know";
  }
  return {};
}

}  // namespace

class MockUpstream::Impl {
 public:
  explicit Impl(const Options& options)
      : options_(options), acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), options.port)) {
    port_ = acceptor_.local_endpoint().port();
    if (options_.tls) {
      certificates_ = makeTestCertificates(options_.tlsName);
      tls_.emplace(asio::ssl::context::tls_server);
      tls_->use_certificate_chain(asio::buffer(certificates_.certificatePem));
      tls_->use_private_key(asio::buffer(certificates_.keyPem), asio::ssl::context::pem);
    }
    setDefault(Script::answer({"Hello", " from", " upstream."}));
    asio::co_spawn(io_, accept(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Impl() {
    io_.stop();
    thread_.join();
  }

  void setDefault(Script script) {
    auto shared = std::make_shared<const Script>(std::move(script));
    const std::lock_guard lock(mutex_);
    default_ = std::move(shared);
  }

  void enqueue(Script script) {
    auto shared = std::make_shared<const Script>(std::move(script));
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(shared));
  }

  void setForModel(const std::string& model, std::vector<Script> scripts) {
    std::deque<std::shared_ptr<const Script>> shared;
    for (Script& script : scripts) shared.push_back(std::make_shared<const Script>(std::move(script)));
    const std::lock_guard lock(mutex_);
    if (shared.empty()) {
      models_.erase(model);
    } else {
      models_[model] = std::move(shared);
    }
  }

  void release() {
    asio::post(io_, [this] {
      if (holds_.empty()) ++releases_;
      for (auto* timer : holds_) timer->cancel();
    });
  }

  void closeIdle() {
    asio::post(io_, [this] {
      for (tcp::socket* socket : idle_) {
        boost::system::error_code ignored;
        socket->shutdown(tcp::socket::shutdown_both, ignored);
      }
    });
  }

  template <class Met>
  bool waitUntil(std::chrono::milliseconds limit, Met met) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, met);
  }

  template <class Read>
  auto locked(Read read) const {
    const std::lock_guard lock(mutex_);
    return read();
  }

  Options options_;
  std::uint16_t port_ = 0;
  TestCertificates certificates_;

  mutable std::mutex mutex_;  // guards what follows, to the blank line
  mutable std::condition_variable changed_;
  std::shared_ptr<const Script> default_;
  std::deque<std::shared_ptr<const Script>> queue_;
  std::map<std::string, std::deque<std::shared_ptr<const Script>>> models_;
  std::vector<RecordedRequest> requests_;
  std::vector<std::string> violations_;
  int connections_ = 0;
  int disconnects_ = 0;
  std::chrono::steady_clock::time_point lastDisconnect_;
  std::chrono::steady_clock::time_point lastFirstDelta_;

 private:
  asio::awaitable<void> accept() {
    for (;;) {
      auto [failed, socket] = co_await acceptor_.async_accept(kTuple);
      if (failed) co_return;
      int id = 0;
      {
        const std::lock_guard lock(mutex_);
        id = ++connections_;
      }
      socket.set_option(tcp::no_delay(true));
      if (tls_) {
        asio::co_spawn(io_, serveTls(std::move(socket), id), asio::detached);
      } else {
        asio::co_spawn(io_, servePlain(std::move(socket), id), asio::detached);
      }
    }
  }

  asio::awaitable<void> servePlain(tcp::socket socket, int id) { co_await serve(socket, socket, id); }

  asio::awaitable<void> serveTls(tcp::socket socket, int id) {
    asio::ssl::stream<tcp::socket> stream(std::move(socket), *tls_);
    const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::server, kTuple);
    if (!failed) co_await serve(stream, stream.next_layer(), id);
  }

  template <class Stream>
  asio::awaitable<void> serve(Stream& stream, tcp::socket& socket, int id) {
    boost::beast::flat_buffer buffer;
    for (;;) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(64U << 20U);
      idle_.insert(&socket);
      const auto [failed, bytes] = co_await http::async_read(stream, buffer, parser, kTuple);
      idle_.erase(&socket);
      if (failed) co_return;
      const std::shared_ptr<const Script> script = scriptFor(parser.get(), id);
      const bool whole = co_await play(stream, socket, script);
      if (!whole || !parser.get().keep_alive()) co_return;
    }
  }

  std::shared_ptr<const Script> scriptFor(const Request& request, int id) {
    RecordedRequest record;
    std::string fault;
    if (options_.record) {
      record.connection = id;
      record.target = std::string(request.target());
      for (const auto& field : request) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        record.headers[name] = std::string(field.value());
      }
      fault = faultOf(request, options_, record.body);
    }
    const auto* const asked = record.body.if_contains("model");
    const std::string model = asked != nullptr && asked->is_string() ? std::string(asked->get_string()) : std::string();
    const std::lock_guard lock(mutex_);
    if (options_.record) {
      requests_.push_back(std::move(record));
      if (!fault.empty()) violations_.push_back(fault);
      changed_.notify_all();
      if (!fault.empty()) return std::make_shared<const Script>(Script::error(400, fault));
    }
    if (const auto own = models_.find(model); own != models_.end()) {
      auto script = own->second.front();
      if (own->second.size() > 1) own->second.pop_front();
      return script;
    }
    if (queue_.empty()) return default_;
    auto script = queue_.front();
    queue_.pop_front();
    return script;
  }

  /// False when the connection is at its end.
  template <class Stream>
  asio::awaitable<bool> play(Stream& stream, tcp::socket& socket, std::shared_ptr<const Script> script) {
    bool sentDelta = false;
    for (const Script::Step& step : script->steps()) {
      switch (step.kind) {
        case Script::Step::Kind::kSend: {
          const bool delta = !sentDelta && step.bytes.find(R"("content":")") != std::string::npos &&
                             step.bytes.find(R"("content":"")") == std::string::npos;
          if (delta) {
            sentDelta = true;
            const std::lock_guard lock(mutex_);
            lastFirstDelta_ = std::chrono::steady_clock::now();
          }
          const auto [failed, sent] = co_await asio::async_write(stream, asio::buffer(step.bytes), kTuple);
          if (failed) co_return left();
          break;
        }
        case Script::Step::Kind::kPause: {
          asio::steady_timer timer(io_, step.pause);
          const bool stayed = co_await stays(stream, timer);
          if (!stayed) co_return left();
          break;
        }
        case Script::Step::Kind::kHold: {
          if (releases_ > 0) {
            --releases_;
            break;
          }
          asio::steady_timer timer(io_, asio::steady_timer::time_point::max());
          holds_.insert(&timer);
          const bool stayed = co_await stays(stream, timer);
          holds_.erase(&timer);
          if (!stayed) co_return left();
          break;
        }
        case Script::Step::Kind::kHang: {
          asio::steady_timer never(io_, asio::steady_timer::time_point::max());
          co_await stays(stream, never);
          co_return left();
        }
        case Script::Step::Kind::kFlood:
          for (;;) {
            const auto [failed, sent] = co_await asio::async_write(stream, asio::buffer(step.bytes), kTuple);
            if (failed) co_return left();
          }
        case Script::Step::Kind::kReset:
          socket.set_option(asio::socket_base::linger(true, 0));
          socket.close();
          co_return false;
        case Script::Step::Kind::kClose:
          socket.shutdown(tcp::socket::shutdown_both);
          co_return false;
      }
    }
    co_return true;
  }

  /// Waits for the timer, or for the client to leave: false.
  template <class Stream>
  asio::awaitable<bool> stays(Stream& stream, asio::steady_timer& timer) {
    using namespace asio::experimental::awaitable_operators;
    char byte = 0;
    const asio::mutable_buffer into = asio::buffer(&byte, 1);
    const auto first = co_await (timer.async_wait(kTuple) || stream.async_read_some(into, kTuple));
    co_return first.index() == 0;
  }

  bool left() {
    const std::lock_guard lock(mutex_);
    ++disconnects_;
    lastDisconnect_ = std::chrono::steady_clock::now();
    changed_.notify_all();
    return false;
  }

  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  std::optional<asio::ssl::context> tls_;
  std::set<tcp::socket*> idle_;          // of the server's thread
  std::set<asio::steady_timer*> holds_;  // of the server's thread
  int releases_ = 0;                     // of the server's thread
  std::thread thread_;
};

MockUpstream::MockUpstream() : MockUpstream(Options{}) {}
MockUpstream::MockUpstream(const Options& options) : impl_(std::make_unique<Impl>(options)) {}
MockUpstream::~MockUpstream() = default;

std::string MockUpstream::baseUrl() const {
  const std::string at = ":" + std::to_string(impl_->port_) + "/v1";
  return impl_->options_.tls ? "https://localhost" + at : "http://127.0.0.1" + at;
}

std::uint16_t MockUpstream::port() const { return impl_->port_; }
std::string MockUpstream::authorityPem() const { return impl_->certificates_.authorityPem; }
void MockUpstream::enqueue(Script script) { impl_->enqueue(std::move(script)); }
void MockUpstream::setDefault(Script script) { impl_->setDefault(std::move(script)); }
void MockUpstream::setForModel(const std::string& model, std::vector<Script> scripts) {
  impl_->setForModel(model, std::move(scripts));
}
void MockUpstream::release() { impl_->release(); }
void MockUpstream::closeIdleConnections() { impl_->closeIdle(); }

std::vector<RecordedRequest> MockUpstream::requests() const {
  return impl_->locked([this] { return impl_->requests_; });
}
std::vector<std::string> MockUpstream::violations() const {
  return impl_->locked([this] { return impl_->violations_; });
}
int MockUpstream::connections() const {
  return impl_->locked([this] { return impl_->connections_; });
}
bool MockUpstream::waitForRequests(std::size_t count, std::chrono::milliseconds limit) const {
  return impl_->waitUntil(limit, [&] { return impl_->requests_.size() >= count; });
}
bool MockUpstream::waitForDisconnects(int count, std::chrono::milliseconds limit) const {
  return impl_->waitUntil(limit, [&] { return impl_->disconnects_ >= count; });
}
std::chrono::steady_clock::time_point MockUpstream::lastDisconnect() const {
  return impl_->locked([this] { return impl_->lastDisconnect_; });
}
std::chrono::steady_clock::time_point MockUpstream::lastFirstDelta() const {
  return impl_->locked([this] { return impl_->lastFirstDelta_; });
}

}  // namespace vigie::test
