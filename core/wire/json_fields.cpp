#include "core/wire/json_fields.h"

#include <algorithm>
#include <cmath>

namespace vigie::wire {

Result<json::value> parseJson(std::string_view text) {
  json::parse_options options;
  options.max_depth = 32;
  json::stream_parser parser({}, options);
  boost::system::error_code error;
  const std::size_t used = parser.write_some(text, error);
  if (!error && used < text.size()) error = json::error::extra_data;
  if (!error) parser.finish(error);
  if (error) {
    if (text.empty()) return Error(ErrorCode::kInvalidArgument, "the body is empty; send a JSON object");
    return Error(ErrorCode::kInvalidArgument,
                 "the body is not valid JSON: " + error.message() + " near byte " + std::to_string(used));
  }
  return parser.release();
}

Error invalidField(std::string param, std::string_view why) {
  return {ErrorCode::kInvalidArgument, "'" + param + "' " + std::string(why), param};
}

Error missingField(std::string param, std::string_view example) {
  return invalidField(std::move(param), "is missing; an example is " + std::string(example));
}

Result<void> Fields::only(std::initializer_list<std::string_view> keys) const {
  for (const auto& member : object_) {
    if (member.value().is_null()) continue;
    if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) != keys.end()) continue;
    std::string known;
    for (const std::string_view key : keys) known.append(known.empty() ? "" : ", ").append(key);
    const std::string name = param(member.key());
    return Error(ErrorCode::kInvalidArgument, "'" + name + "' is not a field here; known are " + known, name);
  }
  return {};
}

std::string_view describe(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return "a string";
    case json::kind::array:
      return "an array";
    case json::kind::object:
      return "an object";
  }
  return "something else";
}

Result<const json::object*> Fields::object(const json::value& value, std::string_view what) {
  if (const auto* const object = value.if_object()) return object;
  return Error(ErrorCode::kInvalidArgument,
               std::string(what) + " must be a JSON object, not " + std::string(describe(value)));
}

const json::value* Fields::find(std::string_view key) const {
  const auto* const value = object_.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Error Fields::wrongType(std::string_view key, std::string_view expected, const json::value& got) const {
  const std::string name = param(key);
  return {ErrorCode::kInvalidArgument,
          "'" + name + "' must be " + std::string(expected) + ", not " + std::string(describe(got)), name};
}

Result<std::optional<std::string>> Fields::string(std::string_view key) const {
  const auto* const value = find(key);
  if (value == nullptr) return std::optional<std::string>{};
  const auto* const text = value->if_string();
  if (text == nullptr) return wrongType(key, "a string", *value);
  return std::optional(std::string(*text));
}

Result<std::optional<bool>> Fields::boolean(std::string_view key) const {
  const auto* const value = find(key);
  if (value == nullptr) return std::optional<bool>{};
  const auto* const flag = value->if_bool();
  if (flag == nullptr) return wrongType(key, "true or false", *value);
  return std::optional(*flag);
}

Result<std::optional<std::int64_t>> Fields::integer(std::string_view key, std::int64_t least, std::int64_t most) const {
  const auto* const value = find(key);
  if (value == nullptr) return std::optional<std::int64_t>{};
  const std::string range = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  boost::system::error_code error;
  const auto number = value->is_number() ? value->to_number<std::int64_t>(error) : 0;
  if (!value->is_number() || error) return wrongType(key, range, *value);
  if (number < least || number > most) {
    return Error(ErrorCode::kInvalidArgument,
                 "'" + param(key) + "' must be " + range + "; it is " + std::to_string(number), param(key));
  }
  return std::optional(number);
}

Result<std::optional<double>> Fields::number(std::string_view key, double least, double most) const {
  const auto* const value = find(key);
  if (value == nullptr) return std::optional<double>{};
  if (!value->is_number()) return wrongType(key, "a number", *value);
  const auto number = value->to_number<double>();
  if (!std::isfinite(number) || number < least || number > most) {
    return Error(ErrorCode::kInvalidArgument,
                 "'" + param(key) + "' must be a number from " + json::serialize(json::value(least)) + " to " +
                     json::serialize(json::value(most)),
                 param(key));
  }
  return std::optional(number);
}

Result<const json::object*> Fields::child(std::string_view key) const {
  const auto* const value = find(key);
  const json::object* none = nullptr;
  if (value == nullptr) return none;
  if (const auto* const object = value->if_object()) return object;
  return wrongType(key, "an object", *value);
}

Result<const json::array*> Fields::array(std::string_view key) const {
  const auto* const value = find(key);
  const json::array* none = nullptr;
  if (value == nullptr) return none;
  if (const auto* const array = value->if_array()) return array;
  return wrongType(key, "an array", *value);
}

}  // namespace vigie::wire
