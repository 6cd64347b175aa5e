#include "core/wire/documents.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

TEST(DocumentInputTest, ReadsTitleTextAndType) {
  const auto input =
      documentInputFromJson(parseJson(R"({"title":"T","text":"words","media_type":"text/markdown"})").value()).value();
  EXPECT_EQ(input.title, "T");
  EXPECT_EQ(input.mediaType, "text/markdown");
}

TEST(DocumentInputTest, RefusesNamesThatLeaveTheirFolder) {
  for (const char* name : {"../x", "/etc/passwd", "a\\\\b", "..", "a\\u0000b"}) {
    const std::string body = std::string(R"({"title":"T","text":"words","filename":")") + name + "\"}";
    const auto input = documentInputFromJson(parseJson(body).value());
    ASSERT_FALSE(input) << name;
    EXPECT_EQ(input.error().param, "filename");
  }
}

TEST(DocumentInputTest, RefusesOtherTypesAs415) {
  const auto input = documentInputFromJson(parseJson(R"({"title":"T","text":"w","media_type":"image/png"})").value());
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().code, ErrorCode::kUnsupportedMedia);
}

TEST(SearchRequestTest, WantsAQuery) {
  for (const char* body : {"{}", R"({"query":""})", R"({"query":"  "})", R"({"query":3})"}) {
    const auto request = searchRequestFromJson(parseJson(body).value());
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(request.error().param, "query");
  }
}

}  // namespace
}  // namespace vigie::wire
