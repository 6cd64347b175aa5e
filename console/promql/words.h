// The words of PromQL as Prometheus 2.42 knows them: functions, aggregations and keywords, each with its signature and
// what it does. Names of metrics and labels are not among them.
// Source: https://prometheus.io/docs/prometheus/2.42/querying/functions/ and …/operators/.
#pragma once

#include <QString>

#include <vector>

namespace vigie::console::promql {

enum class WordKind { kFunction, kAggregation, kKeyword };

struct Word {
  QString name;
  QString signature;
  WordKind kind = WordKind::kKeyword;
  const char* description = "";  ///< English, of the context "promql": descriptionOf() has it in the reader's language
};

/// All of them, in the order of their names within their kinds.
const std::vector<Word>& words();

/// Null for what is none. Aggregations and keywords in any case, functions as they are written: as Prometheus does.
const Word* findWord(const QString& name);

QString descriptionOf(const Word& word);

/// by, without, on, ignoring, group_left, group_right: a list of labels follows.
bool takesLabels(const QString& keyword);

}  // namespace vigie::console::promql
