#include "console/dashboard/panel_query.h"

#include "console/dashboard/interval.h"

#include <algorithm>

namespace vigie::console {

PanelQuery::PanelQuery(PrometheusClient& client, PanelModel panel, QObject* parent)
    : QObject(parent), client_(client), panel_(std::move(panel)) {}

std::vector<PromQuery> PanelQuery::queriesFor(const TimeWindow& window, int plotWidth) const {
  std::vector<PromQuery> queries;
  for (const Target& target : panel_.targets) {
    StepRequest request;
    request.rangeMs = window.lengthMs();
    request.maxDataPoints = panel_.maxDataPoints > 0 ? panel_.maxDataPoints : std::max(plotWidth, 50);
    // Grafana's lower bound is the data source's scrape interval, 15 s unless the panel or the query says otherwise.
    request.minIntervalMs = panel_.minIntervalMs > 0 ? panel_.minIntervalMs : kDefaultScrapeMs;
    request.targetIntervalMs = target.intervalMs.value_or(0);
    if (target.intervalMs) request.minIntervalMs = panel_.minIntervalMs;
    request.intervalFactor = target.intervalFactor;
    const qint64 step = stepMs(request);
    const qint64 scrape =
        target.intervalMs.value_or(panel_.minIntervalMs > 0 ? panel_.minIntervalMs : kDefaultScrapeMs);
    const TimeWindow aligned = alignToStep(window, step);
    const QString expr = withIntervals(target.expr, {step, rateIntervalMs(step, scrape), window.lengthMs()});
    if (target.range) queries.push_back({expr, true, aligned.fromMs, aligned.toMs, step});
    if (target.instant) queries.push_back({expr, false, 0, window.toMs, 0});
  }
  return queries;
}

void PanelQuery::refresh(const TimeWindow& window, int plotWidth, Mode mode) {
  if (isBusy() && mode == Mode::kSkipIfBusy) return;
  cancel();
  window_ = window;
  asked_.clear();
  for (std::size_t i = 0; i < panel_.targets.size(); ++i) {
    if (panel_.targets[i].range) asked_.emplace_back(i, false);
    if (panel_.targets[i].instant) asked_.emplace_back(i, true);
  }
  const std::vector<PromQuery> queries = queriesFor(window, plotWidth);
  frames_.assign(queries.size(), nullptr);
  stepMs_ = 0;
  open_ = static_cast<int>(queries.size());
  Q_EMIT started();
  if (queries.empty()) {
    assemble();
    return;
  }
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (queries[i].range) stepMs_ = std::max(stepMs_, queries[i].stepMs);
    tickets_.push_back(client_.ask(queries[i], [this, i](const Result<FramePtr>& result) { take(i, result); }));
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
  if (!result) {
    const Error error = result.error();
    cancel();
    Q_EMIT failed(error);
    return;
  }
  frames_[index] = *result;
  if (--open_ == 0) assemble();
}

void PanelQuery::assemble() {
  auto data = std::make_shared<PanelData>();
  data->window = stepMs_ > 0 ? alignToStep(window_, stepMs_) : window_;
  data->stepMs = stepMs_;
  for (std::size_t q = 0; q < frames_.size(); ++q) {
    const auto [targetIndex, instant] = asked_[q];
    const Target& target = panel_.targets[targetIndex];
    const Frame& frame = *frames_[q];
    for (const Series& series : frame.series) {
      NamedSeries named;
      named.name = seriesName(target.legendFormat, series.labels, target.expr, frame.series.size() == 1);
      named.refId = target.refId;
      named.field = fieldOptionsFor(panel_, named.name, target.refId);
      if (!named.field.displayName.isEmpty()) named.name = named.field.displayName;
      named.data = series;
      named.isInstant = instant;
      data->series.push_back(std::move(named));
    }
    data->notices += frame.notices;
    if (frame.histogramsLeftOut > 0) {
      data->notices.append(tr("Native histograms cannot be drawn yet: %1 left out.").arg(frame.histogramsLeftOut));
    }
  }
  data->notices.removeDuplicates();
  tickets_.clear();
  Q_EMIT succeeded(data);
}

}  // namespace vigie::console
