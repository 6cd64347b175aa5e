// POST /v1/evaluations: how well the index finds what an evaluation set expects.
#pragma once

#include "core/base/clock.h"
#include "core/wire/chat.h"
#include "core/wire/json_fields.h"

#include <string>
#include <vector>

namespace vigie::wire {

struct EvaluationRequest {
  std::string setId;
  std::vector<SearchMode> modes;  ///< all three where not given
};
Result<EvaluationRequest> evaluationRequestFromJson(const json::value& body);

struct EvaluationRun {
  std::string id;
  std::string setId;
  std::string status = "running";  ///< running, complete, failed
  std::vector<SearchMode> modes;
  json::value summary;  ///< measures by mode; null while it runs
  json::value results;  ///< one entry a question; null while it runs
  SystemTime createdAt{};
};
json::object toJson(const EvaluationRun& run);

}  // namespace vigie::wire
