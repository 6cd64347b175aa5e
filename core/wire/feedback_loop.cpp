#include "core/wire/feedback_loop.h"

#include "core/base/ids.h"

#include <algorithm>

namespace vigie::wire {

namespace {

constexpr std::size_t kLongestNote = 20'000;
constexpr std::size_t kLongestLine = 500;
constexpr std::size_t kMostQuestions = 2'000;
constexpr std::size_t kMostExpected = 50;
constexpr int kLongestWindow = 30 * 24 * 3600;

Error wrong(const std::string& param, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "'" + param + "' " + why, param};
}

/// A text of at most `longest` bytes; empty when it is not there.
Result<std::string> readText(const Fields& fields, std::string_view key, std::size_t longest) {
  auto text = fields.string(key);
  if (!text) return text.error();
  if (*text && (*text)->size() > longest) {
    return wrong(fields.param(key), "must be at most " + std::to_string(longest) + " bytes long");
  }
  return std::move(*text).value_or("");
}

/// The same, and it must say something.
Result<std::string> readNeeded(const Fields& fields, std::string_view key, std::size_t longest,
                               const std::string& example) {
  auto text = readText(fields, key, longest);
  if (text && text->find_first_not_of(" \t\r\n") == std::string::npos) {
    return wrong(fields.param(key), "is missing; an example is \"" + example + "\"");
  }
  return text;
}

Result<json::value> readSettings(const Fields& fields, std::string_view key) {
  const auto object = fields.child(key);
  if (!object) return object.error();
  return *object == nullptr ? json::value(nullptr) : json::value(**object);
}

Result<EvaluationQuestion> readQuestion(const json::value& value, std::size_t index) {
  const std::string name = "questions." + std::to_string(index);
  const auto* const object = value.if_object();
  if (object == nullptr) return wrong(name, "must be an object with 'question' and 'expected_documents'");
  const Fields fields(*object, name + ".");
  if (const auto known = fields.only({"question", "expected_documents", "message_id"}); !known) return known.error();
  EvaluationQuestion out;
  out.ordinal = static_cast<int>(index);
  auto question = readNeeded(fields, "question", kLongestNote, "What do I do when ServiceDown fires?");
  if (!question) return question.error();
  out.question = std::move(*question);
  const auto expected = fields.array("expected_documents");
  if (!expected) return expected.error();
  const std::string list = fields.param("expected_documents");
  if (*expected == nullptr || (*expected)->empty() || (*expected)->size() > kMostExpected) {
    return wrong(list, "must name 1 to 50 documents, each by its id or its title");
  }
  for (const json::value& item : **expected) {
    const auto* const text = item.if_string();
    if (text == nullptr || text->empty() || text->size() > kLongestLine) {
      return wrong(list, "must hold ids or titles of documents, each a string of 1 to 500 bytes");
    }
    out.expectedDocuments.emplace_back(*text);
  }
  auto origin = fields.string("message_id");
  if (!origin) return origin.error();
  if (*origin && !isId(**origin)) return wrong(fields.param("message_id"), "must be a UUID as the server gave it");
  out.messageId = std::move(*origin);
  return out;
}

}  // namespace

Result<FeedbackInput> feedbackInputFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"rating", "reason", "correction"}); !known) return known.error();
  FeedbackInput out;
  auto rating = fields.string("rating");
  if (!rating) return rating.error();
  if (*rating != "up" && *rating != "down") return wrong("rating", "must be \"up\" or \"down\"");
  out.rating = std::move(**rating);
  auto reason = readText(fields, "reason", kLongestNote);
  if (!reason) return reason.error();
  out.reason = std::move(*reason);
  auto correction = readText(fields, "correction", kLongestNote);
  if (!correction) return correction.error();
  out.correction = std::move(*correction);
  return out;
}

json::object toJson(const Feedback& feedback) {
  return {{"id", feedback.id},
          {"object", "message.feedback"},
          {"message_id", feedback.messageId},
          {"rating", feedback.input.rating},
          {"reason", feedback.input.reason},
          {"correction", feedback.input.correction},
          {"created_at", toIso8601(feedback.createdAt)},
          {"updated_at", toIso8601(feedback.updatedAt)}};
}

std::string_view toString(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kModel:
      return "model";
    case ChangeKind::kPrompt:
      return "prompt";
    case ChangeKind::kK:
      return "k";
    case ChangeKind::kTimeout:
      return "timeout";
    case ChangeKind::kIndex:
      return "index";
    case ChangeKind::kOther:
      return "other";
  }
  return "other";
}

ChangeKind changeKindFromString(std::string_view text) {
  for (const ChangeKind kind : kChangeKinds) {
    if (toString(kind) == text) return kind;
  }
  return ChangeKind::kOther;
}

Result<ChangeInput> changeInputFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"kind", "summary", "before", "after", "window_seconds", "happened_at"}); !known) {
    return known.error();
  }
  ChangeInput out;
  const auto kind = fields.string("kind");
  if (!kind) return kind.error();
  out.kind = changeKindFromString(kind->value_or(""));
  if (toString(out.kind) != kind->value_or("")) {
    return wrong("kind", "must be one of model, prompt, k, timeout, index, other");
  }
  auto summary = readNeeded(fields, "summary", kLongestLine, "k from 4 to 6");
  if (!summary) return summary.error();
  out.summary = std::move(*summary);
  auto before = readSettings(fields, "before");
  if (!before) return before.error();
  out.before = std::move(*before);
  auto after = readSettings(fields, "after");
  if (!after) return after.error();
  out.after = std::move(*after);
  const auto window = fields.integer("window_seconds", 1, kLongestWindow);
  if (!window) return window.error();
  if (*window) out.windowSeconds = static_cast<int>(**window);
  const auto happened = fields.string("happened_at");
  if (!happened) return happened.error();
  if (*happened) {
    const auto time = fromIso8601(**happened);
    if (!time) return wrong("happened_at", "must be an ISO 8601 time; an example is 2026-03-01T12:00:00Z");
    out.happenedAt = *time;
  }
  return out;
}

json::object toJson(const Change& change) {
  json::object out{{"id", change.id},
                   {"object", "change"},
                   {"kind", toString(change.input.kind)},
                   {"summary", change.input.summary},
                   {"before", change.input.before},
                   {"after", change.input.after},
                   {"window_seconds", nullptr},
                   {"happened_at", toIso8601(change.input.happenedAt.value_or(change.createdAt))},
                   {"created_at", toIso8601(change.createdAt)}};
  if (change.input.windowSeconds) out["window_seconds"] = *change.input.windowSeconds;
  return out;
}

Result<EvaluationSetInput> evaluationSetInputFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"name", "questions"}); !known) return known.error();
  EvaluationSetInput out;
  auto name = readNeeded(fields, "name", kLongestLine, "Runbooks, English");
  if (!name) return name.error();
  out.name = std::move(*name);
  const auto questions = fields.array("questions");
  if (!questions) return questions.error();
  if (*questions == nullptr || (*questions)->empty() || (*questions)->size() > kMostQuestions) {
    return wrong("questions", "must hold 1 to 2000 questions");
  }
  for (std::size_t i = 0; i < (*questions)->size(); ++i) {
    auto question = readQuestion((**questions)[i], i);
    if (!question) return question.error();
    out.questions.push_back(std::move(*question));
  }
  return out;
}

json::object toJson(const EvaluationSet& set) {
  json::object out{{"id", set.id},
                   {"object", "evaluation_set"},
                   {"name", set.name},
                   {"question_count", set.questionCount},
                   {"created_at", toIso8601(set.createdAt)}};
  if (!set.questions) return out;
  json::array questions;
  for (const EvaluationQuestion& question : *set.questions) {
    json::array expected;
    for (const std::string& document : question.expectedDocuments) expected.emplace_back(document);
    json::object item{{"ordinal", question.ordinal},
                      {"question", question.question},
                      {"expected_documents", std::move(expected)},
                      {"message_id", nullptr}};
    if (question.messageId) item["message_id"] = *question.messageId;
    questions.push_back(std::move(item));
  }
  out["questions"] = std::move(questions);
  return out;
}

}  // namespace vigie::wire
