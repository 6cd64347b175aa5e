// An HTTP load generator on one thread: as many requests under way as there are connections, or each once.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace vigie::bench {

struct Load {
  std::uint16_t port = 0;
  std::string request;     ///< the whole text of one request
  std::string firstToken;  ///< what the first token looks like in the response; empty: not measured
  int connections = 1;
  /// Not zero: each connection asks once, the first at once and the others evenly over this time.
  std::chrono::milliseconds spread{0};
  std::chrono::milliseconds warmUp{500};
  std::chrono::milliseconds duration{3'000};
};

/// Microseconds, sorted.
struct Measured {
  std::vector<double> total;
  std::vector<double> firstToken;
  double seconds = 0;
  std::uint64_t failures = 0;  ///< responses that were not 200 or were cut

  [[nodiscard]] double perSecond() const { return seconds > 0 ? static_cast<double>(total.size()) / seconds : 0; }
};

Measured run(const Load& load);

/// The value below which `share` of a sorted list lies; 0 for an empty one.
double quantile(const std::vector<double>& sorted, double share);

}  // namespace vigie::bench
