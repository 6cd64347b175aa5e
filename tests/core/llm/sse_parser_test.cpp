#include "core/llm/sse_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vigie {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The events of a stream that comes in pieces of `pieceSize` bytes, as "name|data"; "!" where it is too long.
std::vector<std::string> parse(std::string_view stream, std::size_t pieceSize) {
  SseParser parser;
  std::vector<std::string> out;
  while (!stream.empty()) {
    const std::string piece(stream.substr(0, pieceSize));
    stream.remove_prefix(piece.size());
    parser.feed(piece);
    SseParser::Event event;
    SseParser::Status status{};
    while ((status = parser.next(event)) == SseParser::Status::kEvent) {
      out.push_back(std::string(event.name) + "|" + std::string(event.data));
    }
    if (status == SseParser::Status::kTooLong) {
      out.emplace_back("!");
      break;
    }
  }
  return out;
}

/// However the stream is cut, the events are the same.
template <class Matcher>
void expectEvents(std::string_view stream, Matcher matcher) {
  for (std::size_t size = 1; size <= stream.size(); ++size) {
    EXPECT_THAT(parse(stream, size), matcher) << "in pieces of " << size;
  }
}

TEST(SseParserTest, ReadsEventsWithEveryLineEnd) {
  expectEvents("data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\n\n", ElementsAre("|a", "|b", "|c", "|d"));
}

TEST(SseParserTest, MixedLineEndsOfOneEventAreLineEnds) {
  expectEvents("data: a\rdata: b\r\ndata: c\n\n", ElementsAre("|a\nb\nc"));
}

TEST(SseParserTest, JoinsDataFieldsWithLineFeeds) {
  expectEvents("data: a\ndata:\ndata: b\n\n", ElementsAre("|a\n\nb"));
}

TEST(SseParserTest, TakesOneLeadingBlankOnly) { expectEvents("data:  a \ndata:b\n\n", ElementsAre("| a \nb")); }

TEST(SseParserTest, SkipsALeadingByteOrderMark) {
  expectEvents(
      "\xEF\xBB\xBF"
      "data: a\n\n",
      ElementsAre("|a"));
}

TEST(SseParserTest, ByteOrderMarkLaterIsPartOfTheLine) {
  expectEvents(
      "data: a\n\n\xEF\xBB\xBF"
      "data: b\n\ndata: c\n\n",
      ElementsAre("|a", "|c"));
}

TEST(SseParserTest, IgnoresCommentsAndUnknownFields) {
  expectEvents(": ping\n\nid: 7\nretry: 10\nnonsense\ndata: a\n: more\n\n", ElementsAre("|a"));
}

TEST(SseParserTest, NamesAnEventOnceOnly) {
  expectEvents("event: error\ndata: a\n\ndata: b\n\nevent: x\n\ndata: c\n\n", ElementsAre("error|a", "|b", "|c"));
}

TEST(SseParserTest, AFieldWithoutAColonIsEmpty) { expectEvents("data\n\ndata\ndata\n\n", ElementsAre("|", "|\n")); }

TEST(SseParserTest, DropsWhatTheEndCutsOff) {
  expectEvents("data: a\n\ndata: b\n", ElementsAre("|a"));
  expectEvents("data: a", IsEmpty());
}

TEST(SseParserTest, KeepsEveryByteOfTheData) {
  const std::string data("é\0🦀: x", 10);
  expectEvents("data: " + data + "\n\n", ElementsAre("|" + data));
}

TEST(SseParserTest, RefusesALineOverItsLimit) {
  const std::string longest = "data:" + std::string(SseParser::kMaxLine - 5, 'x');
  EXPECT_THAT(parse(longest + "\n\n", 1000), ElementsAre("|" + std::string(SseParser::kMaxLine - 5, 'x')));
  EXPECT_THAT(parse(longest + "x\n\n", 1000), ElementsAre("!"));
  EXPECT_THAT(parse(longest + "x\n\n", 1U << 20U), ElementsAre("!"));
  EXPECT_THAT(parse(":" + std::string(SseParser::kMaxLine, 'x'), 1000), ElementsAre("!"));
}

TEST(SseParserTest, RefusesAnEventOverItsLimit) {
  std::string stream;
  for (int i = 0; i < 33; ++i) stream += "data:" + std::string(32U * 1024, 'x') + "\n";
  EXPECT_THAT(parse(stream + "\n", 1000), ElementsAre("!"));
  EXPECT_THAT(parse(stream + "\n", stream.size()), ElementsAre("!"));
}

TEST(SseParserTest, StaysRefused) {
  SseParser parser;
  const std::string endless(SseParser::kMaxLine + 1, 'x');
  parser.feed(endless);
  SseParser::Event event;
  EXPECT_EQ(parser.next(event), SseParser::Status::kTooLong);
  parser.feed("data: a\n\n");
  EXPECT_EQ(parser.next(event), SseParser::Status::kTooLong);
}

TEST(SseParserTest, GivesAViewIntoThePieceOnTheCommonPath) {
  SseParser parser;
  const std::string piece = "data: a\n\n";
  parser.feed(piece);
  SseParser::Event event;
  ASSERT_EQ(parser.next(event), SseParser::Status::kEvent);
  EXPECT_EQ(event.data.data(), piece.data() + 6) << "the data was copied";
}

}  // namespace
}  // namespace vigie
