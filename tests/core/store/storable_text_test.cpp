#include "core/store/storable_text.h"

#include <gtest/gtest.h>

#include <string>

namespace vigie {
namespace {

using namespace std::string_literals;

const std::string kReplacement = "\xEF\xBF\xBD";

TEST(StorableTextTest, LeavesTextAlone) {
  for (const std::string& text :
       {""s, "plain"s, "naïve façade › 日本語 🛟"s, "\x01\x7f\n\t"s, "\xF4\x8F\xBF\xBF"s}) {
    EXPECT_EQ(storableText(text), text);
  }
}

TEST(StorableTextTest, ReplacesNulSoThatNothingAfterItIsCut) {
  EXPECT_EQ(storableText("before\0after"s), "before" + kReplacement + "after");
}

TEST(StorableTextTest, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(storableText("a\x80z"s), "a" + kReplacement + "z");                          // lone continuation
  EXPECT_EQ(storableText("a\xC0\xAFz"s), "a" + kReplacement + kReplacement + "z");       // overlong
  EXPECT_EQ(storableText("\xED\xA0\x80"s), kReplacement + kReplacement + kReplacement);  // surrogate
  EXPECT_EQ(storableText("\xF4\x90\x80\x80"s), kReplacement + kReplacement + kReplacement + kReplacement);
  EXPECT_EQ(storableText("cut \xE2\x82"s), "cut " + kReplacement + kReplacement);            // truncated
  EXPECT_EQ(storableText("\xE0\x9F\xBF\xF0\x8F\xBF\xBF"s).size(), 7 * kReplacement.size());  // overlong
}

}  // namespace
}  // namespace vigie
