// Query variables of a Prometheus data source: what a query asks for, and what becomes of the answer. Pure.
// Source: Grafana's metric_find_query.ts and its query variable's regex and sort.
#pragma once

#include "console/dashboard/variable.h"
#include "console/prometheus/frame.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

struct VariableQuery {
  enum class Kind {
    kNothing,      ///< an empty query, or a function without its argument
    kLabelNames,   ///< of the series that `match` selects, or of all
    kLabelValues,  ///< of `label`, of the series that `match` selects, or of all
    kMetrics,      ///< names that match the regular expression `match`
    kQueryResult,  ///< `match` is PromQL
    kSeries        ///< names and labels of the series that `match` selects
  };
  Kind kind = Kind::kNothing;
  QString label;
  QString match;
  friend bool operator==(const VariableQuery&, const VariableQuery&) = default;
};

/// `query` with its variables filled in already.
VariableQuery readVariableQuery(const QString& query);

/// One value an instant sample: `name{a="b"} 1 1700000000000`, labels in Prometheus' order.
QStringList queryResultTexts(const Frame& frame);

/// The values an answer offers: filtered and cut by `regex` (whose groups "text" and "value", or the first one, choose
/// the part), each once, sorted.
std::vector<VariableOption> optionsFrom(const QStringList& answered, const QString& regex, int sort);

}  // namespace vigie::console
