#include "server/limits/rate_limits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace vigie::limits {

namespace {

Error limited(std::string message, std::chrono::duration<double> wait) {
  Error error(ErrorCode::kRateLimited, std::move(message));
  error.retryAfter = std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(wait));
  return error;
}

/// As OpenAI writes it: "120ms", "7.5s", "1m3s".
std::string durationText(std::chrono::duration<double> time) {
  const double seconds = time.count();
  char text[32];
  if (seconds < 1) {
    std::snprintf(text, sizeof text, "%dms", static_cast<int>(std::ceil(seconds * 1000)));
  } else if (seconds < 60) {
    const int tenths = static_cast<int>(std::ceil(seconds * 10));
    if (tenths % 10 == 0) {
      std::snprintf(text, sizeof text, "%ds", tenths / 10);
    } else {
      std::snprintf(text, sizeof text, "%d.%ds", tenths / 10, tenths % 10);
    }
  } else {
    const int whole = static_cast<int>(std::ceil(seconds));
    std::snprintf(text, sizeof text, "%dm%ds", whole / 60, whole % 60);
  }
  return text;
}

}  // namespace

RateLimits::Use& RateLimits::useLocked(const std::string& owner, SteadyTime now) {
  const auto found = uses_.find(owner);
  if (found != uses_.end()) return found->second;
  const Use fresh{TokenBucket(static_cast<double>(std::max<std::int64_t>(1, rates_.requestsPerMinute)), now),
                  TokenBucket(static_cast<double>(std::max<std::int64_t>(1, rates_.tokensPerMinute)), now), 0};
  return uses_.emplace(owner, fresh).first->second;
}

Result<void> RateLimits::request(const std::string& owner) {
  if (rates_.requestsPerMinute == 0) return {};
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  Use& use = useLocked(owner, now);
  if (use.requests.take(1, now)) return {};
  return limited("the limit of " + std::to_string(rates_.requestsPerMinute) + " requests a minute is reached",
                 use.requests.until(1, now));
}

Result<RateLimits::Stream> RateLimits::stream(const std::string& owner) {
  if (rates_.tokensPerMinute == 0 && rates_.streams == 0) return Stream(nullptr, {});
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  Use& use = useLocked(owner, now);
  if (rates_.tokensPerMinute > 0 && use.tokens.level(now) < 1) {
    return limited("the limit of " + std::to_string(rates_.tokensPerMinute) + " tokens a minute is reached",
                   use.tokens.until(1, now));
  }
  if (rates_.streams > 0 && use.streams >= rates_.streams) {
    return limited("at most " + std::to_string(rates_.streams) + " answers may be made at the same time",
                   std::chrono::seconds(1));
  }
  ++use.streams;
  return Stream(this, owner);
}

void RateLimits::release(const std::string& owner) {
  const std::lock_guard lock(mutex_);
  --useLocked(owner, clock_.steady()).streams;
}

void RateLimits::charge(const std::string& owner, std::int64_t tokens) {
  if (rates_.tokensPerMinute == 0) return;
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  useLocked(owner, now).tokens.charge(static_cast<double>(tokens), now);
}

std::vector<std::pair<std::string_view, std::string>> RateLimits::headers(const std::string& owner) {
  std::vector<std::pair<std::string_view, std::string>> out;
  if (rates_.requestsPerMinute == 0 && rates_.tokensPerMinute == 0) return out;
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  Use& use = useLocked(owner, now);
  const auto add = [&](TokenBucket& bucket, std::string_view limit, std::string_view remaining,
                       std::string_view reset) {
    out.emplace_back(limit, std::to_string(static_cast<std::int64_t>(bucket.capacity())));
    out.emplace_back(remaining,
                     std::to_string(static_cast<std::int64_t>(std::max(0.0, std::floor(bucket.level(now))))));
    out.emplace_back(reset, durationText(bucket.until(bucket.capacity(), now)));
  };
  if (rates_.requestsPerMinute > 0) {
    add(use.requests, "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests");
  }
  if (rates_.tokensPerMinute > 0) {
    add(use.tokens, "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens");
  }
  return out;
}

}  // namespace vigie::limits
