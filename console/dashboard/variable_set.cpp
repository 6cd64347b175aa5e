#include "console/dashboard/variable_set.h"

#include "console/dashboard/interval.h"
#include "console/dashboard/query_plan.h"
#include "console/dashboard/variable_query.h"
#include "console/prometheus/metadata_client.h"

#include <QRegularExpression>

#include <algorithm>
#include <memory>
#include <utility>

namespace vigie::console {
namespace {

/// What is chosen where nothing is.
QStringList usualChoice(const Variable& variable) {
  if (variable.includeAll) return {kAllValue};
  return variable.options.empty() ? QStringList() : QStringList{variable.options.front().value};
}

}  // namespace

VariableSet::VariableSet(std::vector<Variable> variables, PrometheusClient& prometheus, MetadataClient& metadata,
                         QObject* parent)
    : QObject(parent), variables_(std::move(variables)), prometheus_(prometheus), metadata_(metadata) {
  for (Variable& variable : variables_) {
    if (variable.kind == VariableKind::kInterval && variable.automatic) {
      variable.options.insert(variable.options.begin(), {tr("auto"), autoIntervalValue(variable.name)});
    }
    open_.insert(variable.name);
  }
}

VariableSet::~VariableSet() = default;

const Variable* VariableSet::find(const QString& name) const {
  const auto it = std::find_if(variables_.begin(), variables_.end(), [&](const Variable& v) { return v.name == name; });
  return it == variables_.end() ? nullptr : &*it;
}

Variable* VariableSet::own(const QString& name) { return const_cast<Variable*>(find(name)); }

QSet<QString> VariableSet::namesBehind(const Variable& variable) const {
  QSet<QString> names;
  if (variable.kind != VariableKind::kQuery) return names;
  for (const QString& name : variablesIn(variable.query + variable.regex)) {
    if (name != variable.name && find(name)) names.insert(name);
  }
  return names;
}

QSet<QString> VariableSet::dependentsOf(const QString& name) const {
  QSet<QString> affected{name};
  for (qsizetype before = 0; before != affected.size();) {
    before = affected.size();
    for (const Variable& variable : variables_) {
      if (namesBehind(variable).intersects(affected)) affected.insert(variable.name);
    }
  }
  affected.remove(name);
  return affected;
}

void VariableSet::resolve(const TimeWindow& window) {
  window_ = window;
  if (everResolved_) {
    QSet<QString> names;
    for (const Variable& variable : variables_) {
      // What could not be asked is asked again.
      const bool due = variable.followsTime || problems_.contains(variable.name);
      if (variable.kind != VariableKind::kQuery || !due) continue;
      names.insert(variable.name);
      names.unite(dependentsOf(variable.name));
    }
    reopen(names);
  }
  everResolved_ = true;
  advance();
}

void VariableSet::forget() {
  QSet<QString> names;
  for (const Variable& variable : variables_) names.insert(variable.name);
  reopen(names);
  everResolved_ = false;
}

void VariableSet::choose(const QString& name, const QStringList& values) {
  Variable* variable = own(name);
  if (!variable) return;
  const QStringList next = values.isEmpty() ? usualChoice(*variable) : values;
  if (variable->chosen == next) return;
  pinned_.remove(name);
  variable->chosen = next;
  if (variable->kind == VariableKind::kTextBox) variable->options = {{next.value(0), next.value(0)}};
  Q_EMIT chosenByHand();
  reopen(dependentsOf(name));
  advance();
}

void VariableSet::chooseFilters(const QString& name, const std::vector<AdHocFilter>& filters) {
  Variable* variable = own(name);
  if (!variable || variable->kind != VariableKind::kAdHoc || variable->filters == filters) return;
  variable->filters = filters;
  Q_EMIT chosenByHand();
  advance();
}

void VariableSet::pin(const QString& name, const QStringList& values) {
  Variable* variable = own(name);
  if (!variable) return;
  if (variable->kind == VariableKind::kAdHoc) {
    variable->filters.clear();
    for (const QString& value : values) {
      if (auto filter = filterFromLink(value)) variable->filters.push_back(std::move(*filter));
    }
    return;
  }
  const bool all = values == QStringList{QStringLiteral("All")} && variable->includeAll;
  variable->chosen = all ? QStringList{kAllValue} : values;
  if (variable->kind == VariableKind::kTextBox) variable->options = {{values.value(0), values.value(0)}};
  pinned_.insert(name);
}

bool VariableSet::restore(const std::vector<std::pair<QString, QString>>& state) {
  std::map<QString, QStringList> wanted;
  for (const auto& [name, value] : state) wanted[name].append(value);
  QSet<QString> affected;
  bool touched = false;
  for (const auto& [name, values] : wanted) {
    Variable* variable = own(name);
    // There is one data source, and a constant is what it is.
    if (!variable || variable->kind == VariableKind::kDatasource || variable->kind == VariableKind::kConstant) continue;
    const QStringList chosen = variable->chosen;
    const std::vector<AdHocFilter> filters = variable->filters;
    pin(name, values);
    if (variable->chosen == chosen && variable->filters == filters) continue;
    touched = true;
    affected.unite(dependentsOf(name));
  }
  if (!touched) return false;
  reopen(affected);
  if (everResolved_) advance();
  return true;
}

void VariableSet::reopen(const QSet<QString>& names) {
  for (const QString& name : names) {
    open_.insert(name);
    asking_.remove(name);
    generations_.remove(name);
    tickets_.erase(name);
    making_.erase(name);
  }
}

void VariableSet::advance() {
  // settle() of one may be all that another waited for; the outermost call sees it.
  if (advancing_) return;
  advancing_ = true;
  for (bool moved = true; moved && !open_.isEmpty();) {
    moved = false;
    for (Variable& variable : variables_) {
      if (!open_.contains(variable.name) || asking_.contains(variable.name)) continue;
      if (namesBehind(variable).intersects(open_)) continue;
      start(variable);
      moved = true;
    }
    // A circle: what is left is asked with what is known.
    if (!moved && asking_.isEmpty() && !open_.isEmpty()) {
      start(*own(*open_.begin()));
      moved = true;
    }
  }
  advancing_ = false;
  if (open_.isEmpty()) Q_EMIT resolved();
}

void VariableSet::start(Variable& variable) {
  problems_.remove(variable.name);
  asking_.insert(variable.name);
  if (variable.kind == VariableKind::kQuery && !speaksPromQl(variable.datasourceType)) {
    // Nobody is asked: what was saved is all there is.
    if (variable.options.empty()) {
      for (const QString& value : variable.chosen) variable.options.push_back({value, value});
    }
    finish(variable.name);
    return;
  }
  if (variable.kind == VariableKind::kQuery) {
    const quint64 generation = nextGeneration_++;
    generations_.insert(variable.name, generation);
    ask(variable, generation);
    return;
  }
  settle(variable);
  finish(variable.name);
}

void VariableSet::ask(Variable& variable, quint64 generation) {
  using Kind = VariableQuery::Kind;
  const QString query = withIntervals(interpolate(variable.query, lookup(), kPromQlFormat),
                                      {scrapeMs_, 4 * scrapeMs_, window_.lengthMs()});
  const VariableQuery asked = readVariableQuery(query);
  const QString name = variable.name;
  const MetadataClient::Scope scope{asked.kind == Kind::kMetrics ? QString() : asked.match, window_.fromMs,
                                    window_.toMs};
  const auto takeTexts = [this, name, generation](const Result<QStringList>& answered) {
    take(name, generation, answered);
  };
  switch (asked.kind) {
    case Kind::kNothing:
      settle(variable);
      finish(name);
      break;
    case Kind::kLabelNames:
      metadata_.labelNames(scope, this, takeTexts);
      break;
    case Kind::kLabelValues:
      metadata_.labelValues(asked.label, scope, this, takeTexts);
      break;
    case Kind::kMetrics:
      metadata_.labelValues(QStringLiteral("__name__"), scope, this,
                            [this, name, generation, asked](const Result<QStringList>& all) {
                              take(name, generation, all, QRegularExpression(asked.match));
                            });
      break;
    case Kind::kSeries:
      metadata_.series(scope, this, takeTexts);
      break;
    case Kind::kQueryResult:
      tickets_[name] =
          prometheus_.ask({asked.match, false, 0, window_.toMs, 0}, [takeTexts](const Result<FramePtr>& frame) {
            if (!frame) return takeTexts(frame.error());
            takeTexts(queryResultTexts(**frame));
          });
      break;
  }
}

void VariableSet::take(const QString& name, quint64 generation, const Result<QStringList>& answered,
                       const QRegularExpression& only) {
  Variable* variable = own(name);
  if (!variable || generations_.value(name) != generation) return;
  if (!answered) {
    // The saved options stay, and what is chosen of them: the panels may still be right.
    problems_.insert(name, QString::fromStdString(answered.error().message));
    return conclude(*variable);
  }
  // Elsewhere: there may be a million.
  making_[name].start(
      [texts = *answered, only, regex = interpolate(variable->regex, lookup(), kDefaultFormat),
       sort = variable->sort] {
        return std::make_shared<std::vector<VariableOption>>(
            optionsFrom(only.pattern().isEmpty() ? texts : texts.filter(only), regex, sort));
      },
      [this, name, generation](const std::shared_ptr<std::vector<VariableOption>>& options) {
        Variable* asked = own(name);
        if (!asked || generations_.value(name) != generation) return;
        asked->options = std::move(*options);
        conclude(*asked);
      });
}

void VariableSet::conclude(Variable& variable) {
  settle(variable);
  finish(variable.name);
  advance();
}

void VariableSet::settle(Variable& variable) {
  if (pinned_.contains(variable.name)) return;
  switch (variable.kind) {
    case VariableKind::kQuery:
    case VariableKind::kCustom:
    case VariableKind::kInterval:
      break;
    case VariableKind::kDatasource:
      // There is one: the Prometheus the console asks.
      if (variable.chosen.isEmpty()) variable.chosen = {QStringLiteral("default")};
      variable.options = {{variable.chosen.first(), variable.chosen.first()}};
      return;
    default:
      return;
  }
  if (variable.isAllChosen() && variable.includeAll) {
    variable.chosen = {kAllValue};
    return;
  }
  if (problems_.contains(variable.name) && !variable.chosen.isEmpty()) return;
  variable.chosen.removeIf([&variable](const QString& value) { return !variable.offers(value); });
  if (!variable.multi && variable.chosen.size() > 1) variable.chosen = {variable.chosen.first()};
  if (variable.chosen.isEmpty()) variable.chosen = usualChoice(variable);
}

void VariableSet::finish(const QString& name) {
  open_.remove(name);
  asking_.remove(name);
}

}  // namespace vigie::console
