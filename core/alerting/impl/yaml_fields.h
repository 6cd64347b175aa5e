// One YAML mapping whose keys are all known, read by type. What is wrong is thrown as a Fault, as yaml-cpp throws its
// own: readAlertRules() alone turns both into a Result.
#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::alerting::impl {

/// What is wrong, and on which line (from 1; 0 where none is known).
class Fault : public std::runtime_error {
 public:
  Fault(const YAML::Node& where, const std::string& why);
  [[nodiscard]] int line() const noexcept { return line_; }

 private:
  int line_;
};

class Fields {
 public:
  /// `what` names the mapping in errors ("a rule"). Throws when `node` is no mapping, or has a key twice or one that is
  /// not in `known`.
  Fields(const YAML::Node& node, std::string what, const std::vector<std::string_view>& known);

  [[nodiscard]] const YAML::Node& node() const { return node_; }
  [[nodiscard]] bool has(std::string_view key) const { return entries_.contains(key); }
  /// The value of a key that must be there.
  [[nodiscard]] const YAML::Node& at(std::string_view key) const;

  /// A text that must be there and not be empty.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key, bool fallback) const;
  /// As Prometheus writes it: 10s, 1m, 1h30m. Must be there unless there is a fallback.
  [[nodiscard]] std::chrono::seconds duration(std::string_view key,
                                              std::optional<std::chrono::seconds> fallback = std::nullopt) const;
  /// A list that must be there and not be empty.
  [[nodiscard]] std::vector<YAML::Node> list(std::string_view key) const;
  /// A mapping from names to texts; empty where the key is not there. Names are those of Prometheus' labels.
  [[nodiscard]] std::map<std::string, std::string> texts(std::string_view key) const;

 private:
  YAML::Node node_;
  std::string what_;
  std::map<std::string, YAML::Node, std::less<>> entries_;
};

/// A number, written plainly.
double numberOf(const YAML::Node& node);
/// `text`, short and printable, for an error.
std::string shown(std::string_view text);

}  // namespace vigie::alerting::impl
