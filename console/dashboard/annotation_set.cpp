#include "console/dashboard/annotation_set.h"

#include "console/dashboard/interval.h"

#include <algorithm>
#include <utility>

namespace vigie::console {
namespace {

/// Grafana's: a query that says no step.
constexpr qint64 kDefaultStepMs = 60'000;
/// Grafana's backend asks annotation queries for so many points.
constexpr int kAnnotationPoints = 100;
/// Alerts are evaluated more often than that only in tests.
constexpr qint64 kAlertStepMs = 15'000;
/// The metric that says when the service was last changed: with it a dashboard draws changes itself.
const QString kChangeMetric = QStringLiteral("vigie_last_change_timestamp_seconds");

AnnotationQuery alertQuery() {
  AnnotationQuery query;
  query.name = AnnotationSet::tr("Alerts");
  query.expr = QStringLiteral("ALERTS{alertstate=\"firing\"}");
  query.step = QStringLiteral("15s");
  query.titleFormat = QStringLiteral("{{alertname}}");
  query.textFormat = QStringLiteral("{{severity}}");
  query.tagKeys = QStringLiteral("instance,job");
  query.colour = QStringLiteral("red");
  return query;
}

/// Critical alerts look critical, the others like warnings.
void colourBySeverity(std::vector<Annotation>& alerts) {
  for (Annotation& alert : alerts) {
    if (alert.text != QLatin1String("critical")) alert.colour = QStringLiteral("orange");
  }
}

qint64 stepOf(const AnnotationQuery& query, qint64 rangeMs, const VariableLookup& lookup) {
  const QString written = lookup ? interpolate(query.step, lookup, kDefaultFormat) : query.step;
  StepRequest request;
  request.rangeMs = rangeMs;
  request.maxDataPoints = kAnnotationPoints;
  request.targetIntervalMs = parseDuration(written).value_or(kDefaultStepMs);
  return stepMs(request);
}

}  // namespace

AnnotationSet::AnnotationSet(std::vector<AnnotationQuery> queries, PrometheusClient& prometheus, QObject* parent)
    : QObject(parent), prometheus_(prometheus) {
  for (AnnotationQuery& query : queries) {
    // Twice the same line would be drawn: the journal is then there to be switched on.
    if (query.enabled && query.expr.contains(kChangeMetric)) changesEnabled_ = false;
    sources_.push_back({std::move(query), {}, {}, {}});
  }
  sources_.push_back({alertQuery(), {}, {}, {}});
  connect(&journal_, &ChangeJournal::answered, this, &AnnotationSet::takeChanges);
}

std::vector<AnnotationSet::Layer> AnnotationSet::layers() const {
  std::vector<Layer> layers;
  for (const Source& source : sources_) {
    layers.push_back({source.query.name, source.query.enabled, source.query.hidden, source.problem});
  }
  layers.push_back({tr("Changes of the service"), changesEnabled_, !journal_.isConfigured(), journal_.problem()});
  return layers;
}

void AnnotationSet::setEnabled(std::size_t layer, bool enabled) {
  if (layer < sources_.size()) {
    sources_[layer].query.enabled = enabled;
    if (enabled && window_.lengthMs() > 0) ask(layer);
  } else {
    changesEnabled_ = enabled;
    if (enabled) journal_.refresh();
  }
  Q_EMIT layersChanged();
  Q_EMIT changed();
}

void AnnotationSet::setServer(const QUrl& server) {
  journal_.setServer(server);
  Q_EMIT layersChanged();
}

void AnnotationSet::refresh(const TimeWindow& window, const VariableLookup& lookup) {
  window_ = window;
  lookup_ = lookup;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].query.enabled) ask(i);
  }
  if (changesEnabled_) journal_.refresh();
}

void AnnotationSet::ask(std::size_t index) {
  Source& source = sources_[index];
  const AnnotationQuery& query = source.query;
  const qint64 step =
      std::max(stepOf(query, window_.lengthMs(), lookup_), index + 1 == sources_.size() ? kAlertStepMs : 0);
  QString expr = lookup_ ? interpolate(query.expr, lookup_, kPromQlFormat) : query.expr;
  expr = withIntervals(std::move(expr), {step, rateIntervalMs(step), window_.lengthMs()});
  const TimeWindow aligned = alignToStep(window_, step);
  source.ticket = prometheus_.ask({expr, true, aligned.fromMs, aligned.toMs, step},
                                  [this, index, step](const Result<FramePtr>& answer) { take(index, answer, step); });
}

void AnnotationSet::take(std::size_t index, const Result<FramePtr>& answer, qint64 step) {
  Source& asked = sources_[index];
  const QString problem = answer ? QString() : QString::fromStdString(answer.error().message);
  std::vector<Annotation> events = answer ? annotationsOf(asked.query, **answer, step) : asked.events;
  if (index + 1 == sources_.size()) colourBySeverity(events);
  const bool otherProblem = std::exchange(asked.problem, problem) != problem;
  const bool otherEvents = events != asked.events;
  // What was valid until changed() stays where it is when nothing did.
  if (otherEvents) asked.events = std::move(events);
  if (otherProblem) Q_EMIT layersChanged();
  // Every chart is painted anew for it: not at each refresh.
  if (otherProblem || otherEvents) Q_EMIT changed();
  Q_EMIT answered();
}

void AnnotationSet::cancel() {
  for (Source& source : sources_) source.ticket.cancel();
  journal_.cancel();
}

bool AnnotationSet::isSettled() const {
  return std::none_of(sources_.begin(), sources_.end(), [](const Source& source) { return source.ticket.isPending(); });
}

void AnnotationSet::takeChanges() {
  std::vector<Annotation> changes;
  for (const ServiceChange& change : journal_.changes()) {
    Annotation event;
    event.fromMs = event.toMs = change.atMs;
    event.title = change.summary;
    event.tags = {change.kind};
    event.colour = QStringLiteral("purple");
    changes.push_back(std::move(event));
  }
  Q_EMIT layersChanged();
  const bool other = changes != changes_;
  if (other) changes_ = std::move(changes);
  if (other) Q_EMIT changed();
  Q_EMIT answered();
}

std::vector<const Annotation*> AnnotationSet::within(const TimeWindow& window, int panelId) const {
  std::vector<const Annotation*> found;
  const auto add = [&](const std::vector<Annotation>& events) {
    for (const Annotation& event : events) {
      if (event.toMs < window.fromMs || event.fromMs > window.toMs) continue;
      const bool named = std::find(event.panels.begin(), event.panels.end(), panelId) != event.panels.end();
      if (!event.panels.empty() && named == event.panelsExcluded) continue;
      found.push_back(&event);
    }
  };
  for (const Source& source : sources_) {
    if (source.query.enabled) add(source.events);
  }
  if (changesEnabled_) add(changes_);
  return found;
}

}  // namespace vigie::console
