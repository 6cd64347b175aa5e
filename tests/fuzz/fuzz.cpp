#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <random>
#include <unistd.h>

// There only in a build with a sanitizer: called before it ends the process.
extern "C" [[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());

namespace vigie::fuzz {

namespace {

using Random = std::mt19937_64;

constexpr std::size_t kLongest = 64 * 1024;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSlowest = 4.0;  // seconds; a sanitizer takes its share
#else
constexpr double kSlowest = 0.1;
#endif

struct Current {
  const char* name = "";
  unsigned long long seed = 0;
  unsigned long long round = 0;
} current;

/// Safe in a signal handler.
void sayWhere() {
  char line[256];
  const int length =
      std::snprintf(line, sizeof line, "\nfuzz: %s failed; VIGIE_FUZZ_SEED=%llu VIGIE_FUZZ_ROUND=%llu repeats it\n",
                    current.name, current.seed, current.round);
  if (write(STDERR_FILENO, line, static_cast<std::size_t>(length)) < 0) return;
}

void onSignal(int signal) {
  sayWhere();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::optional<unsigned long long> number(const char* variable) {
  const char* const text = std::getenv(variable);
  if (text == nullptr || *text == '\0') return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

std::size_t below(Random& random, std::size_t bound) {
  return bound == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
}

void mutate(std::string& input, const Corpus& corpus, Random& random) {
  const std::size_t at = below(random, input.size() + 1);
  const std::size_t length = below(random, std::min<std::size_t>(input.size() - at, 64) + 1);
  switch (below(random, 9)) {
    case 0:  // a bit
      if (!input.empty()) input[at % input.size()] ^= static_cast<char>(1U << below(random, 8));
      break;
    case 1:  // a byte
      if (!input.empty()) input[at % input.size()] = static_cast<char>(below(random, 256));
      break;
    case 2:
      input.erase(at, length);
      break;
    case 3:
      input.insert(at, input.substr(at, length));
      break;
    case 4:  // what is cheap to write and may be dear to read
      for (std::size_t n = below(random, 4'000); n > 0 && input.size() < kLongest; --n) {
        input.insert(at, input, at, std::max<std::size_t>(length, 1));
      }
      break;
    case 5: {
      const auto& other = corpus.seeds[below(random, corpus.seeds.size())];
      const std::size_t from = below(random, other.size() + 1);
      input.replace(at, length, other, from, below(random, other.size() - from + 1));
      break;
    }
    case 6:
      input.resize(at);
      break;
    default:
      if (!corpus.words.empty())
        input.replace(at, below(random, 2) * length, corpus.words[below(random, corpus.words.size())]);
  }
  if (input.size() > kLongest) input.resize(kLongest);
}

std::string inputOf(const Corpus& corpus, unsigned long long seed, unsigned long long round) {
  std::seed_seq sequence{seed, round};
  Random random(sequence);
  std::string input = corpus.seeds[below(random, corpus.seeds.size())];
  // The first rounds are the seeds themselves, then ever more is changed.
  if (round < corpus.seeds.size()) return corpus.seeds[round];
  for (std::size_t n = 1 + below(random, 8); n > 0; --n) mutate(input, corpus, random);
  return input;
}

double processorTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

void run(const char* name, const Corpus& corpus, const std::function<void(std::string_view)>& target) {
  const auto seconds = number("VIGIE_FUZZ_SECONDS");
  const auto only = number("VIGIE_FUZZ_ROUND");
  const auto seed = number("VIGIE_FUZZ_SEED").value_or(seconds ? std::random_device{}() : 1ULL);
  current = {name, seed, 0};
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(sayWhere);
  } else {
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(signal, onSignal);
  }

  const std::time_t end = std::time(nullptr) + static_cast<std::time_t>(seconds.value_or(0));
  unsigned long long round = only.value_or(0);
  do {
    current.round = round;
    const std::string input = inputOf(corpus, seed, round);
    if (only) std::printf("fuzz: %s, %zu bytes: %s\n", name, input.size(), testing::PrintToString(input).c_str());
    const double began = processorTime();
    try {
      target(input);
    } catch (const std::exception& thrown) {
      ADD_FAILURE() << "an exception came out: " << thrown.what();
    }
    const double took = processorTime() - began;
    EXPECT_LE(took, kSlowest) << input.size() << " bytes take too long to read";
    if (testing::Test::HasFailure()) {
      sayWhere();
      return;
    }
    ++round;
  } while (!only && (seconds ? std::time(nullptr) < end : round < 3'000));
  if (seconds) std::printf("fuzz: %s took %llu inputs of seed %llu\n", name, round, seed);
}

}  // namespace vigie::fuzz
