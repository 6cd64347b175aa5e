// A small fuzzer for readers of foreign bytes: seeds, mutations, a limit of time for each input.
//
// Coverage-guided engines want clang, whose release in Debian 12 does not compile the coroutines of ours. This one goes
// by good seeds, words of the format and splicing; under the sanitizers it finds what they find.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::fuzz {

struct Corpus {
  std::vector<std::string> seeds;       ///< inputs of the format, valid or nearly
  std::vector<std::string_view> words;  ///< what is put in: keywords, delimiters, numbers at their limits
};

/// Calls `target` with mutated inputs: 3,000, or for VIGIE_FUZZ_SECONDS. The target fails by a crash, an exception or a
/// GoogleTest failure; an input that takes more than 100 ms of processor time is a failure, too. What fails is named by
/// a seed and a round; VIGIE_FUZZ_SEED and VIGIE_FUZZ_ROUND run that one input again and print it.
void run(const char* name, const Corpus& corpus, const std::function<void(std::string_view)>& target);

}  // namespace vigie::fuzz
