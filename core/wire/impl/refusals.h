// How a field of a request is refused: the words that all of them share.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace vigie::wire::impl {

inline Error missing(const std::string& param, std::string_view example) {
  return {ErrorCode::kInvalidArgument, "'" + param + "' is missing; an example is " + std::string(example), param};
}

inline Error refused(const std::string& param, std::string_view why) {
  return {ErrorCode::kInvalidArgument, "'" + param + "' " + std::string(why), param};
}

}  // namespace vigie::wire::impl
