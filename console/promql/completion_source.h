// What the editor offers while PromQL is written: words of the language, and the metrics, labels and values this
// Prometheus has, with what is known about them. UI thread; nothing blocks.
#pragma once

#include "console/prometheus/metadata_client.h"
#include "console/promql/completion_context.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>

#include <map>
#include <vector>

namespace vigie::console::promql {

enum class CompletionKind { kMetric, kFunction, kAggregation, kKeyword, kLabel, kValue, kDuration };

struct Completion {
  CompletionKind kind = CompletionKind::kMetric;
  QString text;       ///< as it is listed
  QString insertion;  ///< what takes the place of what was written
  int stepsBack = 0;  ///< the cursor goes that far back into the insertion
  QString type;       ///< "counter", "function": a word beside it
  QString signature;  ///< of functions and their like
  QString help;
};

/// Those that fit `prefix`, best first: starts with it, has a word that does, holds it, holds its letters in order. At
/// most `limit`. An empty prefix takes all in their order.
std::vector<Completion> ranked(const std::vector<Completion>& candidates, const QString& prefix, std::size_t limit);

class CompletionSource : public QObject {
  Q_OBJECT
 public:
  /// `metadata` outlives the source.
  explicit CompletionSource(MetadataClient& metadata, QObject* parent = nullptr);

  /// Looks up what fits at `cursor`; `offered` follows, at once where everything is known already. A later call makes
  /// an earlier one obsolete. `fromMs`, `toMs`: where series are looked for; 0: anywhere.
  void complete(const QString& text, qsizetype cursor, qint64 fromMs = 0, qint64 toMs = 0);
  /// Another Prometheus: nothing known is true any more.
  void forget();
  /// The type and help of a metric, also by its _bucket, _sum or _count; empty while not known.
  [[nodiscard]] MetricMetadata metadataOf(const QString& metric) const;

 Q_SIGNALS:
  /// `problem`: why Prometheus had nothing to offer; words of the language are offered all the same.
  void offered(const vigie::console::promql::CompletionContext& context,
               const std::vector<vigie::console::promql::Completion>& completions, const QString& problem);

 private:
  using Take = std::function<void(const QStringList& texts, const QString& problem)>;
  struct Known {
    QStringList texts;
    QElapsedTimer since;
  };

  void texts(const QString& key, const MetadataClient::Scope& scope, const QString& label, const Take& take);
  void offer(const CompletionContext& context, const QStringList& texts, const QString& problem);
  void askMetadata();

  MetadataClient& metadata_;
  std::map<QString, Known> known_;
  QHash<QString, MetricMetadata> described_;
  QElapsedTimer describedSince_;
  bool describing_ = false;
  quint64 generation_ = 0;
};

}  // namespace vigie::console::promql
