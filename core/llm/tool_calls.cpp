#include "core/llm/tool_calls.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <iterator>
#include <string_view>

namespace vigie {

namespace json = boost::json;

namespace {

/// A call's text members: those of the first list are set, those of the second continued.
constexpr std::string_view kKinds[] = {"function", "custom"};
constexpr std::string_view kContinued[] = {"arguments", "input"};

const json::string* stringOrNull(const json::object& object, std::string_view key) {
  const auto* const member = object.if_contains(key);
  return member == nullptr ? nullptr : member->if_string();
}

void append(json::object& object, std::string_view key, const json::string& text) {
  json::value& member = object[key];
  if (member.is_string()) {
    member.get_string().append(text);
  } else {
    member = text;
  }
}

}  // namespace

/// Without an index a known id continues its call, another id or a name begins one, and all else continues the last.
std::optional<std::size_t> ToolCalls::placeOf(const json::object& piece) const {
  if (const auto* const given = piece.if_contains("index"); given != nullptr && !given->is_null()) {
    const auto* const number = given->if_int64();
    if (number == nullptr || *number < 0) return std::nullopt;
    return static_cast<std::size_t>(*number);
  }
  const auto* const id = stringOrNull(piece, "id");
  for (std::size_t i = 0; id != nullptr && i < calls_.size(); ++i) {
    const auto* const known = calls_[i].is_object() ? stringOrNull(calls_[i].get_object(), "id") : nullptr;
    if (known != nullptr && *known == *id) return i;
  }
  bool named = false;
  for (const std::string_view kind : kKinds) {
    const auto* const held = piece.if_contains(kind);
    named = named || (held != nullptr && held->is_object() && stringOrNull(held->get_object(), "name") != nullptr);
  }
  return id != nullptr || named || calls_.empty() ? calls_.size() : calls_.size() - 1;
}

std::optional<json::array> ToolCalls::take(const json::array& pieces) {
  json::array out;
  lastBytes_ = 0;
  for (const json::value& each : pieces) {
    const auto* const piece = each.if_object();
    if (piece == nullptr) return std::nullopt;
    const auto place = placeOf(*piece);
    if (!place || *place >= kMost) return std::nullopt;
    const std::size_t index = *place;
    while (calls_.size() <= index) calls_.emplace_back(nullptr);
    if (calls_[index].is_null()) calls_[index] = json::object();
    json::object& call = calls_[index].get_object();

    json::object clean{{"index", index}};
    for (const std::string_view key : {"id", "type"}) {
      const auto* const text = stringOrNull(*piece, key);
      if (text == nullptr || text->empty()) continue;
      clean[key] = *text;
      call[key] = *text;
    }
    for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
      const auto* const held = piece->if_contains(kKinds[kind]);
      if (held == nullptr || !held->is_object()) continue;
      json::object inner;
      json::object& known =
          call[kKinds[kind]].is_object() ? call[kKinds[kind]].get_object() : call[kKinds[kind]].emplace_object();
      if (const auto* const name = stringOrNull(held->get_object(), "name"); name != nullptr && !name->empty()) {
        inner["name"] = *name;
        known["name"] = *name;
        lastBytes_ += name->size();
      }
      if (const auto* const text = stringOrNull(held->get_object(), kContinued[kind])) {
        inner[kContinued[kind]] = *text;
        append(known, kContinued[kind], *text);
        lastBytes_ += text->size();
      }
      clean[kKinds[kind]] = std::move(inner);
    }
    out.emplace_back(std::move(clean));
  }
  return out;
}

json::array ToolCalls::whole() const {
  json::array out;
  for (const json::value& call : calls_) {
    if (!call.is_object()) continue;
    out.push_back(call);
    json::object& made = out.back().get_object();
    if (!made.contains("type")) made["type"] = made.contains("custom") ? "custom" : "function";
  }
  return out;
}

}  // namespace vigie
