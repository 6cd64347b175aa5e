#include "server/api/handlers.h"
#include "server/api/ws_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace vigie::api {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {
constexpr std::size_t kKeyBytes = 24;  ///< of a Sec-WebSocket-Key: 16 bytes in base64 (RFC 6455 §4.1)
}  // namespace

asio::awaitable<Result<net::HttpResponse>> chatOverWebSocket(const Services& services, Call& call) {
  net::Exchange& exchange = call.exchange;
  // What the guard read strictly, read once more as Beast's type, which the handshake wants.
  http::request_parser<http::empty_body> parser;
  boost::system::error_code ec;
  parser.put(asio::buffer(exchange.request().bytes), ec);
  if (ec || !boost::beast::websocket::is_upgrade(parser.get()) ||
      exchange.request().head.find("Sec-WebSocket-Version") != "13" ||
      exchange.request().head.find("Sec-WebSocket-Key").size() != kKeyBytes || exchange.request().head.hasBody()) {
    exchange.addHeader("Sec-WebSocket-Version", "13");
    co_return Error(ErrorCode::kInvalidArgument, "this route is a WebSocket: ask for an upgrade, version 13");
  }
  WsSession::Upgrade request = parser.release();
  auto upgraded = exchange.upgrade();
  call.answeredByHandler = true;
  if (!upgraded.unread.empty()) co_return net::HttpResponse();  // a frame before the handshake: not a WebSocket client
  const auto session = std::make_shared<WsSession>(std::move(upgraded.socket), services, call.caller);
  const net::InterruptionWatch watch(exchange, [session](net::Interruption why) { session->interrupted(why); });
  co_await session->run(std::move(request));
  co_return net::HttpResponse();
}

}  // namespace vigie::api
