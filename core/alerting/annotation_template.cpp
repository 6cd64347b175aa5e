#include "core/alerting/annotation_template.h"

#include "core/alerting/impl/printable.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace vigie::alerting {

namespace {

constexpr std::array<std::string_view, 4> kFunctions{"humanize", "humanize1024", "humanizeDuration",
                                                     "humanizePercentage"};
constexpr std::string_view kListed = "humanize, humanize1024, humanizeDuration, humanizePercentage, printf \"%.1f\"";

bool isName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// "%.1f" and its like, quotes included.
bool isFormat(std::string_view text) {
  return text.size() == 6 && text.starts_with("\"%.") && text[3] >= '0' && text[3] <= '9' && text.ends_with("f\"");
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return out;
    text.remove_prefix(begin);
    const auto end = std::min(text.find(' '), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

/// A string of Go's, as its templates read one.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

/// The X of "$values.X.Value".
std::optional<std::string_view> valueOf(std::string_view word) {
  constexpr std::string_view kPrefix = "$values.";
  constexpr std::string_view kSuffix = ".Value";
  if (word.size() <= kPrefix.size() + kSuffix.size() || !word.starts_with(kPrefix) || !word.ends_with(kSuffix)) {
    return std::nullopt;
  }
  const auto refId = word.substr(kPrefix.size(), word.size() - kPrefix.size() - kSuffix.size());
  return isName(refId) ? std::optional(refId) : std::nullopt;
}

Result<std::string> convertAction(std::string_view action, const AlertRule& rule) {
  const auto all = words(action);
  constexpr std::string_view kLabels = "$labels.";
  if (all.size() == 1 && all[0].starts_with(kLabels) && isName(all[0].substr(kLabels.size()))) {
    return "{{ " + std::string(all[0]) + " }}";
  }
  std::string function;
  if (all.size() == 2 && std::find(kFunctions.begin(), kFunctions.end(), all[0]) != kFunctions.end()) {
    function = all[0];
  } else if (all.size() == 3 && all[0] == "printf" && isFormat(all[1])) {
    function = "printf " + std::string(all[1]);
  }
  const auto refId = all.empty() || (all.size() > 1 && function.empty()) ? std::nullopt : valueOf(all.back());
  if (!refId) {
    return Error(ErrorCode::kInvalidArgument, "'{{" + impl::printable(action) +
                                                  "}}' cannot be said to Prometheus; write $labels.NAME or "
                                                  "$values.REF.Value, the latter alone or after one of: " +
                                                  std::string(kListed));
  }
  if (*refId == rule.query.refId) return "{{ " + (function.empty() ? "" : function + " ") + "$value }}";
  const auto other =
      std::find_if(rule.others.begin(), rule.others.end(), [&](const AlertQuery& one) { return one.refId == *refId; });
  if (other == rule.others.end()) {
    return Error(ErrorCode::kInvalidArgument, "'$values." + std::string(*refId) + ".Value' names no query of the rule");
  }
  return "{{ query " + quoted(other->expression) + " | first | value" + (function.empty() ? "" : " | " + function) +
         " }}";
}

}  // namespace

Result<std::string> toPrometheusTemplate(std::string_view text, const AlertRule& rule) {
  std::string out;
  while (true) {
    const auto open = text.find("{{");
    out += text.substr(0, open);
    if (open == std::string_view::npos) return out;
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) {
      return Error(ErrorCode::kInvalidArgument, "a '{{' is not closed by '}}'");
    }
    const auto action = convertAction(text.substr(open + 2, close - open - 2), rule);
    if (!action) return action.error();
    out += *action;
    text.remove_prefix(close + 2);
  }
}

}  // namespace vigie::alerting
