// Scoreboard row 12: what RFC 6455 demands of a server, byte by byte.
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace vigie::test {
namespace {

enum Opcode : unsigned char { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };
constexpr unsigned char kFin = 0x80;
constexpr unsigned char kMasked = 0x80;

struct Frame {
  unsigned char first = 0;  ///< FIN, the reserved bits, the opcode
  bool masked = false;
  std::string payload;
  [[nodiscard]] int opcode() const { return first & 0x0F; }
  /// Of a close frame; 0 where there is none.
  [[nodiscard]] int closeCode() const {
    return payload.size() < 2 ? 0
                              : (static_cast<unsigned char>(payload[0]) << 8) + static_cast<unsigned char>(payload[1]);
  }
};

/// A frame as a client sends it; `first` and `second` are the header's bytes with everything wrong one wants in them.
std::string frame(unsigned char first, const std::string& payload, bool masked = true) {
  std::string out(1, static_cast<char>(first));
  const unsigned char mask = masked ? kMasked : 0;
  if (payload.size() < 126) {
    out += static_cast<char>(mask | payload.size());
  } else if (payload.size() < 65536) {
    out += static_cast<char>(mask | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 0xFF);
  } else {
    out += static_cast<char>(mask | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((payload.size() >> shift) & 0xFF);
  }
  if (!masked) return out + payload;
  const std::string key = "\x11\x22\x33\x44";
  out += key;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ key[i % 4]);
  return out;
}

class RawWebSocket {
 public:
  explicit RawWebSocket(std::uint16_t port) : connection(port) {
    connection.send("GET /ws/chat HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
                    "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat\r\n"
                    "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    reply = connection.readUntil("\r\n\r\n");
    bytes_ = reply.substr(reply.find("\r\n\r\n") + 4);
    reply.resize(reply.find("\r\n\r\n") + 4);
    connection.readSome();
  }
  void send(const std::string& bytes) { connection.send(bytes); }
  /// Nullopt when the server closed the connection.
  std::optional<Frame> read() {
    const auto have = [this](std::size_t count) {
      while (bytes_.size() < count) {
        const std::string more = connection.readSome();
        if (more.empty()) return false;
        bytes_ += more;
      }
      return true;
    };
    if (!have(2)) return std::nullopt;
    Frame out;
    out.first = static_cast<unsigned char>(bytes_[0]);
    out.masked = (bytes_[1] & 0x80) != 0;
    std::size_t size = bytes_[1] & 0x7F;
    std::size_t head = 2;
    if (size == 126) {
      if (!have(4)) return std::nullopt;
      size = (static_cast<std::size_t>(static_cast<unsigned char>(bytes_[2])) << 8) +
             static_cast<unsigned char>(bytes_[3]);
      head = 4;
    }
    if (!have(head + size)) return std::nullopt;
    out.payload = bytes_.substr(head, size);
    bytes_.erase(0, head + size);
    return out;
  }
  /// Reads up to the server's close frame and gives its code; 0 when it closes without one.
  int closeCode() {
    while (const auto got = read()) {
      if (got->opcode() == kClose) return got->closeCode();
    }
    return 0;
  }

  RawConnection connection;
  std::string reply;

 private:
  std::string bytes_;
};

class WsProtocolTest : public testing::Test {
 protected:
  HttpReply handshake(const std::string& fields, const std::string& method = "GET") {
    RawConnection connection(server_.port());
    connection.send(method + " /ws/chat HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) + "\r\n" +
                    fields + "\r\n");
    return connection.read();
  }
  TestServer server_;
};

// §4.2.2 and §1.3.
TEST_F(WsProtocolTest, TheHandshakeProvesThatItWasReadAndTakesNothingThatWasNotUnderstood) {
  const RawWebSocket client(server_.port());
  EXPECT_TRUE(client.reply.starts_with("HTTP/1.1 101 ")) << client.reply;
  EXPECT_NE(client.reply.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos)
      << client.reply;
  EXPECT_EQ(client.reply.find("Sec-WebSocket-Protocol"), std::string::npos) << "no subprotocol is spoken";
  EXPECT_EQ(client.reply.find("Sec-WebSocket-Extensions"), std::string::npos) << "no extension is spoken";
}

// §4.2.1 and §4.2.2.
TEST_F(WsProtocolTest, AHandshakeThatIsNoneIsRefusedAndTheVersionSaid) {
  const std::string upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const std::string version = "Sec-WebSocket-Version: 13\r\n";
  for (const std::string& fields :
       std::vector<std::string>{upgrade + key, upgrade + key + "Sec-WebSocket-Version: 8\r\n",
                                upgrade + key + "Sec-WebSocket-Version: 14\r\n", upgrade + version,
                                "Connection: Upgrade\r\n" + key + version, "Upgrade: websocket\r\n" + key + version,
                                "Upgrade: h2c\r\nConnection: Upgrade\r\n" + key + version,
                                upgrade + key + version + "Content-Length: 3\r\n"}) {
    const auto reply = handshake(fields);
    EXPECT_EQ(reply.status, 400) << fields;
    EXPECT_EQ(reply.headers.at("sec-websocket-version"), "13") << fields;
  }
  EXPECT_EQ(handshake(upgrade + key + version, "POST").status, 405);
}

// §5.1: a server closes when a frame is not masked, and masks none itself.
TEST_F(WsProtocolTest, AFrameThatIsNotMaskedEndsTheConnection) {
  RawWebSocket client(server_.port());
  client.send(frame(kFin | kText, "{}", false));
  EXPECT_EQ(client.closeCode(), 1002);
}

// §5.2, §5.4, §5.5.
TEST_F(WsProtocolTest, FramesThatBreakTheProtocolEndTheConnection) {
  const std::string eightBytes = std::string("\x81\xff\x80", 3) + std::string(7, '\0') + "\x11\x22\x33\x44";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"RSV1", frame(kFin | 0x40 | kText, "{}")},
      {"RSV2", frame(kFin | 0x20 | kText, "{}")},
      {"RSV3", frame(kFin | 0x10 | kText, "{}")},
      {"RSV1 of a control frame", frame(kFin | 0x40 | kPing, "")},
      {"opcode 3", frame(kFin | 3, "{}")},
      {"opcode 7", frame(kFin | 7, "{}")},
      {"opcode 11", frame(kFin | 11, "")},
      {"opcode 15", frame(kFin | 15, "")},
      {"a ping in pieces", frame(kPing, "x")},
      {"a close in pieces", frame(kClose, "")},
      {"a ping over 125 bytes", frame(kFin | kPing, std::string(126, 'x'))},
      {"a close over 125 bytes", frame(kFin | kClose, "\x03\xe8" + std::string(124, 'x'))},
      {"a continuation of nothing", frame(kFin | kContinuation, "x")},
      {"an unfinished continuation of nothing", frame(kContinuation, "x")},
      {"a new message inside another", frame(kText, "{") + frame(kFin | kText, "}")},
      {"a length with its highest bit set", eightBytes},
      {"a length that is not the shortest, 16 bits",
       std::string("\x81\xfe\x00\x02\x11\x22\x33\x44", 8) + std::string("\x6a\x5f", 2)},
      {"a length that is not the shortest, 64 bits",
       std::string("\x81\xff\x00\x00\x00\x00\x00\x00\x00\x02\x11\x22\x33\x44", 14) + std::string("\x6a\x5f", 2)},
      {"a close of one byte", frame(kFin | kClose, "x")},
  };
  for (const auto& [what, bytes] : cases) {
    RawWebSocket client(server_.port());
    client.send(bytes);
    const int code = client.closeCode();
    // A length beyond any limit is refused for its size.
    EXPECT_TRUE(code == 1002 || (code == 1009 && what.find("highest bit") != std::string::npos))
        << what << ": " << code;
    EXPECT_FALSE(client.read()) << what << ": the connection stays open";
  }
}

// §7.4.1 and §7.4.2: codes that must not be sent.
TEST_F(WsProtocolTest, ACloseWithACodeThatMustNotBeSentIsAFault) {
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999}) {
    RawWebSocket client(server_.port());
    std::string payload(1, static_cast<char>(code >> 8));
    payload += static_cast<char>(code & 0xFF);
    client.send(frame(kFin | kClose, payload));
    EXPECT_EQ(client.closeCode(), 1002) << code;
  }
}

// §5.5.1 and §7.
TEST_F(WsProtocolTest, ACloseIsAnsweredWithACloseAndThenTheConnectionEnds) {
  for (const int code : {1000, 1001, 3000, 4999}) {
    RawWebSocket client(server_.port());
    std::string payload(1, static_cast<char>(code >> 8));
    payload += static_cast<char>(code & 0xFF);
    client.send(frame(kFin | kClose, payload));
    EXPECT_EQ(client.closeCode(), code);
    EXPECT_FALSE(client.read());
  }
  RawWebSocket empty(server_.port());
  empty.send(frame(kFin | kClose, ""));
  const auto answer = empty.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->opcode(), kClose);
}

// §5.5.2: a pong carries the ping's own bytes, also between the pieces of a message.
TEST_F(WsProtocolTest, APingIsAnsweredWithItsOwnBytesAlsoBetweenThePiecesOfAMessage) {
  RawWebSocket client(server_.port());
  client.send(frame(kFin | kPing, "are you there?"));
  auto pong = client.read();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->first, kFin | kPong);
  EXPECT_EQ(pong->payload, "are you there?");
  EXPECT_FALSE(pong->masked);
  client.send(frame(kFin | kPong, "nobody asked"));
  client.send(frame(kText, "{not ") + frame(kFin | kPing, "") + frame(kContinuation, "js") +
              frame(kFin | kContinuation, "on"));
  pong = client.read();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->opcode(), kPong);
  const auto fault = client.read();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->opcode(), kText) << "the message was put together";
  EXPECT_FALSE(fault->masked);
  EXPECT_NE(fault->payload.find("invalid_argument"), std::string::npos) << fault->payload;
}

// §5.6 and §8.1.
TEST_F(WsProtocolTest, TextThatIsNotUtf8EndsTheConnectionAlsoWhenItIsSplit) {
  for (const std::string& bytes : std::vector<std::string>{
           frame(kFin | kText, "\xff"), frame(kFin | kText, "\xc0\xaf"), frame(kFin | kText, "\xed\xa0\x80"),
           frame(kFin | kText, "\xf4\x90\x80\x80"), frame(kFin | kText, "\xe2\x82"),
           frame(kText, "\xe2") + frame(kFin | kContinuation, "x")}) {
    RawWebSocket client(server_.port());
    client.send(bytes);
    EXPECT_EQ(client.closeCode(), 1007);
  }
  RawWebSocket client(server_.port());
  client.send(frame(kText, "{\"\xe2") + frame(kContinuation, "\x82") + frame(kFin | kContinuation, "\xac\":1}"));
  const auto fault = client.read();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->opcode(), kText) << "a character over several frames is whole";
}

// §10.4.
TEST_F(WsProtocolTest, AMessageOverTheLimitEndsTheConnectionAlsoInPieces) {
  RawWebSocket whole(server_.port());
  whole.send(frame(kFin | kText, std::string(1024 * 1024 + 1, 'x')));
  EXPECT_EQ(whole.closeCode(), 1009);
  RawWebSocket pieces(server_.port());
  pieces.send(frame(kText, std::string(700 * 1024, 'x')));
  pieces.send(frame(kFin | kContinuation, std::string(700 * 1024, 'x')));
  EXPECT_EQ(pieces.closeCode(), 1009);
}

// §6.1: what the server sends is whole text frames.
TEST_F(WsProtocolTest, TheServersFramesAreUnmaskedTextInUtf8) {
  RawWebSocket client(server_.port());
  client.send(
      frame(kFin | kText,
            R"({"type":"chat.start","id":"a","model":"extractive","messages":[{"role":"user","content":"hi"}]})"));
  bool done = false;
  while (!done) {
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->first, kFin | kText);
    EXPECT_FALSE(got->masked);
    done = got->payload.find("chat.done") != std::string::npos;
  }
}

}  // namespace
}  // namespace vigie::test
