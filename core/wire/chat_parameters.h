// What a chat request may ask of the model beside its messages.
#pragma once

#include "core/wire/json_fields.h"

namespace vigie::wire {

/// The parameters of a body of POST /v1/chat/completions that go to the model (temperature, max_tokens, stop, tools,
/// response_format, …), as given, checked for type and range. Refused with `param` named: what no answer of ours could
/// honour, and any member of the body that OpenAI's API does not have.
Result<json::object> chatParametersFromJson(const json::object& body);

}  // namespace vigie::wire
