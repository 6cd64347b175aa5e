// Scoreboard row 11: over 200 malformed framings against the running server. Each is followed, in the same bytes, by a
// well-formed request: a server that answers it has read the first one otherwise than another server on the way might.
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace vigie::test {
namespace {

struct Malformed {
  std::string what;
  std::string bytes;
};

std::string shown(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 40)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte >= 0x20 && byte < 0x7F ? std::string(1, c) : "\\" + std::to_string(byte);
  }
  return out;
}

std::vector<Malformed> malformed(const std::string& host) {
  std::vector<Malformed> out;
  const std::string json = "Content-Type: application/json\r\n";
  const std::string small = R"({"query":"x"})";
  const auto add = [&out](std::string what, std::string bytes) { out.push_back({std::move(what), std::move(bytes)}); };
  const auto post = [&](const std::string& fields, const std::string& body) {
    return "POST /v1/search HTTP/1.1\r\nHost: " + host + "\r\n" + json + fields + "\r\n" + body;
  };

  // Transfer-Encoding that is not exactly "chunked".
  const std::string chunked = "d\r\n" + small + "\r\n0\r\n\r\n";
  for (const std::string& te : std::vector<std::string>{"gzip",
                                                        "xchunked",
                                                        "chunkedx",
                                                        "chunked, identity",
                                                        "identity, chunked",
                                                        "gzip, chunked",
                                                        "chunked, chunked",
                                                        "chunked,",
                                                        ",chunked",
                                                        "\"chunked\"",
                                                        "chunked;q=1",
                                                        "identity",
                                                        "",
                                                        "chunked\x0b",
                                                        "chun ked",
                                                        "x",
                                                        "deflate",
                                                        "chunked;",
                                                        "compress",
                                                        "trailers"}) {
    add("TE " + shown(te), post("Transfer-Encoding: " + te + "\r\n", chunked));
    add("TE and length " + shown(te), post("Transfer-Encoding: " + te + "\r\nContent-Length: 13\r\n", small));
    add("two TE, " + shown(te), post("Transfer-Encoding: chunked\r\nTransfer-Encoding: " + te + "\r\n", chunked));
  }
  add("chunked and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 13\r\n", small));
  add("a length and chunked", post("Content-Length: 13\r\nTransfer-Encoding: chunked\r\n", small));
  add("chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked));

  // Content-Length that is no number, or two.
  for (const std::string& length :
       std::vector<std::string>{"-1", "+13", "0x0d", "13a", "1 3", "13,13", "", "99999999999999999999", "1e1", "13.0",
                                "\"13\"", "13;", "٣", "0b1", "--13", "13\t4"}) {
    add("length " + shown(length), post("Content-Length: " + length + "\r\n", small));
    add("two lengths " + shown(length), post("Content-Length: 13\r\nContent-Length: " + length + "\r\n", small));
  }
  add("the same length twice", post("Content-Length: 13\r\nContent-Length: 13\r\n", small));

  // Chunks that are none.
  for (const std::string& body : std::vector<std::string>{
           "x\r\n", "-1\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "5\r\nhelloXX0\r\n\r\n",
           " 5\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", "5;\nx\r\nhello\r\n0\r\n\r\n", "\r\n5\r\nhello\r\n",
           "5\rhello", "5\r\nhello\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n", "5,5\r\nhello\r\n0\r\n\r\n", "g\r\n",
           "5\r\nhello0\r\n\r\n"}) {
    add("chunk " + shown(body), post("Transfer-Encoding: chunked\r\n", body));
  }

  // The request line.
  for (const std::string& line : std::vector<std::string>{"GET  / HTTP/1.1",
                                                          "GET / HTTP/1.0",
                                                          "GET / HTTP/2.0",
                                                          "GET / http/1.1",
                                                          "GET / HTTP/1.1 ",
                                                          " GET / HTTP/1.1",
                                                          "GET /",
                                                          "GET",
                                                          "/ HTTP/1.1",
                                                          "GET\t/ HTTP/1.1",
                                                          "GET / HTTP/1.1x",
                                                          "GET http://localhost/ HTTP/1.1",
                                                          "GET * HTTP/1.1",
                                                          "GET nowhere HTTP/1.1",
                                                          "GET /a b HTTP/1.1",
                                                          "GET /\x7f HTTP/1.1",
                                                          "GET /\xc3\xa9 HTTP/1.1",
                                                          "GET /#x HTTP/1.1",
                                                          "G(T / HTTP/1.1",
                                                          "GET: / HTTP/1.1",
                                                          "GET / HTTP/11",
                                                          "GET / HTTP/1",
                                                          "GET / HTTP/",
                                                          "GET / HTTPS/1.1",
                                                          "GET / HTTP/0.9",
                                                          "GET / HTTP/1.10",
                                                          "GET /\x01 HTTP/1.1",
                                                          "CONNECT localhost:80 HTTP/1.1",
                                                          "OPTIONS * HTTP/1.1",
                                                          "GE\x80T / HTTP/1.1",
                                                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1",
                                                          "PRI * HTTP/2.0"}) {
    add("line " + shown(line), line + "\r\nHost: " + host + "\r\n\r\n");
  }

  // Header fields and line ends. The field stands before and after Host, which a parser may treat differently.
  const std::string zero(1, '\0');
  for (const std::string& field : {std::string("X : y"),
                                   std::string(" X: y"),
                                   std::string("\tX: y"),
                                   std::string("X y"),
                                   std::string(": y"),
                                   std::string("X(: y"),
                                   std::string("X\x80: y"),
                                   "X: a" + zero + "b",
                                   std::string("X: a\x01z"),
                                   std::string("X: a\x7fz"),
                                   std::string("X: a\rb"),
                                   std::string("X: a\nb"),
                                   "X" + zero + ": y",
                                   std::string("X: y\r\n folded"),
                                   std::string("X: y\r\n\tfolded"),
                                   std::string("X\r\n: y"),
                                   std::string("X\t: y"),
                                   std::string("\x0bX: y"),
                                   std::string("X: a\x1b[31m"),
                                   std::string("Ho st: x"),
                                   std::string("X/: y"),
                                   std::string("X,: y"),
                                   std::string("{X}: y"),
                                   std::string("X=: y"),
                                   std::string("@: y")}) {
    add("field " + shown(field), "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n" + field + "\r\n\r\n");
    add("first field " + shown(field), "GET /v1/models HTTP/1.1\r\n" + field + "\r\nHost: " + host + "\r\n\r\n");
    add("field before a body " + shown(field), post(field + "\r\nContent-Length: 13\r\n", small));
  }
  add("no Host", "GET /v1/models HTTP/1.1\r\n\r\n");
  add("an empty Host", "GET /v1/models HTTP/1.1\r\nHost:\r\n\r\n");
  add("two Hosts", "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\nHost: " + host + "\r\n\r\n");
  add("two Hosts that differ", "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\nhost: evil.example\r\n\r\n");
  add("bare LF after the line", "GET /v1/models HTTP/1.1\nHost: " + host + "\r\n\r\n");
  add("bare LF after a field", "GET /v1/models HTTP/1.1\r\nHost: " + host + "\n\r\n");
  add("bare LF at the end", "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\n");
  add("bare CR after the line", "GET /v1/models HTTP/1.1\rHost: " + host + "\r\n\r\n");
  add("CR CR LF", "GET /v1/models HTTP/1.1\r\r\nHost: " + host + "\r\n\r\n");
  add("an empty line first", "\r\nGET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  add("an LF first", "\nGET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  add("TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n");
  add("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  add("a header over the limit",
      "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\nX: " + std::string(9000, 'a') + "\r\n\r\n");
  std::string many = "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n";
  for (int i = 0; i < 70; ++i) many += "X" + std::to_string(i) + ": y\r\n";
  add("too many fields", many + "\r\n");
  return out;
}

TEST(MalformedFramingTest, NoneIsTakenForARequestAndNothingBehindItIsAnswered) {
  TestServer server;
  const std::string host = "localhost:" + std::to_string(server.port());
  const auto cases = malformed(host);
  std::set<std::string> distinct;
  for (const auto& one : cases) distinct.insert(one.bytes);
  EXPECT_GE(distinct.size(), 200U);
  const std::string behind = "GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  for (const auto& [what, bytes] : cases) {
    RawConnection connection(server.port());
    connection.send(bytes + behind);
    connection.shutdownSend();
    const auto reply = connection.read();
    EXPECT_TRUE(reply.status == 400 || reply.status == 413) << what << " gave " << reply.status;
    EXPECT_TRUE(reply.complete) << what;
    EXPECT_EQ(reply.headers.count("content-length"), 1U) << what;
    EXPECT_EQ(reply.headers.contains("connection") ? reply.headers.at("connection") : "", "close") << what;
    EXPECT_EQ(connection.readSome(), "") << what << ": what stood behind it was answered, too";
  }
  EXPECT_EQ(get(server.port(), "/health/live").status, 200);
}

}  // namespace
}  // namespace vigie::test
