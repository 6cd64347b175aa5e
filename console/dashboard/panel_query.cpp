#include "console/dashboard/panel_query.h"

#include "console/dashboard/interval.h"
#include "console/dashboard/variable_format.h"

#include <QHash>
#include <QJsonDocument>

#include <algorithm>
#include <chrono>

namespace vigie::console {
namespace {

qint64 steadyNowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Transforming a sample costs some tens of nanoseconds, naming a series as much as some dozens: this is a millisecond
/// or two.
constexpr std::size_t kAssembleHereSamples = 20'000;
constexpr std::size_t kSamplesASeries = 64;

/// What fillPanelData() may look up, by value: variables belong to the UI thread.
VariableLookup snapshotOf(const PanelModel& panel, const VariableLookup& lookup) {
  if (!lookup) return {};
  QStringList texts = {panel.field.displayName};
  for (const Target& target : panel.targets) texts.append(target.legendFormat);
  for (const FieldOverride& rule : panel.overrides) {
    for (const auto& [property, value] : rule.properties) texts.append(value.toString());
  }
  for (const Transformation& step : panel.transformations)
    texts.append(QString::fromUtf8(QJsonDocument(step.options).toJson(QJsonDocument::Compact)));
  QHash<QString, std::optional<VariableValue>> values;
  for (const QString& name : variablesIn(texts.join(QLatin1Char('\n')))) values.insert(name, lookup(name));
  return [values](const QString& name) { return values.value(name); };
}

}  // namespace

PanelQuery::PanelQuery(PrometheusClient& client, PanelModel panel, ContextSource context, QObject* parent)
    : QObject(parent), client_(client), panel_(std::move(panel)), context_(std::move(context)) {}

std::vector<PlannedQuery> PanelQuery::plan(const TimeWindow& window, int plotWidth) const {
  return planQueries(panel_, window, plotWidth, context());
}

void PanelQuery::refresh(const TimeWindow& window, int plotWidth, Mode mode) {
  if (isBusy() && mode == Mode::kSkipIfBusy) return;
  cancel();
  window_ = panelWindow(panel_, window);
  answers_.clear();
  runs_.clear();
  for (PlannedQuery& planned : plan(window, plotWidth)) {
    runs_.push_back({panel_.targets[planned.target].refId, planned.query, 0, 0, 0});
    answers_.push_back({std::move(planned), nullptr});
  }
  if (mode == Mode::kSupersede || client_.baseUrl() != askedOf_) memories_.clear();
  askedOf_ = client_.baseUrl();
  memories_.resize(answers_.size());
  open_ = answers_.size();
  since_.start();
  Q_EMIT started();
  if (answers_.empty()) {
    assemble();
    return;
  }
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const PromQuery asked = memories_[i].narrowed(answers_[i].planned.query, steadyNowMs());
    tickets_.push_back(
        client_.ask(asked, [this, i, asked](const Result<FramePtr>& result) { take(i, asked, result); }));
  }
}

void PanelQuery::cancel() {
  tickets_.clear();
  assembling_.cancel();
  open_ = 0;
}

bool PanelQuery::isBusy() const {
  if (assembling_.isRunning()) return true;
  return std::any_of(tickets_.begin(), tickets_.end(), [](const QueryTicket& ticket) { return ticket.isPending(); });
}

void PanelQuery::take(std::size_t index, const PromQuery& asked, const Result<FramePtr>& result) {
  QueryRun& run = runs_[index];
  run.elapsedMs = since_.elapsed();
  if (!result) {
    const Error error = result.error();
    run.problem = QString::fromStdString(error.message);
    run.sourceAway = error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kUpstreamFailed;
    cancel();
    Q_EMIT failed(error);
    return;
  }
  const PromQuery& wanted = answers_[index].planned.query;
  const FramePtr frame = memories_[index].joined(wanted, asked, *result, steadyNowMs());
  if (asked != wanted) client_.noteTail(memories_[index].pointsHeld());
  run.series = frame->series.size();
  for (const Series& series : frame->series) run.points += series.values.size();
  run.notices = frame->notices;
  answers_[index].frame = frame;
  if (--open_ == 0) assemble();
}

void PanelQuery::assemble() {
  auto data = std::make_shared<PanelData>();
  std::size_t samples = 0;
  for (const QueryAnswer& answer : answers_) data->stepMs = std::max(data->stepMs, answer.planned.query.stepMs);
  for (const QueryRun& run : runs_) samples += run.points + run.series * kSamplesASeries;
  data->window = data->stepMs > 0 ? alignToStep(window_, data->stepMs) : window_;
  data->runs = runs_;
  for (const auto& [refId, type] : foreignQueries(panel_)) {
    data->notices.append(type == QLatin1String("__expr__")
                             ? tr("Query %1 is an expression that Grafana computes; it is left out here.").arg(refId)
                             : tr("Query %1 needs a data source of type “%2”; it is left out here.").arg(refId, type));
  }
  const VariableLookup lookup = context().lookup;
  if (samples <= kAssembleHereSamples) {
    fillPanelData(panel_, answers_, lookup, *data);
    deliver(data);
    return;
  }
  assembling_.start(
      [panel = panel_, answers = answers_, lookup = snapshotOf(panel_, lookup), data] {
        fillPanelData(panel, answers, lookup, *data);
        return PanelDataPtr(data);
      },
      [this](const PanelDataPtr& assembled) { deliver(assembled); });
}

void PanelQuery::deliver(const PanelDataPtr& data) {
  tickets_.clear();
  Q_EMIT succeeded(data);
}

}  // namespace vigie::console
