#include "console/dashboard/variable_set.h"

#include "console/dashboard/interval.h"
#include "console/dashboard/variable_query.h"
#include "console/prometheus/metadata_client.h"

#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
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

Variable* VariableSet::find(const QString& name) { return const_cast<Variable*>(std::as_const(*this).find(name)); }

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
      if (variable.kind != VariableKind::kQuery || !variable.followsTime) continue;
      names.insert(variable.name);
      names.unite(dependentsOf(variable.name));
    }
    reopen(names);
  }
  everResolved_ = true;
  advance();
}

void VariableSet::choose(const QString& name, const QStringList& values) {
  Variable* variable = find(name);
  if (!variable || variable->chosen == values) return;
  variable->chosen = values;
  if (variable->kind == VariableKind::kTextBox) variable->options = {{values.value(0), values.value(0)}};
  reopen(dependentsOf(name));
  advance();
}

void VariableSet::pin(const QString& name, const QStringList& values) {
  Variable* variable = find(name);
  if (!variable) return;
  const bool all = values == QStringList{QStringLiteral("All")} && variable->includeAll;
  variable->chosen = all ? QStringList{kAllValue} : values;
  if (variable->kind == VariableKind::kTextBox) variable->options = {{values.value(0), values.value(0)}};
  pinned_.insert(name);
}

void VariableSet::reopen(const QSet<QString>& names) {
  for (const QString& name : names) {
    open_.insert(name);
    asking_.remove(name);
    generations_.remove(name);
    tickets_.erase(name);
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
      start(*find(*open_.begin()));
      moved = true;
    }
  }
  advancing_ = false;
  if (open_.isEmpty()) Q_EMIT resolved();
}

void VariableSet::start(Variable& variable) {
  problems_.remove(variable.name);
  asking_.insert(variable.name);
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
                            [takeTexts, asked](const Result<QStringList>& all) {
                              if (!all) return takeTexts(all);
                              takeTexts(all->filter(QRegularExpression(asked.match)));
                            });
      break;
    case Kind::kSeries:
      metadata_.series(scope, this, [takeTexts](const Result<std::vector<Labels>>& series) {
        if (!series) return takeTexts(series.error());
        QStringList texts;
        for (const Labels& labels : *series) texts.append(seriesText(labels));
        takeTexts(texts);
      });
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

void VariableSet::take(const QString& name, quint64 generation, const Result<QStringList>& answered) {
  Variable* variable = find(name);
  if (!variable || generations_.value(name) != generation) return;
  if (answered) {
    const QString regex = interpolate(variable->regex, lookup(), kDefaultFormat);
    variable->options = optionsFrom(*answered, regex, variable->sort);
  } else {
    // The saved options stay, and what is chosen of them: the panels may still be right.
    problems_.insert(name, QString::fromStdString(answered.error().message));
  }
  settle(*variable);
  finish(name);
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
  if (!variable.chosen.isEmpty()) return;
  if (variable.includeAll) {
    variable.chosen = {kAllValue};
  } else if (!variable.options.empty()) {
    variable.chosen = {variable.options.front().value};
  }
}

void VariableSet::finish(const QString& name) {
  open_.remove(name);
  asking_.remove(name);
}

}  // namespace vigie::console
