// The feedback loop: ratings of answers, the journal of changes, evaluation sets (design §5.1).
#pragma once

#include "core/base/clock.h"
#include "core/wire/json_fields.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace vigie::wire {

/// A body of POST /v1/messages/{id}/feedback.
struct FeedbackInput {
  std::string rating;      ///< up or down
  std::string reason;      ///< may be empty
  std::string correction;  ///< what the answer should have been; may be empty
};
Result<FeedbackInput> feedbackInputFromJson(const json::value& body);

/// An owner's one rating of an answer.
struct Feedback {
  std::string id;
  std::string messageId;
  FeedbackInput input;
  SystemTime createdAt{};
  SystemTime updatedAt{};
};
json::object toJson(const Feedback& feedback);

/// What may change about the service: the closed set of the label `kind`.
enum class ChangeKind { kModel, kPrompt, kK, kTimeout, kIndex, kOther };
inline constexpr std::array kChangeKinds{ChangeKind::kModel,   ChangeKind::kPrompt, ChangeKind::kK,
                                         ChangeKind::kTimeout, ChangeKind::kIndex,  ChangeKind::kOther};
std::string_view toString(ChangeKind kind);
/// kOther for a text that is none of them.
ChangeKind changeKindFromString(std::string_view text);

/// A body of POST /v1/changes.
struct ChangeInput {
  ChangeKind kind = ChangeKind::kOther;
  std::string summary;
  json::value before;  ///< an object, or null
  json::value after;
  std::optional<int> windowSeconds;      ///< how long before and after are compared
  std::optional<SystemTime> happenedAt;  ///< unset: now
};
Result<ChangeInput> changeInputFromJson(const json::value& body);

struct Change {
  std::string id;
  ChangeInput input;  ///< happenedAt is set
  SystemTime createdAt{};
};
json::object toJson(const Change& change);

/// One question of an evaluation set and the documents a good search finds for it.
struct EvaluationQuestion {
  int ordinal = 0;
  std::string question;
  std::vector<std::string> expectedDocuments;  ///< each a document's id or its title, at least one
  std::optional<std::string> messageId;        ///< the message it was made from: erased together
};

/// A body of POST /v1/evaluation-sets.
struct EvaluationSetInput {
  std::string name;
  std::vector<EvaluationQuestion> questions;
};
Result<EvaluationSetInput> evaluationSetInputFromJson(const json::value& body);

struct EvaluationSet {
  std::string id;
  std::string name;
  std::int64_t questionCount = 0;
  SystemTime createdAt{};
  std::optional<std::vector<EvaluationQuestion>> questions;  ///< unset in lists
};
json::object toJson(const EvaluationSet& set);

}  // namespace vigie::wire
