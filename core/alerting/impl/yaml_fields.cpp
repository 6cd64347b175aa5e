#include "core/alerting/impl/yaml_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace vigie::alerting::impl {

namespace {

constexpr std::size_t kMaxShown = 60;
// yaml-cpp's tag of a plain scalar: what YAML reads as a number, a truth value or nothing.
constexpr const char* kPlain = "?";

std::string listed(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

std::string scalarOf(const YAML::Node& node, const std::string& what) {
  if (!node.IsScalar()) throw Fault(node, what + " must be a text");
  return node.Scalar();
}

bool isLabelName(std::string_view name) {
  return !name.empty() && (name.front() < '0' || name.front() > '9') &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

/// Prometheus' durations, whole seconds: units w, d, h, m, s, each at most once and from large to small.
std::optional<std::chrono::seconds> parseDuration(std::string_view text) {
  using std::chrono::seconds;
  static constexpr std::pair<char, std::int64_t> kUnits[] = {
      {'w', 604'800}, {'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}};
  if (text == "0") return seconds(0);
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  const auto* unit = std::begin(kUnits);
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end == text.data() + text.size() || number < 0 || number > 1'000'000) {
      return std::nullopt;
    }
    unit = std::find_if(unit, std::end(kUnits), [end = *end](const auto& one) { return one.first == end; });
    if (unit == std::end(kUnits)) return std::nullopt;
    total += number * unit->second;
    ++unit;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  return seconds(total);
}

}  // namespace

Fault::Fault(const YAML::Node& where, const std::string& why)
    : std::runtime_error(why), line_(where.IsDefined() ? where.Mark().line + 1 : 0) {}

Fields::Fields(const YAML::Node& node, std::string what, const std::vector<std::string_view>& known)
    : node_(node), what_(std::move(what)) {
  if (!node.IsMap()) throw Fault(node, what_ + " must be a mapping of keys to values");
  for (const auto& entry : node) {
    const std::string key = scalarOf(entry.first, "a key");
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw Fault(entry.first, shown(key) + " is not a key of " + what_ + "; known are: " + listed(known));
    }
    if (!entries_.emplace(key, entry.second).second) {
      throw Fault(entry.first, shown(key) + " stands twice in " + what_);
    }
  }
}

const YAML::Node& Fields::at(std::string_view key) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) throw Fault(node_, what_ + " has no '" + std::string(key) + "'");
  return found->second;
}

std::string Fields::text(std::string_view key) const {
  const auto& value = at(key);
  std::string out = scalarOf(value, "'" + std::string(key) + "'");
  if (out.empty()) throw Fault(value, "'" + std::string(key) + "' is empty");
  return out;
}

bool Fields::flag(std::string_view key, bool fallback) const {
  if (!has(key)) return fallback;
  const auto& value = at(key);
  if (value.IsScalar() && value.Tag() == kPlain) {
    if (value.Scalar() == "true") return true;
    if (value.Scalar() == "false") return false;
  }
  throw Fault(value, "'" + std::string(key) + "' must be true or false, without quotes");
}

std::chrono::seconds Fields::duration(std::string_view key, std::optional<std::chrono::seconds> fallback) const {
  if (!has(key) && fallback) return *fallback;
  const auto written = text(key);
  const auto parsed = parseDuration(written);
  if (!parsed) {
    throw Fault(at(key),
                "'" + std::string(key) + "' " + shown(written) + " is not a duration such as 10s, 1m or 1h30m");
  }
  return *parsed;
}

std::vector<YAML::Node> Fields::list(std::string_view key) const {
  const auto& value = at(key);
  if (!value.IsSequence() || value.size() == 0) {
    throw Fault(value, "'" + std::string(key) + "' of " + what_ + " must be a list with at least one entry");
  }
  return {value.begin(), value.end()};
}

std::map<std::string, std::string> Fields::texts(std::string_view key) const {
  std::map<std::string, std::string> out;
  if (!has(key)) return out;
  const auto& value = at(key);
  const std::string what = "'" + std::string(key) + "' of " + what_;
  if (!value.IsMap()) throw Fault(value, what + " must be a mapping of names to texts");
  for (const auto& entry : value) {
    const std::string name = scalarOf(entry.first, "a name");
    if (!isLabelName(name)) throw Fault(entry.first, shown(name) + " in " + what + " is not a name such as severity");
    if (entry.second.IsScalar() && entry.second.Tag() == kPlain) {
      // 1 and true are texts for some readers of YAML and not for others: in quotes they are for all.
      const auto& plain = entry.second.Scalar();
      double number = 0;
      const auto [end, failed] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
      if ((failed == std::errc{} && end == plain.data() + plain.size()) || plain == "true" || plain == "false") {
        throw Fault(entry.second, "'" + name + "' in " + what + " must be a text: write it in quotes");
      }
    }
    if (!out.emplace(name, scalarOf(entry.second, "'" + name + "' in " + what)).second) {
      throw Fault(entry.first, shown(name) + " stands twice in " + what);
    }
  }
  return out;
}

double numberOf(const YAML::Node& node) {
  if (node.IsScalar() && node.Tag() == kPlain) {
    const auto& text = node.Scalar();
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed == std::errc{} && end == text.data() + text.size() && std::isfinite(number)) return number;
  }
  throw Fault(node, "must be a number, without quotes");
}

std::string shown(std::string_view text) {
  std::string out = "'";
  for (const char c : text.substr(0, kMaxShown)) out += (c >= 0x20 && c < 0x7F) ? c : '?';
  return out + (text.size() > kMaxShown ? "…'" : "'");
}

}  // namespace vigie::alerting::impl
