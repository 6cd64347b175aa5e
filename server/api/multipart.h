// multipart/form-data (RFC 7578), as browsers, curl and HTTP libraries send files.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace vigie::api {

struct FormPart {
  std::string name;
  std::string filename;   ///< as sent: to be judged by whoever uses it
  std::string mediaType;  ///< without parameters, in lower case; empty when not given
  std::string_view body;  ///< points into the request's body
};

/// The media type of a Content-Type header without its parameters, in lower case.
std::string mediaTypeOf(std::string_view contentType);

/// The parts in their order; at most 16, their headers at most 8 KiB each. kInvalidArgument when the body is not whole
/// or is no form; kUnsupportedMedia for a part in another character set than UTF-8 or with a transfer encoding.
Result<std::vector<FormPart>> formParts(std::string_view contentType, std::string_view body);

}  // namespace vigie::api
