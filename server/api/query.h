// The query string of a list request.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::api {

/// The decoded value of `name` ("+" is a space, %XX a byte); nullopt when it is not there. kInvalidArgument for a
/// broken escape.
Result<std::optional<std::string>> queryValue(std::string_view query, std::string_view name);

/// A piece of a path with its %XX decoded; nullopt for a broken escape.
std::optional<std::string> pathText(std::string_view piece);

struct PageQuery {
  std::size_t limit = 20;  ///< 1 … 100
  std::string after;
};
Result<PageQuery> pageQuery(std::string_view query);

}  // namespace vigie::api
