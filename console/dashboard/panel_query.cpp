#include "console/dashboard/panel_query.h"

#include "console/dashboard/interval.h"

#include <algorithm>

namespace vigie::console {

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
  open_ = answers_.size();
  since_.start();
  Q_EMIT started();
  if (answers_.empty()) {
    assemble();
    return;
  }
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    tickets_.push_back(
        client_.ask(answers_[i].planned.query, [this, i](const Result<FramePtr>& result) { take(i, result); }));
  }
}

void PanelQuery::cancel() {
  tickets_.clear();
  open_ = 0;
}

bool PanelQuery::isBusy() const {
  return std::any_of(tickets_.begin(), tickets_.end(), [](const QueryTicket& ticket) { return ticket.isPending(); });
}

void PanelQuery::take(std::size_t index, const Result<FramePtr>& result) {
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
  run.series = (*result)->series.size();
  for (const Series& series : (*result)->series) run.points += series.values.size();
  run.notices = (*result)->notices;
  answers_[index].frame = *result;
  if (--open_ == 0) assemble();
}

void PanelQuery::assemble() {
  auto data = std::make_shared<PanelData>();
  for (const QueryAnswer& answer : answers_) data->stepMs = std::max(data->stepMs, answer.planned.query.stepMs);
  data->window = data->stepMs > 0 ? alignToStep(window_, data->stepMs) : window_;
  fillPanelData(panel_, answers_, context().lookup, *data);
  data->runs = runs_;
  tickets_.clear();
  Q_EMIT succeeded(data);
}

}  // namespace vigie::console
