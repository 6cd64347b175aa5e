// A blocking WebSocket client of /ws/chat.
#pragma once

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>

namespace vigie::test {

/// Throws boost::system::system_error when the handshake is refused or a read takes over 20 s.
class WsClient {
 public:
  explicit WsClient(std::uint16_t port, const std::string& origin = {}, const std::string& key = {}) : stream_(io_) {
    namespace beast = boost::beast;
    boost::asio::ip::tcp::socket& socket = beast::get_lowest_layer(stream_);
    socket.connect({boost::asio::ip::address_v4::loopback(), port});
    stream_.set_option(beast::websocket::stream_base::decorator([origin, key](beast::websocket::request_type& request) {
      if (!origin.empty()) request.set("Origin", origin);
      if (!key.empty()) request.set("Authorization", "Bearer " + key);
    }));
    const timeval patience{20, 0};
    setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    stream_.handshake(response, "localhost:" + std::to_string(port), "/ws/chat");
  }

  void send(const boost::json::value& frame) { stream_.write(boost::asio::buffer(boost::json::serialize(frame))); }
  void start(const std::string& id, std::string_view text) {
    send({{"type", "chat.start"},
          {"id", id},
          {"model", "extractive"},
          {"messages", {{{"role", "user"}, {"content", text}}}}});
  }
  boost::json::object read() {
    boost::beast::flat_buffer buffer;
    stream_.read(buffer);
    return boost::json::parse(boost::beast::buffers_to_string(buffer.data())).as_object();
  }
  /// Reads until a frame of that type.
  boost::json::object readUntil(std::string_view type) {
    for (;;) {
      auto frame = read();
      if (frame.at("type").as_string() == type) return frame;
    }
  }
  /// The close code when the server closes.
  std::uint16_t readClose() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code ec;
    while (!ec) {
      stream_.read(buffer, ec);
      buffer.clear();
    }
    return ec == boost::beast::websocket::error::closed ? stream_.reason().code : 0;
  }

  boost::beast::websocket::response_type response;
  boost::asio::io_context io_;
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket> stream_;
};

}  // namespace vigie::test
