#include "core/store/migrations.h"

#include <gtest/gtest.h>

#include <array>

namespace vigie {
namespace {

TEST(MigrationsTest, OfThisProgramRunFromOneWithoutHoles) {
  ASSERT_FALSE(migrations().empty());
  EXPECT_TRUE(checkOrder(migrations()));
  for (const Migration& step : migrations()) {
    EXPECT_FALSE(step.name.empty());
    EXPECT_NE(step.sql.find(';'), std::string_view::npos) << step.name << " holds no statement";
  }
}

TEST(MigrationsTest, AHoleOrAWrongOrderIsFound) {
  const std::array<Migration, 2> hole{Migration{1, "a", "A;"}, Migration{3, "c", "C;"}};
  const std::array<Migration, 2> swapped{Migration{2, "b", "B;"}, Migration{1, "a", "A;"}};
  EXPECT_FALSE(checkOrder(hole));
  EXPECT_FALSE(checkOrder(swapped));
}

TEST(MigrationsTest, ChecksumIsTheSha256OfTheText) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(checksum(Migration{1, "any", "abc"}), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace vigie
