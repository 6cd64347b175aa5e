#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace vigie {
namespace {

TEST(Utf8Test, WhatIsNotAsciiIsSeenWhereverItStands) {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string plain(length, 'a');
    EXPECT_TRUE(isUtf8(plain));
    for (std::size_t at = 0; at < length; ++at) {
      for (const char odd : {'\0', '\x80', '\xFF', '\xC3'}) {
        std::string text = plain;
        text[at] = odd;
        EXPECT_LE(pastAscii(text, 0), at) << length;
        EXPECT_EQ(isUtf8(text), odd == '\0') << length << ", " << at;
      }
      EXPECT_GT(pastAscii(plain, at) + 8, length);
    }
  }
}

TEST(Utf8Test, SequencesAreTakenWhole) {
  EXPECT_TRUE(isUtf8("abcdefg\xC3\xA9 abcdefgh\xF0\x9F\x98\x80"));
  EXPECT_FALSE(isUtf8("abcdefg\xC3"));
  EXPECT_FALSE(isUtf8("abcdefg\xED\xA0\x80"));
}

}  // namespace
}  // namespace vigie
