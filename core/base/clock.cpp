#include "core/base/clock.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace vigie {

namespace {

/// Reads exactly `width` digits at `at` and moves past them.
bool readDigits(std::string_view text, std::size_t& at, std::size_t width, int& out) {
  if (at + width > text.size()) return false;
  const char* const first = text.data() + at;
  const auto [end, error] = std::from_chars(first, first + width, out);
  if (error != std::errc{} || end != first + width || *first == '-') return false;
  at += width;
  return true;
}

bool readChar(std::string_view text, std::size_t& at, std::string_view anyOf) {
  if (at >= text.size() || anyOf.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

}  // namespace

SystemTime SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::steady() const { return std::chrono::steady_clock::now(); }

std::string toIso8601(SystemTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return buffer.data();
}

Result<SystemTime> fromIso8601(std::string_view text) {
  using std::chrono::microseconds;
  const Error fault(ErrorCode::kInvalidArgument, "not an ISO 8601 time; an example is 2026-03-01T12:00:00Z");
  std::size_t at = 0;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!readDigits(text, at, 4, year) || !readChar(text, at, "-") || !readDigits(text, at, 2, month) ||
      !readChar(text, at, "-") || !readDigits(text, at, 2, day) || !readChar(text, at, "Tt ") ||
      !readDigits(text, at, 2, hour) || !readChar(text, at, ":") || !readDigits(text, at, 2, minute) ||
      !readChar(text, at, ":") || !readDigits(text, at, 2, second)) {
    return fault;
  }
  microseconds fraction{0};
  if (readChar(text, at, ".")) {
    std::int64_t unit = 100'000;
    const std::size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      fraction += microseconds((text[at] - '0') * unit);
      unit /= 10;
      ++at;
    }
    if (at == first) return fault;
  }
  std::chrono::minutes offset{0};
  if (!readChar(text, at, "Zz")) {
    const bool west = at < text.size() && text[at] == '-';
    int offsetHours = 0, offsetMinutes = 0;
    if (!readChar(text, at, "+-") || !readDigits(text, at, 2, offsetHours)) return fault;
    readChar(text, at, ":");
    if (!readDigits(text, at, 2, offsetMinutes) || offsetHours > 23 || offsetMinutes > 59) return fault;
    offset = std::chrono::hours(offsetHours) + std::chrono::minutes(offsetMinutes);
    if (west) offset = -offset;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (at != text.size() || !date.ok() || hour > 23 || minute > 59 || second > 60) return fault;
  return SystemTime(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + fraction - offset;
}

double millisecondsBetween(SteadyTime from, SteadyTime to) noexcept {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

}  // namespace vigie
