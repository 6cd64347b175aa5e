#include "core/wire/called_tools.h"

#include "core/wire/json_fields.h"

#include <utility>

namespace vigie::wire {

std::string calledTools(const Message& message) {
  std::string out;
  for (const json::value& one : message.openaiMessages) {
    const auto* const calls = one.is_object() ? one.get_object().if_contains("tool_calls") : nullptr;
    if (calls == nullptr || !calls->is_array()) continue;
    for (const json::value& call : calls->get_array()) {
      const auto* const object = call.if_object();
      if (object == nullptr) continue;
      for (const auto& [kind, given] : {std::pair{"function", "arguments"}, std::pair{"custom", "input"}}) {
        const auto* const held = object->if_contains(kind);
        if (held == nullptr || !held->is_object()) continue;
        const Fields fields(held->get_object());
        const auto name = fields.string("name");
        const auto input = fields.string(given);
        if (name && *name) out += "\n- `" + **name + "` " + (input ? input->value_or("") : "") + "\n";
      }
    }
  }
  return out;
}

}  // namespace vigie::wire
