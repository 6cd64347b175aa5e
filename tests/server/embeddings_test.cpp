// POST /v1/embeddings over a real socket.
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

namespace json = boost::json;

TEST(EmbeddingsTest, AnswersInOpenAisShape) {
  TestServer server;
  const auto reply = post(server.port(), "/v1/embeddings", R"({"model":"local-hash","input":["a pump","une pompe"]})");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto body = json::parse(reply.body);
  EXPECT_EQ(body.at("object").as_string(), "list");
  EXPECT_EQ(body.at("model").as_string(), "local-hash");
  ASSERT_EQ(body.at("data").as_array().size(), 2U);
  EXPECT_EQ(body.at("data").at(1).at("index").as_int64(), 1);
  EXPECT_EQ(body.at("data").at(0).at("embedding").as_array().size(), LocalHashEmbedder::kDimension);
  EXPECT_GT(body.at("usage").at("prompt_tokens").as_int64(), 0);
  const auto text = post(server.port(), "/v1/embeddings",
                         R"({"model":"local-hash","input":"a pump","encoding_format":"base64","dimensions":1024})");
  ASSERT_EQ(text.status, 200) << text.body;
  EXPECT_EQ(json::parse(text.body).at("data").at(0).at("embedding").as_string().size(), 5464U);
}

TEST(EmbeddingsTest, RefusesWhatItDoesNotHave) {
  TestServer server;
  EXPECT_EQ(post(server.port(), "/v1/embeddings", R"({"model":"text-embedding-3-small","input":"x"})").status, 404);
  const auto cut = post(server.port(), "/v1/embeddings", R"({"model":"local-hash","input":"x","dimensions":256})");
  EXPECT_EQ(cut.status, 400);
  EXPECT_EQ(json::parse(cut.body).at("error").at("param").as_string(), "dimensions");
  EXPECT_EQ(post(server.port(), "/v1/embeddings", R"({"model":"local-hash","input":[1,2]})").status, 400);
}

TEST(EmbeddingsTest, AboveSoManyTextsAtOnceARequestIsShed) {
  TestServer server;
  HttpCall large;
  large.method = "POST";
  large.target = "/v1/embeddings";
  large.body = R"({"model":"local-hash","encoding_format":"base64","input":["x")";
  for (int i = 1; i < 2'048; ++i) large.body += R"(,"x")";
  large.body += "]}";
  const std::string small = R"({"model":"local-hash","input":"x"})";
  server.embedder.hold();
  RawConnection first(server.port());
  RawConnection second(server.port());
  for (RawConnection* const connection : {&first, &second}) {
    ASSERT_TRUE(connection->send(toRequestText(large, server.port())));
  }
  ASSERT_TRUE(server.embedder.held.wait(2));
  const auto shed = post(server.port(), "/v1/embeddings", small);
  EXPECT_EQ(shed.status, 503) << shed.body;
  EXPECT_EQ(shed.headers.at("retry-after"), "1");
  EXPECT_EQ(post(server.port(), "/v1/search", R"({"query":"x"})").status, 200) << "other work goes on";
  server.embedder.release();
  for (RawConnection* const connection : {&first, &second}) {
    const auto reply = connection->read();
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("data").as_array().size(), 2'048U);
  }
  EXPECT_EQ(post(server.port(), "/v1/embeddings", small).status, 200) << "the places came back";
}

TEST(EmbeddingsTest, TheModelIsListed) {
  TestServer server;
  EXPECT_NE(get(server.port(), "/v1/models").body.find("local-hash"), std::string::npos);
}

}  // namespace
}  // namespace vigie::test
