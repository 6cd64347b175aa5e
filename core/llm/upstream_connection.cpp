#include "core/llm/upstream_connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <exception>
#include <limits>

namespace vigie {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadSize = 16U * 1024;
constexpr std::uint32_t kMaxHeader = 16U * 1024;
constexpr std::uint64_t kMaxBody = 64ULL * 1024 * 1024;

asio::awaitable<bool> isCancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

UpstreamConnection::UpstreamConnection(const asio::any_io_executor& executor, asio::ssl::context* tls)
    : stream_(tls == nullptr ? std::variant<Socket, TlsStream>(std::in_place_index<0>, executor)
                             : std::variant<Socket, TlsStream>(std::in_place_index<1>, executor, *tls)),
      buffer_(kMaxHeader + kReadSize) {}

UpstreamConnection::Socket& UpstreamConnection::socket() {
  if (auto* const tls = std::get_if<TlsStream>(&stream_)) return tls->next_layer();
  return std::get<Socket>(stream_);
}

asio::awaitable<error_code> UpstreamConnection::connect(const std::vector<asio::ip::tcp::endpoint>& addresses,
                                                        const std::string& host) {
  error_code failed = asio::error::host_not_found;
  for (const auto& address : addresses) {
    close();
    const auto [refused] = co_await socket().async_connect(address, kTuple);
    failed = refused;
    const bool cancelled = co_await isCancelled();
    if (cancelled) co_return asio::error::operation_aborted;
    if (!failed || failed == asio::error::operation_aborted) break;
  }
  if (failed) co_return failed;
  error_code ignored;
  // Deltas are small: waiting to fill a segment would hold each back by a round trip (Nagle's algorithm).
  socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  socket().set_option(asio::socket_base::keep_alive(true), ignored);

  auto* const tls = std::get_if<TlsStream>(&stream_);
  if (tls == nullptr) co_return error_code();
  error_code notAnAddress;
  asio::ip::make_address(host, notAnAddress);
  if (notAnAddress) {  // RFC 6066 §3: server names only
    SSL_set_tlsext_host_name(tls->native_handle(), host.c_str());
  }
  tls->set_verify_callback(asio::ssl::host_name_verification(host));
  const auto [refused] = co_await tls->async_handshake(asio::ssl::stream_base::client, kTuple);
  co_return refused;
}

std::string UpstreamConnection::certificateFault() const {
  const auto* const tls = std::get_if<TlsStream>(&stream_);
  if (tls == nullptr) return {};
  const long verdict = SSL_get_verify_result(const_cast<TlsStream*>(tls)->native_handle());
  return verdict == X509_V_OK ? std::string() : X509_verify_cert_error_string(verdict);
}

asio::awaitable<error_code> UpstreamConnection::send(const std::string& request) {
  const asio::const_buffer bytes = asio::buffer(request);
  if (auto* const tls = std::get_if<TlsStream>(&stream_)) {
    const auto [failed, sent] = co_await asio::async_write(*tls, bytes, kTuple);
    co_return failed;
  }
  const auto [failed, sent] = co_await asio::async_write(std::get<Socket>(stream_), bytes, kTuple);
  co_return failed;
}

void UpstreamConnection::beginResponse() {
  response_.emplace();
  response_->header_limit(kMaxHeader);
  response_->body_limit(kMaxBody);
  response_->eager(true);
  received_ = 0;
}

asio::awaitable<error_code> UpstreamConnection::receive() {
  if (buffer_.size() >= kMaxHeader) co_return http::error::header_limit;
  const asio::mutable_buffer space = buffer_.prepare(kReadSize);
  error_code failed;
  std::size_t bytes = 0;
  if (auto* const tls = std::get_if<TlsStream>(&stream_)) {
    std::tie(failed, bytes) = co_await tls->async_read_some(space, kTuple);
  } else {
    std::tie(failed, bytes) = co_await std::get<Socket>(stream_).async_read_some(space, kTuple);
  }
  buffer_.commit(bytes);
  received_ += bytes;
  if (failed == asio::error::eof || failed == asio::ssl::error::stream_truncated) {
    if (received_ == 0) co_return http::error::end_of_stream;
    error_code ended;
    response_->put_eof(ended);
    co_return ended;
  }
  if (failed) co_return failed;
  co_return parse();
}

error_code UpstreamConnection::parse() {
  try {
    while (buffer_.size() > 0 && !response_->is_done()) {
      error_code failed;
      const std::size_t used = response_->put(buffer_.data(), failed);
      buffer_.consume(used);
      if (failed == http::error::need_more) break;
      if (failed) return failed;
      // An interim response (RFC 9110 §15.2) is skipped: the real one follows.
      if (response_->is_done() && response_->get().result_int() / 100 == 1) {
        const std::size_t received = received_;
        beginResponse();
        received_ = received;
        continue;
      }
      if (used == 0) break;
    }
  } catch (const std::exception&) {
    return http::error::bad_field;  // Beast 1.81 throws on a trailer field beyond 64 KiB
  }
  return {};
}

bool UpstreamConnection::reusable() {
  error_code failed;
  if (!socket().non_blocking()) socket().non_blocking(true, failed);
  if (failed) return false;
  for (;;) {
    const bool done = response_ && response_->is_done();
    if (buffer_.size() > kReadSize || (done && buffer_.size() > 0)) return false;
    const asio::mutable_buffer space = buffer_.prepare(kReadSize);
    std::size_t bytes = 0;
    if (auto* const tls = std::get_if<TlsStream>(&stream_)) {
      bytes = tls->read_some(space, failed);
    } else {
      bytes = std::get<Socket>(stream_).read_some(space, failed);
    }
    if (failed == asio::error::would_block || failed == asio::error::try_again) return done;
    if (failed || done) return false;
    buffer_.commit(bytes);
    if (parse()) return false;
  }
}

void UpstreamConnection::close() noexcept {
  error_code ignored;
  socket().close(ignored);
}

}  // namespace vigie
