#include "core/base/ids.h"

#include <gtest/gtest.h>

#include <set>

namespace vigie {
namespace {

TEST(IdsTest, MakesDistinctCanonicalUuids) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = newId();
    EXPECT_TRUE(isId(id)) << id;
    EXPECT_EQ(id[14], '4') << "a random UUID is version 4: " << id;
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(IdsTest, RefusesEverythingElse) {
  for (const char* text : {"", "x", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000000",
                           "00000000_0000-0000-0000-000000000000", "g0000000-0000-0000-0000-000000000000"}) {
    EXPECT_FALSE(isId(text)) << text;
  }
}

}  // namespace
}  // namespace vigie
