#include "core/alerting/prometheus_rules.h"

#include "core/alerting/annotation_template.h"

#include <yaml-cpp/yaml.h>

#include <array>
#include <charconv>
#include <set>

namespace vigie::alerting {

namespace {

std::string_view operatorOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::kGreater:
      return ">";
    case Comparison::kGreaterOrEqual:
      return ">=";
    case Comparison::kLess:
      return "<";
    case Comparison::kLessOrEqual:
      return "<=";
    case Comparison::kEqual:
      return "==";
    case Comparison::kNotEqual:
      return "!=";
  }
  return ">";
}

// to_chars, because streams follow the locale.
std::string numberText(double number) {
  std::array<char, 32> buffer{};
  const auto [end, failed] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return failed == std::errc{} ? std::string(buffer.data(), end) : std::string("0");
}

std::string durationText(std::chrono::seconds duration) { return std::to_string(duration.count()) + "s"; }

void emit(YAML::Emitter& out, const char* key, const std::string& value) {
  out << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << value;
}

Result<void> emitRule(YAML::Emitter& out, const AlertRule& rule) {
  out << YAML::BeginMap;
  emit(out, "alert", rule.title);
  emit(out, "expr", toPrometheusExpression(rule));
  emit(out, "for", durationText(rule.pendingFor));
  if (rule.keepFiringFor.count() > 0) emit(out, "keep_firing_for", durationText(rule.keepFiringFor));
  if (!rule.labels.empty()) {
    out << YAML::Key << "labels" << YAML::Value << YAML::BeginMap;
    for (const auto& [name, text] : rule.labels) emit(out, name.c_str(), text);
    out << YAML::EndMap;
  }
  if (!rule.annotations.empty()) {
    out << YAML::Key << "annotations" << YAML::Value << YAML::BeginMap;
    for (const auto& [name, text] : rule.annotations) {
      const auto converted = toPrometheusTemplate(text, rule);
      if (!converted) {
        return Error(ErrorCode::kInvalidArgument,
                     rule.title + ", annotation '" + name + "': " + converted.error().message);
      }
      emit(out, name.c_str(), *converted);
    }
    out << YAML::EndMap;
  }
  out << YAML::EndMap;
  return {};
}

}  // namespace

std::string toPrometheusExpression(const AlertRule& rule) {
  // Without the parentheses the comparison would bind to the last arm of an `or` alone.
  return "(" + rule.query.expression + ") " + std::string(operatorOf(rule.comparison)) + " " + numberText(rule.limit);
}

Result<std::string> toPrometheusRules(const std::vector<AlertRuleGroup>& groups) {
  YAML::Emitter out;
  out << YAML::Comment("Converted from Grafana's alert rules by vigie-stack alert-rules; change those, not this file.");
  out << YAML::BeginMap << YAML::Key << "groups" << YAML::Value << YAML::BeginSeq;
  std::set<std::string> names;
  for (const auto& group : groups) {
    const std::string name = group.folder + "/" + group.name;
    if (!names.insert(name).second) {
      return Error(ErrorCode::kInvalidArgument,
                   "two groups are called '" + name + "'; Grafana would keep the last one only");
    }
    out << YAML::BeginMap;
    emit(out, "name", name);
    emit(out, "interval", durationText(group.interval));
    out << YAML::Key << "rules" << YAML::Value << YAML::BeginSeq;
    for (const auto& rule : group.rules) {
      if (rule.paused) continue;
      if (const auto emitted = emitRule(out, rule); !emitted) return emitted.error();
    }
    out << YAML::EndSeq << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  if (!out.good()) return Error(ErrorCode::kInternal, "the rules cannot be written as YAML: " + out.GetLastError());
  return std::string(out.c_str()) + "\n";
}

}  // namespace vigie::alerting
