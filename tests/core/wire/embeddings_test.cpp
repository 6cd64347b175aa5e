#include "core/wire/embeddings.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

Result<EmbeddingRequest> read(std::string_view text) { return embeddingRequestFromJson(parseJson(text).value()); }

TEST(EmbeddingRequestTest, TakesOneTextOrMany) {
  EXPECT_EQ(read(R"({"model":"m","input":"one"})").value().input, std::vector<std::string>{"one"});
  const auto many = read(R"({"model":"m","input":["a","b"],"encoding_format":"base64","user":"u"})").value();
  EXPECT_EQ(many.input, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(many.base64);
}

TEST(EmbeddingRequestTest, RefusesWhatItCannotHonourAndNamesIt) {
  for (const auto& [body, param] : std::vector<std::pair<const char*, const char*>>{
           {R"({"input":"x"})", "model"},
           {R"({"model":"m"})", "input"},
           {R"({"model":"m","input":""})", "input"},
           {R"({"model":"m","input":[]})", "input"},
           {R"({"model":"m","input":["a",""]})", "input"},
           {R"({"model":"m","input":[1,2,3]})", "input"},
           {R"({"model":"m","input":[[1,2],[3]]})", "input"},
           {R"({"model":"m","input":{"a":1}})", "input"},
           {R"({"model":"m","input":"x","encoding_format":"int8"})", "encoding_format"},
           {R"({"model":"m","input":"x","dimensions":0})", "dimensions"},
           {R"({"model":"m","input":"x","truncate":true})", "truncate"}}) {
    const auto request = read(body);
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(request.error().param, param) << request.error().message;
  }
  std::string many = R"({"model":"m","input":["a")";
  for (int i = 0; i < 2048; ++i) many += R"(,"a")";
  EXPECT_EQ(read(many + "]}").error().param, "input");
}

TEST(EmbeddingResponseTest, WritesNumbersOrLittleEndianBase64) {
  EXPECT_EQ(floatsToBase64(std::vector<float>{1.0F, -2.0F}), "AACAPwAAAMA=");
  EXPECT_EQ(floatsToBase64({}), "");
  EmbeddingResponse response;
  response.model = "m";
  response.embeddings = {{0.5F}, {1.0F}};
  response.promptTokens = 3;
  EXPECT_EQ(json::serialize(toJson(response)),
            R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[5E-1]},)"
            R"({"object":"embedding","index":1,"embedding":[1E0]}],"model":"m",)"
            R"("usage":{"prompt_tokens":3,"total_tokens":3}})");
  response.base64 = true;
  EXPECT_EQ(toJson(response).at("data").at(1).at("embedding").as_string(), "AACAPw==");
}

}  // namespace
}  // namespace vigie::wire
