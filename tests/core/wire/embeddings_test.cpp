#include "core/wire/embeddings.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>
#include <vector>

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
  EmbeddingResponse numbers(false);
  numbers.add(std::vector<float>{0.5F, -0.1F});
  numbers.add(std::vector<float>{1.0F, 1e-30F});
  EXPECT_EQ(std::move(numbers).finish("m", 3),
            R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.1]},)"
            R"({"object":"embedding","index":1,"embedding":[1,1e-30]}],"model":"m",)"
            R"("usage":{"prompt_tokens":3,"total_tokens":3}})");
  EmbeddingResponse text(true);
  text.add(std::vector<float>{1.0F});
  EXPECT_EQ(std::move(text).finish("m", 3),
            R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPw=="}],"model":"m",)"
            R"("usage":{"prompt_tokens":3,"total_tokens":3}})");
}

TEST(EmbeddingResponseTest, IsJsonWhateverTheFloatsAndReadsBackAsTheSameOnes) {
  const std::vector<float> odd{std::numeric_limits<float>::min(), std::numeric_limits<float>::denorm_min(),
                               std::numeric_limits<float>::max(), -0.0F, 1.0F / 3};
  std::vector<float> given = odd;
  given.push_back(std::numeric_limits<float>::infinity());
  given.push_back(std::numeric_limits<float>::quiet_NaN());
  EmbeddingResponse response(false);
  response.add(given);
  response.add({});
  const auto body = parseJson(std::move(response).finish("a \"model\"", 0)).value();
  EXPECT_EQ(body.at("model").as_string(), "a \"model\"");
  const auto& numbers = body.at("data").at(0).at("embedding").as_array();
  ASSERT_EQ(numbers.size(), given.size());
  for (std::size_t i = 0; i < odd.size(); ++i) EXPECT_EQ(static_cast<float>(numbers[i].to_number<double>()), odd[i]);
  for (std::size_t i = odd.size(); i < given.size(); ++i) EXPECT_EQ(numbers[i].to_number<double>(), 0);
  EXPECT_TRUE(body.at("data").at(1).at("embedding").as_array().empty());
}

}  // namespace
}  // namespace vigie::wire
