#include "core/wire/evaluations.h"

#include "core/base/ids.h"

#include <algorithm>

namespace vigie::wire {

Result<EvaluationRequest> evaluationRequestFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"set_id", "modes"}); !known) return known.error();
  EvaluationRequest request;
  auto set = fields.string("set_id");
  if (!set) return set.error();
  if (!*set || !isId(**set)) {
    return Error(ErrorCode::kInvalidArgument, "'set_id' must be the id of an evaluation set", "set_id");
  }
  request.setId = std::move(**set);
  const auto modes = fields.array("modes");
  if (!modes) return modes.error();
  if (*modes == nullptr) {
    request.modes = {SearchMode::kLexical, SearchMode::kVector, SearchMode::kHybrid};
    return request;
  }
  for (const json::value& item : **modes) {
    if (!item.is_string()) return Error(ErrorCode::kInvalidArgument, "'modes' must be a list of search modes", "modes");
    const auto mode = searchModeFromString(std::string_view(item.get_string()), "modes");
    if (!mode) return mode.error();
    if (std::find(request.modes.begin(), request.modes.end(), *mode) == request.modes.end()) {
      request.modes.push_back(*mode);
    }
  }
  if (request.modes.empty()) return Error(ErrorCode::kInvalidArgument, "'modes' is empty", "modes");
  return request;
}

json::object toJson(const EvaluationRun& run) {
  json::array modes;
  for (const auto mode : run.modes) modes.emplace_back(toString(mode));
  return {{"id", run.id},
          {"object", "evaluation"},
          {"set_id", run.setId},
          {"status", run.status},
          {"modes", std::move(modes)},
          {"summary", run.summary},
          {"results", run.results},
          {"created_at", toIso8601(run.createdAt)}};
}

}  // namespace vigie::wire
