// The variables of an open dashboard, live: their options asked from Prometheus in the order in which they depend on
// each other, what is chosen, and what that is inside a query or a title. UI thread; never blocks.
#pragma once

#include "console/dashboard/interval.h"
#include "console/dashboard/time_window.h"
#include "console/dashboard/variable.h"
#include "console/dashboard/variable_format.h"
#include "console/prometheus/background_job.h"
#include "console/prometheus/prometheus_client.h"

#include <QObject>
#include <QRegularExpression>
#include <QSet>

#include <map>
#include <vector>

namespace vigie::console {

class MetadataClient;

class VariableSet : public QObject {
  Q_OBJECT
 public:
  /// The clients outlive the set.
  VariableSet(std::vector<Variable> variables, PrometheusClient& prometheus, MetadataClient& metadata,
              QObject* parent = nullptr);
  ~VariableSet() override;

  [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }
  /// Null when there is none of that name.
  [[nodiscard]] const Variable* find(const QString& name) const;
  /// The data source's "Scrape interval" in Grafana, 15 s by default: the least interval of its queries.
  void setScrapeMs(qint64 ms) { scrapeMs_ = ms; }
  [[nodiscard]] qint64 scrapeMs() const { return scrapeMs_; }
  /// Why a variable's options are not known; empty while they are.
  [[nodiscard]] QString problemOf(const QString& name) const { return problems_.value(name); }

  /// Asks for what depends on the time range and for what could not be asked, or for everything at first. `resolved`
  /// follows.
  void resolve(const TimeWindow& window);
  /// The next resolve() is a first one: of another Prometheus. Choices stay.
  void forget();
  /// Every variable has its options, or the reason why not.
  [[nodiscard]] bool isResolved() const { return open_.isEmpty(); }

  /// `values` as the user chose them ({kAllValue}: All; none: what Grafana takes then, All or the first). What depends
  /// on the variable is asked anew; `resolved` follows, and `chosenByHand` when it is another choice.
  void choose(const QString& name, const QStringList& values);
  /// The user's filters of an ad-hoc variable; as choose().
  void chooseFilters(const QString& name, const std::vector<AdHocFilter>& filters);
  /// A value from outside (a link, the command line): kept though it is not among the options. Before resolve().
  void pin(const QString& name, const QStringList& values);
  /// A whole state, one pair a value, as urlState() gives it: each is pinned, those that are not named stay, and what
  /// depends on one that is another now is asked anew. False when all of it was so already.
  bool restore(const std::vector<std::pair<QString, QString>>& state);

  /// For asking what can be filtered by.
  [[nodiscard]] MetadataClient& metadata() const { return metadata_; }
  [[nodiscard]] const TimeWindow& window() const { return window_; }

  [[nodiscard]] std::optional<VariableValue> value(const QString& name, const ScopedValues& scoped = {}) const;
  /// For interpolate(): the variables, a repeated panel's own values first, and Grafana's $__from, $__to …
  [[nodiscard]] VariableLookup lookup(const ScopedValues& scoped = {}) const;
  /// Values one by one, for repeated panels: All is every option.
  [[nodiscard]] std::vector<VariableOption> chosenOptions(const QString& name) const;
  /// What is chosen, one pair a value ({kAllValue} for All): the state a link to Grafana carries.
  [[nodiscard]] std::vector<std::pair<QString, QString>> urlState() const;
  /// The ad-hoc filters of all variables of that kind.
  [[nodiscard]] std::vector<AdHocFilter> filters() const;

 Q_SIGNALS:
  /// Another choice than before, not yet resolved.
  void chosenByHand();
  /// All options are known and the choice is settled; queries may run.
  void resolved();

 private:
  [[nodiscard]] Variable* own(const QString& name);
  [[nodiscard]] QSet<QString> namesBehind(const Variable& variable) const;
  /// Those that are affected by a change of `name`, itself excluded.
  [[nodiscard]] QSet<QString> dependentsOf(const QString& name) const;
  void reopen(const QSet<QString>& names);
  void advance();
  void start(Variable& variable);
  void ask(Variable& variable, quint64 generation);
  /// Of what was answered, what matches `only`; all of it without.
  void take(const QString& name, quint64 generation, const Result<QStringList>& answered,
            const QRegularExpression& only = {});
  void conclude(Variable& variable);
  void settle(Variable& variable);
  void finish(const QString& name);

  std::vector<Variable> variables_;
  PrometheusClient& prometheus_;
  MetadataClient& metadata_;
  TimeWindow window_;
  qint64 scrapeMs_ = kDefaultScrapeMs;
  QHash<QString, QString> problems_;
  QSet<QString> open_;    ///< not yet resolved
  QSet<QString> asking_;  ///< of those, on the wire
  QSet<QString> pinned_;
  QHash<QString, quint64> generations_;
  std::map<QString, QueryTicket> tickets_;
  std::map<QString, BackgroundJob> making_;  ///< options of what was answered
  quint64 nextGeneration_ = 1;
  bool everResolved_ = false;
  bool advancing_ = false;
};

}  // namespace vigie::console
