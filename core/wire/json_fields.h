// Reading JSON fields with errors that name the field: the one way DTOs are read.
#pragma once

#include "core/base/result.h"

#include <boost/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::wire {

namespace json = boost::json;

/// Parses one JSON text (RFC 8259, depth ≤ 32, duplicate keys: the last wins). kInvalidArgument says at which byte.
Result<json::value> parseJson(std::string_view text);

/// kInvalidArgument "'param' why" that names the field.
Error invalidField(std::string param, std::string_view why);
/// kInvalidArgument "'param' is missing; an example is …".
Error missingField(std::string param, std::string_view example);

/// Typed access to one object's members. A member of the wrong type is kInvalidArgument with `param` set to
/// `prefix` + key; a missing or null member is an empty optional. Borrows the object: keep it alive.
class Fields {
 public:
  /// `prefix` is empty or ends with a dot: "vigie." or "messages.0.".
  explicit Fields(const json::object& object, std::string prefix = {}) : object_(object), prefix_(std::move(prefix)) {}

  /// kInvalidArgument unless `value` is an object.
  static Result<const json::object*> object(const json::value& value, std::string_view what);

  [[nodiscard]] Result<std::optional<std::string>> string(std::string_view key) const;
  [[nodiscard]] Result<std::optional<bool>> boolean(std::string_view key) const;
  /// A JSON number without a fraction, within [least, most].
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view key, std::int64_t least,
                                                            std::int64_t most) const;
  /// A finite JSON number within [least, most].
  [[nodiscard]] Result<std::optional<double>> number(std::string_view key, double least, double most) const;
  [[nodiscard]] Result<const json::object*> child(std::string_view key) const;  ///< nullptr when missing or null
  [[nodiscard]] Result<const json::array*> array(std::string_view key) const;   ///< nullptr when missing or null

  /// kInvalidArgument for the first member that is none of `keys`: what is not known is refused, never ignored. A null
  /// says nothing, here too: generated clients send one for each field of theirs that is not set.
  [[nodiscard]] Result<void> only(std::initializer_list<std::string_view> keys) const;

  /// The member's full name, for errors: prefix + key.
  [[nodiscard]] std::string param(std::string_view key) const { return prefix_ + std::string(key); }
  [[nodiscard]] const json::value* find(std::string_view key) const;

 private:
  [[nodiscard]] Error wrongType(std::string_view key, std::string_view expected, const json::value& got) const;

  const json::object& object_;
  std::string prefix_;
};

/// "a string", "an array", …: how error messages name what was found.
std::string_view describe(const json::value& value);

}  // namespace vigie::wire
