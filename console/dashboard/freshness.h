// How old the newest sample behind a panel is, by Prometheus' own clock.
//
// The last point of a range query is an evaluation, not a sample: Prometheus repeats a sample for five minutes, and
// rate() lives on for its whole window, so a dead source looks alive. The probe asks for the timestamps themselves,
// for all panels of a dashboard in one query.
#pragma once

#include "console/prometheus/prometheus_client.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <optional>

namespace vigie::console {

/// The vector selectors of an expression (`metric`, `metric{a="b"}`, `{__name__=~"x"}`), without ranges and offsets,
/// each once, in order. A scan, not a parser: what it does not understand it leaves out.
QStringList selectorsOf(const QString& expr);

class FreshnessProbe : public QObject {
  Q_OBJECT
 public:
  FreshnessProbe(PrometheusClient& client, QObject* parent = nullptr) : QObject(parent), client_(client) {}

  /// The selectors to watch. What was known about others is forgotten.
  void watch(const QStringList& selectors);
  /// Asks once; answered() follows unless Prometheus fails.
  void refresh();
  /// Milliseconds since the newest sample any of `selectors` matched; keeps counting when nothing matches any more.
  /// Nothing while none was ever seen.
  [[nodiscard]] std::optional<qint64> ageMs(const QStringList& selectors) const;

 Q_SIGNALS:
  void answered();

 private:
  PrometheusClient& client_;
  QStringList selectors_;
  QHash<QString, qint64> newestMs_;  ///< by this machine's steady clock, in ms
  QueryTicket ticket_;
};

}  // namespace vigie::console
