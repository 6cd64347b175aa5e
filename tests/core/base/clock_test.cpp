#include "core/base/clock.h"

#include <gtest/gtest.h>

namespace vigie {
namespace {

using std::chrono::microseconds;

TEST(Iso8601Test, WritesUtcWithMilliseconds) {
  EXPECT_EQ(toIso8601(SystemTime(microseconds(1'772'366'400'123'456))), "2026-03-01T12:00:00.123Z");
}

TEST(Iso8601Test, ReadsWhatItWrites) {
  const SystemTime time(microseconds(1'772'366'400'123'000));
  EXPECT_EQ(fromIso8601(toIso8601(time)).value(), time);
}

TEST(Iso8601Test, ReadsOffsetsAndBareSeconds) {
  const SystemTime noon = fromIso8601("2026-03-01T12:00:00Z").value();
  EXPECT_EQ(fromIso8601("2026-03-01T13:00:00+01:00").value(), noon);
  EXPECT_EQ(fromIso8601("2026-03-01T08:30:00-03:30").value(), noon);
}

TEST(Iso8601Test, RefusesWhatIsNotATime) {
  for (const char* text : {"", "yesterday", "2026-03-01", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                           "2026-03-01T24:00:00Z", "2026-03-01T12:00:00", "2026-03-01T12:00:00.Z",
                           "2026-03-01T12:00:00Zx", "-026-03-01T12:00:00Z", "2026-03-01T12:00:00+99:00"}) {
    EXPECT_FALSE(fromIso8601(text)) << text;
  }
}

}  // namespace
}  // namespace vigie
