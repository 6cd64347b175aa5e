#include "server/api/multipart.h"

#include <gtest/gtest.h>

namespace vigie::api {
namespace {

constexpr const char* kType = "multipart/form-data; boundary=XX";

std::string part(const std::string& header, const std::string& body) {
  return "--XX\r\n" + header + "\r\n\r\n" + body + "\r\n";
}

TEST(MultipartTest, ReadsThePartsAsCurlAndBrowsersSendThem) {
  const std::string body = part("Content-Disposition: form-data; name=\"title\"", "The title") +
                           part(
                               "content-disposition: form-data; filename=\"a %22b%22; c.md\" ; name=file\r\n"
                               "Content-Type: Text/Markdown; charset=UTF-8",
                               "line\r\n--X\r\n\r\nmore\r\n") +
                           part("Content-Disposition: form-data; name=\"empty\"", "") + "--XX--\r\nepilogue";
  for (const std::string& before : {std::string(), std::string("preamble\r\n")}) {
    const std::string whole = before + body;
    const auto parts = formParts(kType, whole);
    ASSERT_TRUE(parts) << parts.error().message;
    ASSERT_EQ(parts->size(), 3U);
    EXPECT_EQ((*parts)[0].name, "title");
    EXPECT_EQ((*parts)[0].body, "The title");
    EXPECT_EQ((*parts)[1].name, "file");
    EXPECT_EQ((*parts)[1].filename, "a \"b\"; c.md");
    EXPECT_EQ((*parts)[1].mediaType, "text/markdown");
    EXPECT_EQ((*parts)[1].body, "line\r\n--X\r\n\r\nmore\r\n");
    EXPECT_EQ((*parts)[2].body, "");
  }
}

TEST(MultipartTest, TakesQuotedBoundariesAndBackslashEscapes) {
  const std::string body =
      "--a b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\\\"b\\\\c\"\r\n\r\nx\r\n--a b--";
  const auto parts = formParts("multipart/form-data; boundary=\"a b\"", body);
  ASSERT_TRUE(parts) << parts.error().message;
  EXPECT_EQ(parts->at(0).filename, "a\"b\\c");
}

TEST(MultipartTest, RefusesWhatIsNotWholeOrNoForm) {
  const std::string good = part("Content-Disposition: form-data; name=\"file\"", "x");
  std::string many;
  for (int i = 0; i < 17; ++i) many += good;
  const std::vector<std::pair<std::string, std::string>> cases{
      {"multipart/form-data", good + "--XX--"},
      {"multipart/form-data; boundary=", good + "--XX--"},
      {"multipart/form-data; boundary=" + std::string(71, 'X'), good},
      {"multipart/form-data; boundary=\"XX", good},
      {"multipart/form-data; boundary=XX; boundary=YY", good},
      {kType, ""},
      {kType, "no boundary"},
      {kType, good},
      {kType, good.substr(0, good.size() - 2)},
      {kType, "--XX\r\nContent-Disposition: form-data; name=\"file\"\r\n"},
      {kType, part("X-Nothing: y", "x") + "--XX--"},
      {kType, part("Content-Disposition: attachment; name=\"file\"", "x") + "--XX--"},
      {kType, part("Content-Disposition: form-data", "x") + "--XX--"},
      {kType, part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "x") + "--XX--"},
      {kType, part("no colon", "x") + "--XX--"},
      {kType, part("Content-Disposition: form-data; name=\"" + std::string(9000, 'n') + "\"", "x") + "--XX--"},
      {kType, many + "--XX--"},
  };
  for (const auto& [type, body] : cases) {
    const auto parts = formParts(type, body);
    ASSERT_FALSE(parts) << type << "\n" << body.substr(0, 200);
    EXPECT_EQ(parts.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(MultipartTest, RefusesOtherCharactersAndEncodings) {
  for (const char* header : {"Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: base64"}) {
    const auto parts = formParts(
        kType, part("Content-Disposition: form-data; name=\"file\"\r\n" + std::string(header), "x") + "--XX--");
    ASSERT_FALSE(parts) << header;
    EXPECT_EQ(parts.error().code, ErrorCode::kUnsupportedMedia);
  }
}

TEST(MultipartTest, SurvivesEveryCutAndEveryBrokenByte) {
  const std::string body = part("Content-Disposition: form-data; name=\"file\"; filename=\"a.md\"", "x") + "--XX--";
  for (std::size_t i = 0; i < body.size(); ++i) {
    EXPECT_FALSE(formParts(kType, body.substr(0, i)) && i + 2 < body.size()) << i;
    for (const char c : {'\0', '\r', '\n', '"', '-', '\xff'}) {
      std::string broken = body;
      broken[i] = c;
      (void)formParts(kType, broken);
    }
  }
}

}  // namespace
}  // namespace vigie::api
