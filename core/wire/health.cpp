#include "core/wire/health.h"

namespace vigie::wire {

json::object toJson(const Readiness& readiness) {
  json::array dependencies;
  for (const DependencyState& dependency : readiness.dependencies) {
    json::object item{{"name", dependency.name}, {"status", dependency.status}};
    if (!dependency.reason.empty()) item["reason"] = dependency.reason;
    dependencies.push_back(std::move(item));
  }
  return {{"status", readiness.status}, {"version", readiness.version}, {"dependencies", std::move(dependencies)}};
}

Result<Readiness> readinessFromJson(const json::value& value) {
  const auto object = Fields::object(value, "readiness");
  if (!object) return object.error();
  const Fields fields(**object);
  Readiness out;
  for (auto [key, member] : {std::pair{"status", &out.status}, std::pair{"version", &out.version}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    *member = std::move(*text).value_or("");
  }
  const auto dependencies = fields.array("dependencies");
  if (!dependencies) return dependencies.error();
  if (*dependencies == nullptr) return out;
  for (const json::value& item : **dependencies) {
    const auto dependency = Fields::object(item, "a dependency");
    if (!dependency) return dependency.error();
    const Fields member(**dependency, "dependencies.");
    DependencyState state;
    for (auto [key, target] : {std::pair{"name", &state.name}, std::pair{"status", &state.status},
                               std::pair{"reason", &state.reason}}) {
      auto text = member.string(key);
      if (!text) return text.error();
      *target = std::move(*text).value_or("");
    }
    out.dependencies.push_back(std::move(state));
  }
  return out;
}

}  // namespace vigie::wire
