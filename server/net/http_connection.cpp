#include "server/net/http_connection.h"

#include "server/net/awaiting.h"
#include "server/net/framing_guard.h"

#include <boost/asio.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <netinet/tcp.h>
#include <stdexcept>
#include <utility>

namespace vigie::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t kFirstBodyBytes = 16 * 1024;
constexpr std::size_t kMostLingerBytes = 32 * 1024 * 1024;

/// So much may wait unsent in the kernel, which would else take megabytes: a slow reader is felt soon, and a write ends
/// whenever the reader takes some, not only after a third of those megabytes (tcp(7); Linux's tcp_stream_memory_free).
using UnsentBytes = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;
constexpr int kMostUnsentBytes = 128 * 1024;

/// RFC 9110 §6.6.1, made once a second and thread.
std::string_view httpDate() {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t size = 0;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now, &utc);
    const int written = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                      kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                      kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                                      utc.tm_min, utc.tm_sec);
    size = static_cast<std::size_t>(written);
    second = now;
  }
  return {text.data(), size};
}

template <class Number>
void appendNumber(std::string& out, Number number, int base = 10) {
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number, base);
  out.append(digits.data(), end);
}

}  // namespace

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, HttpHandler& handler, const ConnectionLimits& limits)
    : socket_(std::move(socket)),
      executor_(socket_.get_executor()),
      handler_(handler),
      limits_(limits),
      input_(socket_),
      deadline_(executor_, [this] { close(); }) {}

asio::awaitable<void> HttpConnection::run() {
  const auto self = shared_from_this();
  deadline_.own(weak_from_this());
  boost::system::error_code ec;
  socket_.set_option(asio::ip::tcp::no_delay(true), ec);
  socket_.set_option(UnsentBytes(kMostUnsentBytes), ec);
  // g++ 12 miscompiles a negated or short-circuited co_await in a condition: each result has a name.
  for (;;) {
    const bool open = co_await readRequest();
    if (!open || stopping_) break;
    deadline_.none();
    co_await handler_.handle(*this);
    if (upgraded_) break;
    onInterruption(nullptr);
    if (!answered_ || clientGone_) break;
    if (!bodyRead_ && (fault_ || request_.head.hasBody())) {
      co_await linger();
      break;
    }
    if (!keepAlive_ || draining_) break;
  }
  deadline_.close();
  if (!upgraded_) close();
}

asio::awaitable<bool> HttpConnection::readRequest() {
  reset();
  if (input_.data().empty()) {
    if (draining_) co_return false;
    idle_ = true;
    deadline_.within(limits_.idle);
    const bool open = co_await input_.more();
    idle_ = false;
    if (!open) co_return false;
  }
  request_.arrived = std::chrono::steady_clock::now();
  bool timed = false;
  for (;;) {
    const auto size = findHead(input_.data());
    if (!size) {
      fault_ = size.error();
      break;
    }
    if (*size > 0) {
      request_.bytes.assign(input_.data().substr(0, *size));
      input_.consume(*size);
      auto head = readHead(request_.bytes);
      if (head) {
        request_.head = std::move(*head);
      } else {
        fault_ = head.error();
      }
      break;
    }
    if (!timed) deadline_.within(limits_.header);
    timed = true;
    const bool open = co_await input_.more();
    if (!open) co_return false;
  }
  if (fault_) keepAlive_ = false;
  if (!request_.head.keepAlive) keepAlive_ = false;
  bodyRead_ = !fault_ && !request_.head.hasBody();
  co_return true;
}

void HttpConnection::reset() {
  request_.body.clear();
  if (request_.body.capacity() > kFirstBodyBytes) request_.body.shrink_to_fit();
  request_.id.clear();
  request_.head = {};
  fault_.reset();
  extraHeaders_.clear();
  firstByte_ = nullptr;
  bodyRead_ = false;
  answered_ = false;
}

asio::awaitable<Result<void>> HttpConnection::readBody(std::size_t limit) {
  const Error tooLarge(ErrorCode::kTooLarge, "the body is over the limit of " + std::to_string(limit) + " bytes");
  const Error cut(ErrorCode::kInvalidArgument, "the body ended before its announced length");
  const RequestHead& head = request_.head;
  if (bodyRead_) co_return Result<void>();
  const std::uint64_t length = head.contentLength.value_or(0);
  if (length > limit) co_return tooLarge;
  if (equalsIgnoringCase(head.find("Expect"), "100-continue") && input_.data().empty()) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    auto go = asio::buffer(kContinue);
    const bool sent = co_await write(go);
    if (!sent) co_return cut;
  }
  if (head.chunked) {
    auto read = co_await readChunkedBody(limit);
    co_return read;
  }
  std::string& body = request_.body;
  std::size_t have = 0;
  const auto began = std::chrono::steady_clock::now();
  while (have < length) {
    // Grown as bytes come: a length is only a promise.
    if (have == body.size()) {
      body.resize(std::min(static_cast<std::size_t>(length), std::max(kFirstBodyBytes, 2 * have)));
    }
    expectBody(began, have);
    auto target = asio::buffer(body.data() + have, body.size() - have);
    const std::size_t count = co_await input_.into(target);
    if (count == 0) {
      lost();
      co_return cut;
    }
    have += count;
  }
  deadline_.none();
  bodyRead_ = true;
  co_return Result<void>();
}

asio::awaitable<Result<void>> HttpConnection::readChunkedBody(std::size_t limit) {
  http::request_parser<http::string_body> parser;
  parser.body_limit(limit);
  parser.eager(true);
  boost::system::error_code ec;
  parser.put(asio::buffer(request_.bytes), ec);
  std::size_t have = 0;
  const auto began = std::chrono::steady_clock::now();
  while (!ec || ec == http::error::need_more) {
    if (parser.is_done()) break;
    ec = {};
    std::size_t used = 0;
    try {
      used = parser.put(asio::buffer(input_.data().data(), input_.data().size()), ec);
    } catch (const std::length_error&) {  // Beast 1.81 throws it on a trailer field over 64 KiB
      ec = http::error::bad_field;
    }
    input_.consume(used);
    have += used;
    if (ec == http::error::need_more) {
      if (input_.data().size() > kMaxHeadBytes) {
        ec = http::error::bad_chunk_extension;
        break;
      }
      expectBody(began, have);
      const bool open = co_await input_.more();
      if (!open) {
        lost();
        co_return Error(ErrorCode::kInvalidArgument, "the body ended before its last chunk");
      }
    }
  }
  deadline_.none();
  if (ec == http::error::body_limit) {
    co_return Error(ErrorCode::kTooLarge, "the body is over the limit of " + std::to_string(limit) + " bytes");
  }
  if (ec) co_return Error(ErrorCode::kInvalidArgument, "the chunked body is malformed");
  request_.body = std::move(parser.get().body());
  bodyRead_ = true;
  co_return Result<void>();
}

void HttpConnection::expectBody(SteadyTime began, std::size_t have) {
  const std::chrono::milliseconds earned(1000 * have / limits_.bodyBytesPerSecond);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(began + limits_.bodyStall + earned -
                                                                          std::chrono::steady_clock::now());
  deadline_.within(std::clamp(left, std::chrono::milliseconds(0), limits_.bodyStall));
}

void HttpConnection::addHeader(std::string_view name, std::string_view value) {
  extraHeaders_.append(name).append(": ").append(value).append("\r\n");
}

void HttpConnection::startHead(int status, std::string_view contentType) {
  head_.assign("HTTP/1.1 ");
  appendNumber(head_, status);
  head_ += ' ';
  const auto reason = http::obsolete_reason(static_cast<http::status>(status));
  head_.append(reason.data(), reason.size());
  head_.append("\r\nDate: ").append(httpDate());
  if (!contentType.empty()) head_.append("\r\nContent-Type: ").append(contentType);
  head_.append("\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
  head_.append(extraHeaders_);
  if (draining_) keepAlive_ = false;
  if (!keepAlive_ || !bodyRead_) head_.append("Connection: close\r\n");
}

asio::awaitable<void> HttpConnection::send(HttpResponse response) {
  for (const auto& [name, value] : response.headers) addHeader(name, value);
  startHead(response.status, response.contentType);
  if (response.status >= 200 && response.status != 204) {
    head_.append("Content-Length: ");
    appendNumber(head_, response.body.size());
    head_.append("\r\n");
  }
  head_.append("\r\n");
  answered_ = true;
  if (firstByte_) firstByte_();
  std::array<asio::const_buffer, 2> buffers{asio::buffer(head_), asio::buffer(response.body)};
  co_await write(buffers);
}

asio::awaitable<bool> HttpConnection::startStream(std::string_view contentType, std::string_view piece) {
  startHead(200, contentType);
  head_.append("Transfer-Encoding: chunked\r\n\r\n");
  appendNumber(head_, piece.size(), 16);
  head_.append("\r\n");
  answered_ = true;
  if (firstByte_) firstByte_();
  std::array<asio::const_buffer, 3> buffers{asio::buffer(head_), asio::buffer(piece), asio::buffer("\r\n", 2)};
  const bool sent = co_await write(buffers);
  co_return sent;
}

asio::awaitable<bool> HttpConnection::writeStream(std::string_view piece) {
  if (clientGone_ || piece.empty()) co_return !clientGone_;
  chunkSize_.clear();
  appendNumber(chunkSize_, piece.size(), 16);
  chunkSize_.append("\r\n");
  std::array<asio::const_buffer, 3> buffers{asio::buffer(chunkSize_), asio::buffer(piece), asio::buffer("\r\n", 2)};
  const bool sent = co_await write(buffers);
  co_return sent;
}

asio::awaitable<bool> HttpConnection::finishStream(std::string_view piece) {
  if (clientGone_) co_return false;
  chunkSize_.clear();
  std::string_view end = "0\r\n\r\n";
  if (!piece.empty()) {
    appendNumber(chunkSize_, piece.size(), 16);
    chunkSize_.append("\r\n");
    end = "\r\n0\r\n\r\n";
  }
  std::array<asio::const_buffer, 3> buffers{asio::buffer(chunkSize_), asio::buffer(piece), asio::buffer(end)};
  const bool sent = co_await write(buffers);
  co_return sent;
}

template <class Buffers>
asio::awaitable<bool> HttpConnection::write(Buffers buffers) {
  if (clientGone_) co_return false;
  deadline_.within(limits_.write);
  // Shielded from the cancellation of what produces the bytes: half an event would spoil the stream for the error
  // event that follows. A client that takes nothing is the deadline's business.
  auto token = asio::bind_cancellation_slot(asio::cancellation_slot(), kToken);
  const auto [ec, count] = co_await asio::async_write(socket_, buffers, token);
  deadline_.none();
  if (ec) lost();
  co_return !ec;
}

void HttpConnection::onInterruption(std::function<void(Interruption)> interrupted) {
  interrupted_ = std::move(interrupted);
  if (!interrupted_) {
    input_.unwatch();
    return;
  }
  if (clientGone_) {
    interrupt(Interruption::kClientGone);
    return;
  }
  if (!upgraded_) input_.watch(shared_from_this(), [this] { lost(); });
  if (stopping_) {
    interrupt(Interruption::kStopping);
  } else if (draining_) {
    interrupt(Interruption::kDraining);
  }
}

UpgradedSocket HttpConnection::upgrade() {
  upgraded_ = true;
  answered_ = true;
  UpgradedSocket out(std::move(socket_));
  out.unread = std::string(input_.data());
  input_.consume(out.unread.size());
  return out;
}

void HttpConnection::interrupt(Interruption why) {
  if (!interrupted_) return;
  const auto call = interrupted_;  // it may unset itself
  call(why);
}

void HttpConnection::lost() {
  if (clientGone_) return;
  clientGone_ = true;
  interrupt(Interruption::kClientGone);
}

void HttpConnection::drain() {
  asio::post(executor_, [self = shared_from_this()] {
    self->draining_ = true;
    if (self->idle_) {
      self->close();
    } else {
      self->interrupt(Interruption::kDraining);
    }
  });
}

void HttpConnection::stop() {
  asio::post(executor_, [self = shared_from_this()] {
    self->draining_ = self->stopping_ = true;
    if (self->interrupted_) {
      self->interrupt(Interruption::kStopping);
    } else if (!self->upgraded_) {
      self->close();
    }
  });
}

void HttpConnection::drop() {
  asio::post(executor_, [self = shared_from_this()] {
    self->draining_ = self->stopping_ = true;
    if (!self->upgraded_) self->close();
    self->lost();
  });
}

asio::awaitable<void> HttpConnection::linger() {
  boost::system::error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  deadline_.within(limits_.linger);
  input_.consume(input_.data().size());
  std::string sink(kFirstBodyBytes, '\0');
  for (std::size_t total = 0; total < kMostLingerBytes;) {
    auto target = asio::buffer(sink);
    const std::size_t count = co_await input_.into(target);
    if (count == 0) break;
    total += count;
  }
}

void HttpConnection::close() {
  boost::system::error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ec);
  socket_.close(ec);
}

}  // namespace vigie::net
