// How much a test of endurance does: a sample in the normal run, all of it under the label `long`.
#pragma once

#include <cstdlib>

namespace vigie::test {

inline int sized(int sample, int whole) { return std::getenv("VIGIE_TEST_LONG") != nullptr ? whole : sample; }

}  // namespace vigie::test
