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
  for (const char* name : {"../x", "/etc/passwd", "a\\\\b", "..", "a\\u0000b", "a\\nb"}) {
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

TEST(DocumentInputTest, SendsAPdfToItsForm) {
  const auto input =
      documentInputFromJson(parseJson(R"({"title":"T","text":"w","media_type":"application/pdf"})").value());
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().code, ErrorCode::kUnsupportedMedia);
  EXPECT_NE(input.error().message.find("multipart/form-data"), std::string::npos);
}

DocumentUpload upload(std::string file, std::string filename, std::string fileType = {}) {
  DocumentUpload out;
  out.file = std::move(file);
  out.filename = std::move(filename);
  out.fileType = std::move(fileType);
  return out;
}

TEST(DocumentUploadTest, TakesTitleAndTypeFromTheFileWhereNothingElseSaysThem) {
  const auto guide = documentInputFromUpload(upload("\xEF\xBB\xBF# Pumps", "pumps.v2.md", "text/plain")).value();
  EXPECT_EQ(guide.title, "pumps.v2");
  EXPECT_EQ(guide.mediaType, kMarkdown);
  EXPECT_EQ(guide.text, "# Pumps") << "without the byte order mark";
  EXPECT_EQ(documentInputFromUpload(upload("<p>x", "a.HTM")).value().mediaType, kHtml);
  EXPECT_EQ(documentInputFromUpload(upload("x", "a.txt", "application/octet-stream")).value().mediaType, kPlainText);
  auto said = upload("x", "a.bin", "text/plain");
  said.mediaType = kMarkdown;
  said.title = "Said";
  EXPECT_EQ(documentInputFromUpload(said).value().mediaType, kMarkdown);
  EXPECT_EQ(documentInputFromUpload(said).value().title, "Said");
}

TEST(DocumentUploadTest, KeepsThePdfsBytes) {
  const std::string bytes("%PDF-1.4\n\x00\xff", 11);
  const auto input = documentInputFromUpload(upload(bytes, "a.pdf", "application/pdf")).value();
  EXPECT_EQ(input.source, bytes);
  EXPECT_TRUE(input.text.empty());
}

TEST(DocumentUploadTest, RefusesWhatItCannotReadAndNamesThePart) {
  const auto fails = [](DocumentUpload given, ErrorCode code, const std::string& param) {
    const auto input = documentInputFromUpload(std::move(given));
    ASSERT_FALSE(input) << param;
    EXPECT_EQ(input.error().code, code) << input.error().message;
    EXPECT_EQ(input.error().param, param) << input.error().message;
  };
  fails(upload("", "a.md"), ErrorCode::kInvalidArgument, "file");
  fails(upload(" \n", "a.md"), ErrorCode::kInvalidArgument, "file");
  fails(upload("x", "../a.md"), ErrorCode::kInvalidArgument, "file");
  fails(upload("x", std::string("a\0.md", 5)), ErrorCode::kInvalidArgument, "file");
  fails(upload("x", "/etc/passwd"), ErrorCode::kInvalidArgument, "file");
  fails(upload("x", ""), ErrorCode::kInvalidArgument, "title");
  fails(upload("x", "a.exe"), ErrorCode::kUnsupportedMedia, "media_type");
  fails(upload("x", "a.md", "image/png"), ErrorCode::kUnsupportedMedia, "file");
  fails(upload("\xff\xfe", "a.md"), ErrorCode::kUnprocessable, "file");
  fails(upload(std::string("a\0b", 3), "a.md"), ErrorCode::kUnprocessable, "file");
  fails(upload("no pdf", "a.pdf"), ErrorCode::kUnprocessable, "file");
}

TEST(SearchRequestTest, WantsAQuery) {
  for (const char* body : {"{}", R"({"query":""})", R"({"query":"  "})", R"({"query":3})"}) {
    const auto request = searchRequestFromJson(parseJson(body).value());
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(request.error().param, "query");
  }
}

TEST(SearchRequestTest, TakesAFloorBetweenNoneAndAll) {
  EXPECT_EQ(searchRequestFromJson(parseJson(R"({"query":"x"})").value()).value().minScore, 0);
  EXPECT_EQ(searchRequestFromJson(parseJson(R"({"query":"x","min_score":0.25})").value()).value().minScore, 0.25);
  for (const char* floor : {"-0.1", "1.5", "\"high\""}) {
    const auto request =
        searchRequestFromJson(parseJson(R"({"query":"x","min_score":)" + std::string(floor) + "}").value());
    ASSERT_FALSE(request) << floor;
    EXPECT_EQ(request.error().param, "min_score");
  }
}

}  // namespace
}  // namespace vigie::wire
