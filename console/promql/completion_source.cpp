#include "console/promql/completion_source.h"

#include "console/promql/words.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace vigie::console::promql {
namespace {

constexpr std::size_t kMostOffered = 200;
constexpr qint64 kKnownForMs = 30'000;
constexpr qint64 kDescribedForMs = 300'000;

/// 0 fits best; nothing: does not fit.
std::optional<int> fitOf(const QString& text, const QString& prefix) {
  if (text.startsWith(prefix, Qt::CaseInsensitive)) return 0;
  const qsizetype at = text.indexOf(prefix, 0, Qt::CaseInsensitive);
  if (at > 0) return text[at - 1] == QLatin1Char('_') || text[at - 1] == QLatin1Char(':') ? 1 : 2;
  qsizetype found = -1;
  for (const QChar c : prefix) {
    found = text.indexOf(c, found + 1, Qt::CaseInsensitive);
    if (found < 0) return std::nullopt;
  }
  return 3;
}

/// `value` inside double quotes; inside a regular expression as itself.
QString quoted(QString value, bool isRegex) {
  if (isRegex) {
    static const QRegularExpression kMeta(QStringLiteral(R"(([\\^$.|?*+()\[\]{}]))"));
    value.replace(kMeta, QStringLiteral("\\\\1"));
  }
  value.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
  value.replace(QLatin1Char('"'), QLatin1String("\\\""));
  return value.replace(QLatin1Char('\n'), QLatin1String("\\n"));
}

QString kindWord(WordKind kind) {
  switch (kind) {
    case WordKind::kFunction:
      return CompletionSource::tr("function");
    case WordKind::kAggregation:
      return CompletionSource::tr("aggregation");
    case WordKind::kKeyword:
      return CompletionSource::tr("keyword");
  }
  return {};
}

Completion ofWord(const Word& word) {
  Completion made;
  made.kind = word.kind == WordKind::kFunction      ? CompletionKind::kFunction
              : word.kind == WordKind::kAggregation ? CompletionKind::kAggregation
                                                    : CompletionKind::kKeyword;
  made.text = word.name;
  made.insertion = word.name;
  if (word.kind != WordKind::kKeyword) {
    made.insertion += QLatin1String("()");
    made.stepsBack = word.signature.contains(QLatin1String("()")) ? 0 : 1;
  } else if (takesLabels(word.name)) {
    made.insertion += QLatin1String(" ()");
    made.stepsBack = 1;
  }
  made.type = kindWord(word.kind);
  made.signature = word.signature;
  made.help = descriptionOf(word);
  return made;
}

std::vector<Completion> durations() {
  struct Entry {
    const char* text;
    QString help;
  };
  const std::array entries = {
      Entry{"$__rate_interval", CompletionSource::tr("Wide enough for rate(): at least four scrapes, and the step.")},
      Entry{"$__interval", CompletionSource::tr("The step between two points.")},
      Entry{"$__range", CompletionSource::tr("The whole time range.")},
      Entry{"1m", {}},
      Entry{"5m", {}},
      Entry{"10m", {}},
      Entry{"30m", {}},
      Entry{"1h", {}},
      Entry{"6h", {}},
      Entry{"1d", {}},
      Entry{"7d", {}}};
  std::vector<Completion> made;
  for (const Entry& entry : entries) {
    const QString text = QString::fromLatin1(entry.text);
    made.push_back({CompletionKind::kDuration, text, text, 0, CompletionSource::tr("duration"), {}, entry.help});
  }
  return made;
}

}  // namespace

std::vector<Completion> ranked(const std::vector<Completion>& candidates, const QString& prefix, std::size_t limit) {
  std::vector<std::pair<int, const Completion*>> fitting;
  for (const Completion& candidate : candidates) {
    const auto fit = prefix.isEmpty() ? std::optional(0) : fitOf(candidate.text, prefix);
    if (fit) fitting.emplace_back(*fit, &candidate);
  }
  std::stable_sort(fitting.begin(), fitting.end(), [&prefix](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    // Of those that start alike the shortest is nearest to being meant.
    return !prefix.isEmpty() && a.first == 0 && a.second->text.size() < b.second->text.size();
  });
  std::vector<Completion> best;
  for (const auto& [fit, candidate] : fitting) {
    if (best.size() == limit) break;
    best.push_back(*candidate);
  }
  return best;
}

CompletionSource::CompletionSource(MetadataClient& metadata, QObject* parent) : QObject(parent), metadata_(metadata) {}

void CompletionSource::forget() {
  ++generation_;
  known_.clear();
  described_.clear();
  describedSince_.invalidate();
}

MetricMetadata CompletionSource::metadataOf(const QString& metric) const {
  const auto exact = described_.constFind(metric);
  if (exact != described_.constEnd()) return *exact;
  for (const char* suffix : {"_bucket", "_sum", "_count", "_total"}) {
    const QLatin1String end(suffix);
    if (metric.endsWith(end)) return described_.value(metric.chopped(end.size()));
  }
  return {};
}

void CompletionSource::complete(const QString& text, qsizetype cursor, qint64 fromMs, qint64 toMs) {
  const CompletionContext context = completionAt(text, cursor);
  const quint64 generation = ++generation_;
  const auto take = [this, context, generation](const QStringList& answered, const QString& problem) {
    if (generation == generation_) offer(context, answered, problem);
  };
  MetadataClient::Scope scope{context.selector, fromMs, toMs};
  switch (context.expecting) {
    case Expecting::kNothing:
    case Expecting::kDuration:
      take({}, {});
      return;
    case Expecting::kExpression:
      askMetadata();
      scope.match.clear();
      texts(QStringLiteral("values __name__"), scope, QStringLiteral("__name__"), take);
      return;
    case Expecting::kLabelName:
    case Expecting::kGrouping:
      texts(QStringLiteral("names ") + scope.match, scope, {}, take);
      return;
    case Expecting::kLabelValue:
      texts(QStringLiteral("values %1 %2").arg(context.label, scope.match), scope, context.label, take);
      return;
  }
}

void CompletionSource::texts(const QString& key, const MetadataClient::Scope& scope, const QString& label,
                             const Take& take) {
  const auto known = known_.find(key);
  if (known != known_.end() && !known->second.since.hasExpired(kKnownForMs)) return take(known->second.texts, {});
  const auto answered = [this, key, scope, label, take](const Result<QStringList>& result) {
    if (result) {
      Known& entry = known_[key];
      entry.texts = *result;
      entry.since.start();
      take(*result, {});
      return;
    }
    // Half a selector may be none: then the labels of all series are better than nothing.
    if (result.error().code == ErrorCode::kInvalidArgument && !scope.match.isEmpty()) {
      texts(key, {{}, scope.fromMs, scope.toMs}, label, take);
      return;
    }
    take({}, QString::fromStdString(result.error().message));
  };
  if (label.isEmpty()) {
    metadata_.labelNames(scope, this, answered);
  } else {
    metadata_.labelValues(label, scope, this, answered);
  }
}

void CompletionSource::askMetadata() {
  if (describing_ || (describedSince_.isValid() && !describedSince_.hasExpired(kDescribedForMs))) return;
  describing_ = true;
  metadata_.metricMetadata(this, [this](const Result<QHash<QString, MetricMetadata>>& answered) {
    describing_ = false;
    // Without it the list is only poorer: metrics that are not scraped now have none either.
    if (!answered) return;
    described_ = *answered;
    describedSince_.start();
  });
}

void CompletionSource::offer(const CompletionContext& context, const QStringList& texts, const QString& problem) {
  std::vector<Completion> candidates;
  switch (context.expecting) {
    case Expecting::kNothing:
      break;
    case Expecting::kDuration:
      candidates = durations();
      break;
    case Expecting::kExpression:
      for (const QString& text : texts) {
        const MetricMetadata metadata = metadataOf(text);
        candidates.push_back({CompletionKind::kMetric,
                              text,
                              text,
                              0,
                              metadata.type.isEmpty() ? tr("metric") : metadata.type,
                              {},
                              metadata.help});
      }
      for (const Word& word : words()) candidates.push_back(ofWord(word));
      break;
    case Expecting::kLabelName:
    case Expecting::kGrouping:
      for (const QString& text : texts) {
        if (text == QLatin1String("__name__")) continue;
        const bool matcher = context.expecting == Expecting::kLabelName;
        candidates.push_back({CompletionKind::kLabel,
                              text,
                              matcher ? text + QLatin1String("=\"\"") : text,
                              matcher ? 1 : 0,
                              tr("label"),
                              {},
                              {}});
      }
      break;
    case Expecting::kLabelValue:
      for (const QString& text : texts) {
        const QString value = quoted(text, context.isRegex);
        candidates.push_back({CompletionKind::kValue,
                              text,
                              context.needsQuotes ? QLatin1Char('"') + value + QLatin1Char('"') : value,
                              0,
                              context.label,
                              {},
                              {}});
      }
      break;
  }
  Q_EMIT offered(context, ranked(candidates, context.prefix, kMostOffered), problem);
}

}  // namespace vigie::console::promql
