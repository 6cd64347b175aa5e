#include "server/api/multipart.h"
#include "server/net/framing_guard.h"
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

namespace vigie::fuzz {
namespace {

TEST(HttpFuzzTest, FramingGuard) {
  const Corpus corpus{
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
       "POST /v1/search?x=1 HTTP/1.1\r\nHost: localhost:8001\r\nContent-Length: 12\r\nX-A:  b c "
       "\t\r\n\r\n{\"query\":1}\n",
       "POST /v1/chat/completions HTTP/1.1\r\nHost: [::1]:8001\r\nTransfer-Encoding: chunked\r\nConnection: close, "
       "x\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
       "GET /ws/chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
       "13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"},
      {"\r\n", "\n", "\r", "\r\n ", ":", " :", "\0", "Content-Length: ", "Content-Length: 18446744073709551616\r\n",
       "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "HTTP/1.0", "HTTP/1.1", "+1", "0x10", "http://a/", "*", "%00",
       "#"}};
  run("framing guard", corpus, [](std::string_view input) {
    const auto size = net::findHead(input);
    if (!size || *size == 0) return;
    const auto bytes = input.substr(0, *size);
    const auto head = net::readHead(bytes);
    if (!head) {
      EXPECT_FALSE(head.error().message.empty());
      return;
    }
    // A head is one wherever its bytes were cut on their way, and what comes behind it changes nothing.
    EXPECT_EQ(net::findHead(bytes).value(), *size);
    for (const std::size_t cut : {std::size_t{1}, *size / 2, *size - 1}) {
      const auto part = net::findHead(bytes.substr(0, cut));
      EXPECT_TRUE(part && *part == 0) << "the first " << cut << " bytes of a head are taken for something else";
    }
    EXPECT_EQ(head->target.front(), '/');
    EXPECT_FALSE(head->chunked && head->contentLength) << "framed twice";
    EXPECT_LE(head->fields.size(), net::kMaxHeaderFields);
    EXPECT_EQ(bytes.find('\0'), std::string_view::npos);
  });
}

TEST(HttpFuzzTest, Forms) {
  const Corpus corpus{{"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\nContent-Type: "
                       "text/markdown; charset=utf-8\r\n\r\n# Title\r\n--b\r\nContent-Disposition: form-data; "
                       "name=title\r\n\r\nWords\r\n--b--\r\n",
                       "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n--b--"},
                      {"--b", "--b--", "\r\n", "\r\n\r\n", "\"", "\\\"", ";", "=", "filename*=UTF-8''a",
                       "charset=latin1", "Content-Transfer-Encoding: base64\r\n", "name="}};
  run("forms", corpus, [](std::string_view input) {
    const auto parts = api::formParts("multipart/form-data; boundary=b", input);
    if (!parts) return;
    EXPECT_LE(parts->size(), 16U);
    for (const auto& part : *parts) {
      EXPECT_TRUE(part.body.data() >= input.data() &&
                  part.body.data() + part.body.size() <= input.data() + input.size());
    }
  });
}

TEST(HttpFuzzTest, ContentTypes) {
  const Corpus corpus{{"multipart/form-data; boundary=b", "multipart/form-data; boundary=\"a b\"; charset=utf-8"},
                      {";", "=", "\"", "\\", "boundary=", "multipart/form-data", " "}};
  run("content types", corpus, [](std::string_view input) {
    (void)api::mediaTypeOf(input);
    (void)api::formParts(input, "--b\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n--b--\r\n");
  });
}

}  // namespace
}  // namespace vigie::fuzz
