#include "core/base/ids.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace vigie {

namespace {

/// The kernel's random numbers, taken for many ids at a time: a request has six, and a system call for each is a twentieth of
/// what a short one costs.
class Randomness {
 public:
  using result_type = std::uint32_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }

  result_type operator()() {
    if (next_ == numbers_.size()) {
      if (getentropy(numbers_.data(), kMost) != 0) throw std::system_error(errno, std::generic_category(), "getentropy");
      next_ = 0;
    }
    return std::exchange(numbers_[next_++], 0);  // not left in memory
  }

 private:
  static constexpr std::size_t kMost = 256;  ///< bytes that getentropy(3) gives at once
  std::array<result_type, kMost / sizeof(result_type)> numbers_{};
  std::size_t next_ = numbers_.size();
};

}  // namespace

std::string newId() {
  thread_local Randomness randomness;
  thread_local boost::uuids::basic_random_generator<Randomness> generator(randomness);
  return boost::uuids::to_string(generator());
}

bool isId(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (hyphen ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace vigie
