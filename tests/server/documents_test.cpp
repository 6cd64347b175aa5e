// POST /v1/documents as clients send it, and the passages of a document.
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"
#include "tests/support/sample_pdf.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

namespace json = boost::json;

class DocumentsTest : public testing::Test {
 protected:
  HttpReply sendForm(const std::string& body, std::vector<std::pair<std::string, std::string>> more = {}) {
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/documents";
    call.body = body;
    call.headers = std::move(more);
    call.headers.emplace_back("Content-Type", "multipart/form-data; boundary=XX");
    return request(server_.port(), call);
  }

  static std::string filePart(const std::string& name, const std::string& type, const std::string& bytes) {
    return "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: " + type +
           "\r\n\r\n" + bytes + "\r\n";
  }
  static std::string field(const std::string& name, const std::string& value) {
    return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }
  static constexpr const char* kEnd = "--XX--\r\n";

  static std::string param(const HttpReply& reply) {
    const auto error = json::parse(reply.body).at("error").as_object();
    return error.at("param").is_null() ? std::string() : std::string(error.at("param").as_string());
  }

  TestServer server_;
};

TEST_F(DocumentsTest, AFileIsTakenInWithItsNameAndType) {
  const auto reply =
      sendForm(field("title", "Pumps") + filePart("pumps.md", "text/markdown", "# Pumps\nRestart.") + kEnd);
  ASSERT_EQ(reply.status, 202) << reply.body;
  EXPECT_EQ(json::parse(reply.body).at("title").as_string(), "Pumps");
  EXPECT_EQ(server_.ingest.last().text, "# Pumps\nRestart.");
  EXPECT_EQ(server_.ingest.last().filename, "pumps.md");
  EXPECT_EQ(server_.ingest.last().mediaType, "text/markdown");
}

TEST_F(DocumentsTest, APdfIsTakenInByteForByte) {
  const auto pdf = samplePdf({"Words."});
  ASSERT_EQ(sendForm(filePart("a.pdf", "application/pdf", pdf) + kEnd).status, 202);
  EXPECT_EQ(server_.ingest.last().source, pdf);
  EXPECT_EQ(server_.ingest.last().title, "a");
}

TEST_F(DocumentsTest, WhatIsWrongIsSaidWithItsPart) {
  const auto text = filePart("a.md", "text/markdown", "x");
  const std::vector<std::tuple<std::string, int, std::string>> cases{
      {field("title", "T") + kEnd, 400, "file"},
      {filePart("../../etc/passwd", "text/plain", "x") + kEnd, 400, "file"},
      {filePart("a.png", "image/png", "x") + kEnd, 415, "file"},
      {filePart("a.pdf", "application/pdf", "x") + kEnd, 422, "file"},
      {filePart("a.md", "text/markdown", "\xff\xfe") + kEnd, 422, "file"},
      {text + field("colour", "red") + kEnd, 400, "colour"},
      {text + text + kEnd, 400, "file"},
      {text + field("media_type", "image/png") + kEnd, 415, "media_type"},
      {text, 400, ""},
  };
  for (const auto& [body, status, name] : cases) {
    const auto reply = sendForm(body);
    EXPECT_EQ(reply.status, status) << body << "\n" << reply.body;
    EXPECT_EQ(param(reply), name) << body << "\n" << reply.body;
  }
}

TEST_F(DocumentsTest, ACompressedBodyIsNotUnpacked) {
  const auto reply = sendForm(filePart("a.md", "text/markdown", "x") + kEnd, {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(reply.status, 415);
}

TEST_F(DocumentsTest, OtherRoutesTakeNoForm) {
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/search";
  call.body = field("query", "x") + kEnd;
  call.headers.emplace_back("Content-Type", "multipart/form-data; boundary=XX");
  EXPECT_EQ(request(server_.port(), call).status, 415);
}

TEST_F(DocumentsTest, AForeignPagesFormIsRefused) {
  // A form needs no preflight: the Origin check is what keeps a web page out.
  const auto reply = sendForm(filePart("a.md", "text/markdown", "x") + kEnd, {{"Origin", "https://evil.example"}});
  EXPECT_EQ(reply.status, 403);
}

TEST_F(DocumentsTest, ListsThePassagesPageByPage) {
  const auto added = json::parse(sendForm(filePart("a.md", "text/markdown", "x") + kEnd).body);
  const std::string id(added.at("id").as_string());
  const auto first = json::parse(get(server_.port(), "/v1/documents/" + id + "/chunks?limit=1").body);
  EXPECT_EQ(first.at("data").at(0).at("text").as_string(), "A passage.");
  EXPECT_EQ(first.at("data").at(0).at("document_id").as_string(), id);
  ASSERT_TRUE(first.at("has_more").as_bool());
  const auto second = json::parse(get(server_.port(), "/v1/documents/" + id + "/chunks?after=more").body);
  EXPECT_FALSE(second.at("has_more").as_bool());
  EXPECT_EQ(get(server_.port(), "/v1/documents/" + newId() + "/chunks").status, 404);
}

}  // namespace
}  // namespace vigie::test
