#include "core/wire/chat_parameters.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vigie::wire {

namespace {

constexpr std::int64_t kMostTokens = 10'000'000;

/// Checks one sampling parameter's type and range and keeps it as given.
struct NumberRule {
  std::string_view key;
  double least;
  double most;
};
constexpr std::array kNumberRules{
    NumberRule{"temperature", 0, 2},
    NumberRule{"top_p", 0, 1},
    NumberRule{"presence_penalty", -2, 2},
    NumberRule{"frequency_penalty", -2, 2},
};
struct IntegerRule {
  std::string_view key;
  std::int64_t least;
  std::int64_t most;
};
constexpr std::array kIntegerRules{
    IntegerRule{"max_tokens", 1, kMostTokens},
    IntegerRule{"max_completion_tokens", 1, kMostTokens},
    IntegerRule{"seed", INT64_MIN, INT64_MAX},
};

/// Parameters that are texts for the model's server.
constexpr std::array<std::string_view, 7> kTexts{
    "user",      "safety_identifier",     "prompt_cache_key", "service_tier", "reasoning_effort",
    "verbosity", "prompt_cache_retention"};

/// Parameters that no answer of ours could honour, and why.
struct Unserved {
  std::string_view key;
  std::string_view why;
};
constexpr std::array kUnserved{
    Unserved{"logprobs", "is not served: answers come without log probabilities; leave it out or send false"},
    Unserved{"top_logprobs", "is not served: answers come without log probabilities; leave it out"},
    Unserved{"audio", "is not served: answers are text"},
    Unserved{"functions", "is not served: OpenAI replaced it; use 'tools'"},
    Unserved{"function_call", "is not served: OpenAI replaced it; use 'tool_choice'"},
    Unserved{"web_search_options", "is not served: answers stand on the indexed documents"},
};

Result<void> readStop(const Fields& fields, json::object& out) {
  const auto* const stop = fields.find("stop");
  if (stop == nullptr) return {};
  const auto* const list = stop->if_array();
  const bool strings = list != nullptr && list->size() <= 4 &&
                       std::all_of(list->begin(), list->end(), [](const json::value& v) { return v.is_string(); });
  if (!stop->is_string() && !strings) return invalidField("stop", "must be a string or at most four strings");
  out["stop"] = *stop;
  return {};
}

Result<void> readTools(const Fields& fields, json::object& out) {
  const auto tools = fields.array("tools");
  if (!tools) return tools.error();
  if (*tools != nullptr) {
    if ((*tools)->empty() || (*tools)->size() > 128)
      return invalidField("tools", "must hold 1 to 128 tools or be left out");
    for (std::size_t i = 0; i < (*tools)->size(); ++i) {
      const std::string name = "tools." + std::to_string(i);
      const auto* const tool = (**tools)[i].if_object();
      if (tool == nullptr) return invalidField(name, "must be an object with 'type' and 'function'");
      const Fields inner(*tool, name + ".");
      const auto type = inner.string("type");
      if (!type) return type.error();
      if (!*type || (**type != "function" && **type != "custom")) {
        return invalidField(name + ".type", "must be \"function\" or \"custom\"");
      }
      const auto held = inner.child(**type);
      if (!held) return held.error();
      if (*held == nullptr) return missingField(name + "." + **type, R"({"name":"look_up"})");
      const auto called = Fields(**held, name + "." + **type + ".").string("name");
      if (!called) return called.error();
      if (!*called) return missingField(name + "." + **type + ".name", "\"look_up\"");
    }
    out["tools"] = **tools;
  }
  if (const auto* const choice = fields.find("tool_choice")) {
    const bool word = choice->is_string() && (*choice == "none" || *choice == "auto" || *choice == "required");
    if (!word && !choice->is_object()) {
      return invalidField("tool_choice", "must be \"none\", \"auto\", \"required\" or an object that names a tool");
    }
    if (*tools == nullptr) return invalidField("tool_choice", "is only allowed with 'tools'");
    out["tool_choice"] = *choice;
  }
  const auto parallel = fields.boolean("parallel_tool_calls");
  if (!parallel) return parallel.error();
  if (*parallel) {
    if (*tools == nullptr) return invalidField("parallel_tool_calls", "is only allowed with 'tools'");
    out["parallel_tool_calls"] = **parallel;
  }
  return {};
}

Result<void> readFormat(const Fields& fields, json::object& out) {
  const auto format = fields.child("response_format");
  if (!format) return format.error();
  if (*format == nullptr) return {};
  const Fields inner(**format, "response_format.");
  const auto type = inner.string("type");
  if (!type) return type.error();
  if (!*type || (**type != "text" && **type != "json_object" && **type != "json_schema")) {
    return invalidField("response_format.type", "must be one of text, json_object, json_schema");
  }
  if (**type == "json_schema") {
    const auto schema = inner.child("json_schema");
    if (!schema) return schema.error();
    if (*schema == nullptr) return missingField("response_format.json_schema", R"({"name":"answer","schema":{}})");
  }
  out["response_format"] = **format;
  return {};
}

/// Objects whose members are numbers or texts.
Result<void> readMaps(const Fields& fields, json::object& out) {
  const auto bias = fields.child("logit_bias");
  if (!bias) return bias.error();
  if (*bias != nullptr) {
    for (const auto& member : **bias) {
      const std::string name = "logit_bias." + std::string(member.key());
      if (!member.value().is_number() || std::abs(member.value().to_number<double>()) > 100) {
        return invalidField(name, "must be a number from -100 to 100");
      }
    }
    out["logit_bias"] = **bias;
  }
  const auto metadata = fields.child("metadata");
  if (!metadata) return metadata.error();
  if (*metadata != nullptr) {
    if ((*metadata)->size() > 16) return invalidField("metadata", "holds more than 16 members");
    for (const auto& member : **metadata) {
      if (!member.value().is_string()) return invalidField("metadata." + std::string(member.key()), "must be a string");
    }
    out["metadata"] = **metadata;
  }
  const auto prediction = fields.child("prediction");
  if (!prediction) return prediction.error();
  if (*prediction != nullptr) out["prediction"] = **prediction;
  return {};
}

}  // namespace

Result<json::object> chatParametersFromJson(const json::object& body) {
  const Fields fields(body);
  json::object out;
  for (const auto& rule : kNumberRules) {
    const auto number = fields.number(rule.key, rule.least, rule.most);
    if (!number) return number.error();
    if (*number) out[rule.key] = *fields.find(rule.key);
  }
  for (const auto& rule : kIntegerRules) {
    const auto number = fields.integer(rule.key, rule.least, rule.most);
    if (!number) return number.error();
    if (*number) out[rule.key] = *fields.find(rule.key);
  }
  if (const auto* const n = fields.find("n"); n != nullptr) {
    if (*n != json::value(1)) return invalidField("n", "must be 1: a request has one answer");
    out["n"] = 1;
  }
  for (const std::string_view key : kTexts) {
    const auto text = fields.string(key);
    if (!text) return text.error();
    if (*text) out[key] = **text;
  }
  for (const auto read : {readStop, readTools, readFormat, readMaps}) {
    if (const auto done = read(fields, out); !done) return done.error();
  }
  if (const auto* const modalities = fields.find("modalities"); modalities != nullptr) {
    if (*modalities != json::value(json::array{"text"}))
      return invalidField("modalities", "must be [\"text\"]: answers are text");
  }
  for (const Unserved& unserved : kUnserved) {
    const auto* const value = fields.find(unserved.key);
    const bool off = value == nullptr || *value == json::value(false);
    if (!off) return invalidField(std::string(unserved.key), unserved.why);
  }

  const auto known = fields.only({"model",
                                  "messages",
                                  "stream",
                                  "stream_options",
                                  "store",
                                  "vigie",
                                  "temperature",
                                  "top_p",
                                  "presence_penalty",
                                  "frequency_penalty",
                                  "max_tokens",
                                  "max_completion_tokens",
                                  "seed",
                                  "n",
                                  "stop",
                                  "user",
                                  "safety_identifier",
                                  "metadata",
                                  "prompt_cache_key",
                                  "prompt_cache_retention",
                                  "service_tier",
                                  "reasoning_effort",
                                  "verbosity",
                                  "logit_bias",
                                  "prediction",
                                  "response_format",
                                  "modalities",
                                  "tools",
                                  "tool_choice",
                                  "parallel_tool_calls",
                                  "logprobs",
                                  "top_logprobs",
                                  "audio",
                                  "functions",
                                  "function_call",
                                  "web_search_options"});
  if (!known) return known.error();
  return out;
}

}  // namespace vigie::wire
