// An alert rule as Grafana provisions it: the one definition of what is alarming (design §7).
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace vigie::alerting {

/// How the threshold compares the query's value with its limit.
enum class Comparison { kGreater, kGreaterOrEqual, kLess, kLessOrEqual, kEqual, kNotEqual };

/// What the alert is when its query gives nothing (noDataState) or fails (execErrState).
enum class Fallback { kOk, kAlerting };

struct AlertQuery {
  std::string refId;
  std::string expression;  ///< PromQL, asked as an instant query
};

struct AlertRule {
  std::string uid;
  std::string title;  ///< the label alertname
  AlertQuery query;   ///< what the threshold reads
  Comparison comparison = Comparison::kGreater;
  double limit = 0;
  std::chrono::seconds pendingFor{0};
  std::chrono::seconds keepFiringFor{0};
  Fallback noData = Fallback::kOk;
  Fallback executionError = Fallback::kOk;
  bool paused = false;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;  ///< with Grafana's templates as written
  std::vector<AlertQuery> others;                  ///< read by annotations only
};

struct AlertRuleGroup {
  std::string name;
  std::string folder;
  std::chrono::seconds interval{0};  ///< how often its rules are evaluated
  std::vector<AlertRule> rules;
};

}  // namespace vigie::alerting
