#include "server/net/framing_guard.h"

#include <gtest/gtest.h>

namespace vigie::net {
namespace {

TEST(FramingGuardTest, ReadsAnOrdinaryHead) {
  const std::string text =
      "POST /v1/search?x=1 HTTP/1.1\r\nHost: localhost:8001\r\nContent-Length: 12\r\nX-A:  b c \t\r\n\r\n";
  EXPECT_EQ(findHead(text + "rest").value(), text.size());
  const auto head = readHead(text);
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->path, "/v1/search");
  EXPECT_EQ(head->query, "x=1");
  EXPECT_EQ(head->host, "localhost:8001");
  EXPECT_EQ(head->find("x-a"), "b c");
  EXPECT_EQ(head->contentLength, 12U);
  EXPECT_TRUE(head->keepAlive);
  EXPECT_TRUE(head->hasBody());
}

TEST(FramingGuardTest, ReadsConnectionCloseAndChunked) {
  const auto head =
      readHead("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nConnection: x, Close\r\n\r\n");
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_TRUE(head->chunked);
  EXPECT_FALSE(head->keepAlive);
}

TEST(FramingGuardTest, WaitsForTheEndOfTheHead) {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto found = findHead(std::string_view(text).substr(0, size));
    ASSERT_TRUE(found) << size;
    EXPECT_EQ(*found, 0U) << size;
  }
}

TEST(FramingGuardTest, CapsTheHead) {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(kMaxHeadBytes, 'x');
  const auto found = findHead(text);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kTooLarge);
  std::string fields = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 0; i < kMaxHeaderFields; ++i) fields += "X: y\r\n";
  EXPECT_EQ(readHead(fields + "\r\n").error().code, ErrorCode::kTooLarge);
}

/// The whole gate, as a connection uses it.
Result<RequestHead> admit(std::string_view text) {
  const auto size = findHead(text);
  if (!size) return size.error();
  if (*size == 0) return Error(ErrorCode::kTimeout, "incomplete");
  return readHead(text.substr(0, *size));
}

class MalformedFramingTest : public testing::TestWithParam<std::string_view> {};

TEST_P(MalformedFramingTest, IsRefused) {
  const auto head = admit(GetParam());
  ASSERT_FALSE(head) << "accepted: " << GetParam();
  EXPECT_EQ(head.error().code, ErrorCode::kInvalidArgument) << head.error().message;
}

using namespace std::string_view_literals;
INSTANTIATE_TEST_SUITE_P(
    Table, MalformedFramingTest,
    testing::Values(
        // Version and request line.
        "GET / HTTP/1.0\r\nHost: a\r\n\r\n"sv, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"sv,
        "GET / HTTP/1.2\r\nHost: a\r\n\r\n"sv, "GET / http/1.1\r\nHost: a\r\n\r\n"sv,
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"sv, "GET /\r\nHost: a\r\n\r\n"sv, "GET\r\nHost: a\r\n\r\n"sv,
        " GET / HTTP/1.1\r\nHost: a\r\n\r\n"sv, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"sv,
        "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"sv, "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"sv,
        "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"sv, "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"sv,
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n"sv, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"sv,
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"sv, "GET /\x80 HTTP/1.1\r\nHost: a\r\n\r\n"sv,
        "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n"sv, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"sv,
        // Line ends and control characters.
        "GET / HTTP/1.1\nHost: a\n\n"sv, "GET / HTTP/1.1\r\nHost: a\n\r\n"sv,
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: a\r\nX: y\0z\r\n\r\n"sv,
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\x1bz\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: a\r\nX: y\x7f\r\n\r\n"sv,
        // Fields.
        "GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\tfolded\r\n\r\n"sv,
        "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"sv,
        "GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: a\r\nX(y): z\r\n\r\n"sv,
        // Host.
        "GET / HTTP/1.1\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost:\r\n\r\n"sv,
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"sv, "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n"sv,
        // Length and encoding.
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1,1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n"sv,
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"sv));

}  // namespace
}  // namespace vigie::net
