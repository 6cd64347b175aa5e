#include "core/store/page_cursor.h"

#include <gtest/gtest.h>

namespace vigie {
namespace {

PageCursor cursorAt(std::int64_t key) {
  PageCursor cursor;
  cursor.key = key;
  cursor.id = "0f6a2c1e-9b1d-4c55-8a3e-1f2e3d4c5b6a";
  return cursor;
}

TEST(PageCursorTest, ComesBackAsItWas) {
  for (const std::int64_t key :
       {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1'790'000'000'123'456}, INT64_MAX}) {
    const PageCursor cursor = cursorAt(key);
    const std::string text = encodeCursor(PageOrder::kConversations, cursor);
    EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos)
        << text << " does not fit into a URL as it is";
    const auto read = decodeCursor(PageOrder::kConversations, text);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, cursor);
  }
}

TEST(PageCursorTest, RefusesTheCursorOfAnotherList) {
  const std::string text = encodeCursor(PageOrder::kConversations, cursorAt(7));
  EXPECT_FALSE(decodeCursor(PageOrder::kDocuments, text));
  EXPECT_FALSE(decodeCursor(PageOrder::kMessages, text));
}

TEST(PageCursorTest, RefusesWhatItDidNotMakeAndNamesTheField) {
  const std::string good = encodeCursor(PageOrder::kMessages, cursorAt(7));
  std::string longer = good + "AAAA";
  std::string foreign = good;
  foreign[3] = '+';
  std::string padded = good;
  padded.back() = '=';
  std::string trailing = good;
  trailing.back() = 'B';
  const std::vector<std::string> wrong{"",      "x",    "nonsense", good.substr(1),        longer,
                                       foreign, padded, trailing,   std::string(36, '\0'), std::string(36, '/')};
  for (const std::string& text : wrong) {
    const auto read = decodeCursor(PageOrder::kMessages, text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(read.error().param, "after");
  }
}

}  // namespace
}  // namespace vigie
