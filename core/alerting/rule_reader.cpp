#include "core/alerting/rule_reader.h"

#include "core/alerting/impl/printable.h"
#include "core/alerting/impl/yaml_fields.h"
#include "core/base/utf8.h"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

namespace vigie::alerting {

namespace {

using impl::Fault;
using impl::Fields;
using impl::numberOf;
using impl::shown;
using std::chrono::seconds;

constexpr std::size_t kMaxBytes = 256 * 1024;
// Grafana keeps a uid in a column of 40 characters.
constexpr std::size_t kMaxUid = 40;
// Grafana's scheduler ticks every ten seconds.
constexpr seconds kTick{10};
constexpr const char* kExpressionSource = "__expr__";

// The keys of each mapping as Grafana knows them, without those that a rule of ours must not have (record,
// notification_settings). Grafana ignores any other key without a word.
const std::vector<std::string_view> kFileKeys{"apiVersion",          "groups",    "deleteRules",    "contactPoints",
                                              "deleteContactPoints", "policies",  "resetPolicies",  "muteTimes",
                                              "deleteMuteTimes",     "templates", "deleteTemplates"};
const std::vector<std::string_view> kGroupKeys{"orgId", "name", "folder", "interval", "rules"};
const std::vector<std::string_view> kRuleKeys{"uid",           "title",        "condition",    "data",   "for",
                                              "keepFiringFor", "noDataState",  "execErrState", "labels", "annotations",
                                              "isPaused",      "dashboardUid", "panelId"};
const std::vector<std::string_view> kDataKeys{"refId", "queryType", "datasourceUid", "relativeTimeRange", "model"};
const std::vector<std::string_view> kQueryKeys{"refId",         "expr",   "instant",    "range",        "intervalMs",
                                               "maxDataPoints", "format", "editorMode", "legendFormat", "datasource"};
const std::vector<std::string_view> kThresholdKeys{"refId",      "type",          "expression", "conditions",
                                                   "intervalMs", "maxDataPoints", "datasource"};
const std::vector<std::string_view> kConditionKeys{"evaluator", "operator", "query", "reducer", "type"};
const std::vector<std::string_view> kEvaluatorKeys{"type", "params"};
const std::vector<std::string_view> kTimeRangeKeys{"from", "to"};

constexpr std::pair<std::string_view, Comparison> kEvaluators[] = {
    {"gt", Comparison::kGreater},      {"gte", Comparison::kGreaterOrEqual}, {"lt", Comparison::kLess},
    {"lte", Comparison::kLessOrEqual}, {"eq", Comparison::kEqual},           {"ne", Comparison::kNotEqual}};

bool isUid(std::string_view uid) {
  return uid.size() <= kMaxUid && std::all_of(uid.begin(), uid.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

/// The threshold of a rule's condition, and the refId of what it reads.
struct Threshold {
  std::string reads;
  Comparison comparison = Comparison::kGreater;
  double limit = 0;
};

Threshold readThreshold(const YAML::Node& node) {
  const Fields model(node, "a threshold", kThresholdKeys);
  if (const auto type = model.text("type"); type != "threshold") {
    throw Fault(model.at("type"), "an expression of type " + shown(type) +
                                      " is not read; write an instant query and a threshold over it");
  }
  const auto conditions = model.list("conditions");
  if (conditions.size() != 1) throw Fault(model.at("conditions"), "a threshold has one condition");
  const Fields condition(conditions.front(), "a threshold's condition", kConditionKeys);
  const Fields evaluator(condition.at("evaluator"), "an evaluator", kEvaluatorKeys);
  const auto type = evaluator.text("type");
  const auto* const found = std::find_if(std::begin(kEvaluators), std::end(kEvaluators),
                                         [&type](const auto& one) { return one.first == type; });
  if (found == std::end(kEvaluators)) {
    throw Fault(evaluator.at("type"),
                "the evaluator " + shown(type) + " is not read; known are: gt, gte, lt, lte, eq, ne");
  }
  const auto params = evaluator.list("params");
  if (params.size() != 1) throw Fault(evaluator.at("params"), "'params' must hold one limit");
  return {model.text("expression"), found->second, numberOf(params.front())};
}

std::string readQuery(const YAML::Node& node) {
  const Fields model(node, "a query", kQueryKeys);
  // Grafana runs a query that says neither as a range query, whose many values no threshold can read.
  if (!model.flag("instant", false) || model.flag("range", false)) {
    throw Fault(node, "a query must be instant: write 'instant: true' and 'range: false'");
  }
  auto expression = model.text("expr");
  if (expression.find('$') != std::string::npos) {
    throw Fault(model.at("expr"), "an alert's expression must not hold a '$': Grafana fills no variable in there");
  }
  return expression;
}

Fallback readFallback(const Fields& rule, std::string_view key) {
  const auto text = rule.text(key);
  if (text == "OK") return Fallback::kOk;
  if (text == "Alerting") return Fallback::kAlerting;
  throw Fault(rule.at(key), "'" + std::string(key) + "' must be OK or Alerting; " + shown(text) +
                                " would raise an alert of another name, or none that Prometheus knows");
}

void checkTexts(const Fields& rule, const AlertRule& read) {
  for (const auto& [name, text] : read.labels) {
    if (text.find('$') != std::string::npos || text.find("{{") != std::string::npos) {
      throw Fault(rule.at("labels"),
                  "the label '" + name + "' must be a fixed text: a label that changes is another alert");
    }
  }
  for (const auto& [name, text] : read.annotations) {
    if (text.find("${") != std::string::npos) {
      throw Fault(rule.at("annotations"),
                  "the annotation '" + name + "' must not hold '${': some versions of Grafana fill it in");
    }
  }
}

/// Queries and the threshold, by refId.
void readData(const Fields& fields, AlertRule& rule) {
  std::vector<AlertQuery> queries;
  std::map<std::string, Threshold> thresholds;
  std::set<std::string> seen;
  for (const auto& node : fields.list("data")) {
    const Fields data(node, "an entry of 'data'", kDataKeys);
    const auto refId = data.text("refId");
    if (!seen.insert(refId).second) throw Fault(node, "the refId " + shown(refId) + " is used twice");
    const auto& model = data.at("model");
    if (const auto own = model.IsMap() ? model["refId"] : YAML::Node();
        !own.IsDefined() || !own.IsScalar() || own.Scalar() != refId) {
      throw Fault(model, "the model's refId must be that of its entry, " + shown(refId));
    }
    if (data.text("datasourceUid") == kExpressionSource) {
      thresholds.emplace(refId, readThreshold(model));
    } else {
      const Fields range(data.at("relativeTimeRange"), "'relativeTimeRange'", kTimeRangeKeys);
      if (numberOf(range.at("from")) <= numberOf(range.at("to"))) {
        throw Fault(range.node(), "'from' must be more seconds ago than 'to'");
      }
      queries.push_back({refId, readQuery(model)});
    }
  }
  const auto condition = fields.text("condition");
  const auto threshold = thresholds.find(condition);
  if (threshold == thresholds.end() || thresholds.size() != 1) {
    throw Fault(fields.at("condition"),
                "'condition' must name the rule's one threshold; " + shown(condition) + " is none");
  }
  const auto read = std::find_if(queries.begin(), queries.end(),
                                 [&](const AlertQuery& one) { return one.refId == threshold->second.reads; });
  if (read == queries.end()) {
    throw Fault(fields.at("data"), "the threshold reads " + shown(threshold->second.reads) + ", which is no query");
  }
  rule.query = std::move(*read);
  queries.erase(read);
  rule.others = std::move(queries);
  rule.comparison = threshold->second.comparison;
  rule.limit = threshold->second.limit;
}

AlertRule readRule(const YAML::Node& node) {
  const Fields fields(node, "a rule", kRuleKeys);
  AlertRule rule;
  rule.uid = fields.text("uid");
  if (!isUid(rule.uid)) {
    throw Fault(fields.at("uid"), "the uid " + shown(rule.uid) + " must be at most 40 letters, digits, '-' or '_'");
  }
  rule.title = fields.text("title");
  readData(fields, rule);
  rule.pendingFor = fields.duration("for", seconds(0));
  rule.keepFiringFor = fields.duration("keepFiringFor", seconds(0));
  rule.noData = readFallback(fields, "noDataState");
  rule.executionError = readFallback(fields, "execErrState");
  rule.paused = fields.flag("isPaused", false);
  rule.labels = fields.texts("labels");
  rule.annotations = fields.texts("annotations");
  checkTexts(fields, rule);
  return rule;
}

AlertRuleGroup readGroup(const YAML::Node& node, std::set<std::string>& uids, std::set<std::string>& titles) {
  const Fields fields(node, "a group", kGroupKeys);
  AlertRuleGroup group;
  group.name = fields.text("name");
  group.folder = fields.text("folder");
  group.interval = fields.duration("interval");
  if (group.interval < kTick || group.interval % kTick != seconds(0)) {
    throw Fault(fields.at("interval"), "'interval' must be a multiple of 10s: Grafana looks every ten seconds");
  }
  for (const auto& one : fields.list("rules")) {
    auto rule = readRule(one);
    if (!uids.insert(rule.uid).second) throw Fault(one, "the uid " + shown(rule.uid) + " is used twice");
    if (!titles.insert(rule.title).second) throw Fault(one, "the title " + shown(rule.title) + " is used twice");
    group.rules.push_back(std::move(rule));
  }
  return group;
}

/// Takes what is read and does nothing.
class Ignored final : public YAML::EventHandler {
  using Mark = YAML::Mark;
  void OnDocumentStart(const Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const Mark&, YAML::anchor_t) override {}
  void OnAlias(const Mark&, YAML::anchor_t) override {}
  void OnScalar(const Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// Not by YAML::LoadAll: yaml-cpp 0.7 finds documents without end, and fills the memory, in as little as ",".
bool isOneDocument(const std::string& yaml) {
  std::istringstream in(yaml);
  YAML::Parser parser(in);
  Ignored handler;
  return parser.HandleNextDocument(handler) && !parser.HandleNextDocument(handler);
}

Error fault(const std::string& name, int line, const std::string& why) {
  return {ErrorCode::kInvalidArgument, name + (line > 0 ? ", line " + std::to_string(line) : "") + ": " + why};
}

}  // namespace

Result<std::vector<AlertRuleGroup>> readAlertRules(std::string_view text, const std::string& name) try {
  if (text.size() > kMaxBytes) return fault(name, 0, "is over 256 KiB; rules are not that long");
  if (!isUtf8(text)) return fault(name, 0, "is not UTF-8; save it as such");
  const std::string yaml(text);
  if (!isOneDocument(yaml)) return fault(name, 0, "must hold one YAML document; Grafana would not read the others");
  const Fields file(YAML::Load(yaml), "an alerting file", kFileKeys);
  if (numberOf(file.at("apiVersion")) != 1) throw Fault(file.at("apiVersion"), "'apiVersion' must be 1");
  std::vector<AlertRuleGroup> groups;
  if (!file.has("groups")) return groups;
  std::set<std::string> uids;
  std::set<std::string> titles;
  for (const auto& node : file.list("groups")) groups.push_back(readGroup(node, uids, titles));
  return groups;
} catch (const Fault& wrong) {
  return fault(name, wrong.line(), wrong.what());
} catch (const YAML::Exception& wrong) {
  return fault(name, wrong.mark.line + 1, "is not YAML: " + impl::printable(wrong.msg));
}

}  // namespace vigie::alerting
