// RateLimits: what one owner of keys may use of the public API.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "server/limits/token_bucket.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::limits {

/// An owner's keys share them; without keys everybody does. 0: no limit.
struct Rates {
  std::int64_t requestsPerMinute = 0;
  std::int64_t tokensPerMinute = 0;  ///< of the prompt and of the answer
  std::int64_t streams = 0;          ///< answers that are made at the same time
};

/// Any thread. Owners come from the keys, so there are only as many as there are keys.
class RateLimits {
 public:
  RateLimits(Rates rates, const Clock& clock) : rates_(rates), clock_(clock) {}

  /// One request. kRateLimited with when to try again.
  Result<void> request(const std::string& owner);

  /// A place among the answers that are made, given back when it is destroyed.
  class Stream {
   public:
    Stream(RateLimits* limits, std::string owner) : limits_(limits), owner_(std::move(owner)) {}
    Stream(Stream&& other) noexcept : limits_(std::exchange(other.limits_, nullptr)), owner_(std::move(other.owner_)) {}
    Stream& operator=(Stream&&) = delete;
    ~Stream() {
      if (limits_ != nullptr) limits_->release(owner_);
    }

   private:
    RateLimits* limits_;
    std::string owner_;
  };
  /// kRateLimited when too many answers are being made, or while the tokens of this minute are used up.
  Result<Stream> stream(const std::string& owner);

  /// What an answer used, whether it was granted beforehand or not: a long answer is paid for afterwards.
  void charge(const std::string& owner, std::int64_t tokens);

  /// OpenAI's x-ratelimit-* headers for the limits there are.
  [[nodiscard]] std::vector<std::pair<std::string_view, std::string>> headers(const std::string& owner);

 private:
  struct Use {
    TokenBucket requests;
    TokenBucket tokens;
    std::int64_t streams = 0;
  };
  Use& useLocked(const std::string& owner, SteadyTime now);
  void release(const std::string& owner);

  const Rates rates_;
  const Clock& clock_;
  std::mutex mutex_;  // guards uses_
  std::map<std::string, Use> uses_;
};

}  // namespace vigie::limits
