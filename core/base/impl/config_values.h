// The values of configuration variables: what each kind of text may be, and what is wrong with one that may not.
#pragma once

#include "core/base/config.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::impl {

/// What a message may quote of a value: printable ASCII, shortened, so that one message stays one line.
std::string shown(std::string_view value);

/// The fault of a value, as the rest of a sentence: without the variable's name and an example. Nothing when it is good.
using Fault = std::optional<std::string>;

template <class Number>
std::optional<Number> parseNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// `family` is AF_INET or AF_INET6.
bool isAddress(int family, const std::string& text);

/// What `out` holds after a fault is of no use.
Fault readEndpoint(const std::string& value, Endpoint& out);
Fault readUrl(const std::string& value, std::string& out);
Fault readModel(const std::string& value, std::string& out);
Fault readModels(const std::string& value, std::vector<std::string>& out);
Fault readHosts(const std::string& value, std::vector<std::string>& out);
Fault readOrigins(const std::string& value, std::vector<std::string>& out);
Fault readBool(const std::string& value, bool& out);
Fault readDatabaseUrl(std::string value, Secret& out);
Fault readApiKey(std::string value, Secret& out);
Fault readCount(const std::string& value, std::int64_t least, std::int64_t most, std::int64_t& out);
/// A limit of one owner of keys; 0 is none.
Fault readLimit(const std::string& value, std::optional<std::int64_t>& out);
Fault readLogLevel(const std::string& value, LogLevel& out);

template <class Duration>
Fault readSeconds(const std::string& value, double least, double most, Duration& out) {
  const auto number = parseNumber<double>(value);
  if (!number || !std::isfinite(*number) || *number < least || *number > most) {
    std::ostringstream text;
    text << shown(value) << " is not a number of seconds from " << least << " to " << most;
    return text.str();
  }
  out = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*number));
  return {};
}

}  // namespace vigie::impl
