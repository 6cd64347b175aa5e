#include "console/explore/explore_results.h"

#include "console/app/context.h"
#include "console/app/theme.h"
#include "console/dashboard/interval.h"
#include "console/dashboard/time_range.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {

ExploreResults::ExploreResults(const ConsoleContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      metadata_(context.network, context.prometheus.baseUrl()),
      variables_({}, context.prometheus, metadata_),
      freshness_(context.prometheus),
      splitter_(new QSplitter(Qt::Vertical)),
      hint_(new QLabel) {
  variables_.setScrapeMs(context.options.scrapeMs);
  table_.instant = true;
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(space::kSmall);
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setProperty("role", QStringLiteral("muted"));
  hint_->setText(
      tr("Write a query and press Ctrl+Enter. Ctrl+Space shows the metrics, labels and functions there are."));
  hint_->setWordWrap(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(hint_, 1);
  layout->addWidget(splitter_, 1);
  connect(&freshness_, &FreshnessProbe::answered, this, &ExploreResults::updateAges);
  arrange();
}

LinkTime ExploreResults::time() const {
  const TimeRange& range = context_.timeRange;
  return {range.followsClock(), std::chrono::milliseconds(range.span()).count(),
          range.windowAt(QDateTime::currentMSecsSinceEpoch())};
}

void ExploreResults::run(const std::vector<QueryDraft>& queries) {
  queries_ = queries;
  problems_.clear();
  for (const QueryDraft& query : queries) {
    // Grafana would go on without it, and nobody would know why nothing changed.
    const bool written = query.interval.isEmpty() || query.interval.contains(QLatin1Char('$'));
    if (written || parseDuration(query.interval)) continue;
    problems_[query.refId] =
        tr("“%1” is no duration for the least step; write for example 15s or 1m.").arg(query.interval);
  }
  ask(graph_);
  ask(table_);
}

void ExploreResults::ask(Slot& slot) {
  slot.again = false;
  PanelDraft draft;
  draft.type = slot.instant ? QStringLiteral("table") : QStringLiteral("timeseries");
  draft.title = slot.instant ? tr("Table") : tr("Graph");
  for (QueryDraft query : queries_) {
    const bool wanted = slot.instant ? query.instant : query.range;
    if (query.hidden || !wanted || query.expr.trimmed().isEmpty() || problems_.contains(query.refId)) continue;
    query.range = !slot.instant;
    query.instant = slot.instant;
    query.asTable = slot.instant;
    draft.queries.push_back(std::move(query));
  }
  drop(slot.next);
  slot.draft = draft;
  if (draft.queries.empty()) {
    drop(slot.shown);
    arrange();
    report();
    return;
  }
  const PanelServices services{context_.theme, context_.prometheus, crosshair_, context_.endpoints.grafana(),
                               &variables_};
  slot.next = new PanelWidget(services, {}, readPanel(newPanel(draft).toQt().toObject()), this);
  // Its width decides the step: it is asked with the room it will have.
  slot.next->setGeometry(slot.shown ? slot.shown->geometry() : splitter_->geometry());
  slot.next->hide();
  connect(slot.next, &PanelWidget::stateChanged, this, [this, &slot] { take(slot); });
  connect(slot.next, &PanelWidget::settled, this, [this, &slot] { take(slot); });
  connect(slot.next, &PanelWidget::zoomRequested, this,
          [this](const TimeWindow& window) { context_.timeRange.zoomTo(window); });
  // Nothing is drawn yet: it may show that it is loading.
  if (!slot.shown) show(slot);
  (slot.next ? slot.next : slot.shown)->refresh(time(), PanelQuery::Mode::kSupersede);
  Q_EMIT settledChanged();
}

void ExploreResults::show(Slot& slot) {
  drop(slot.shown);
  slot.shown = std::exchange(slot.next, nullptr);
  splitter_->insertWidget(slot.instant ? splitter_->count() : 0, slot.shown);
  slot.shown->setMinimumHeight(140);
  splitter_->setStretchFactor(slot.instant ? splitter_->count() - 1 : 0, slot.instant ? 2 : 3);
  slot.shown->show();
  arrange();
}

void ExploreResults::take(Slot& slot) {
  PanelWidget* panel = slot.next ? slot.next : slot.shown;
  if (!panel || !panel->hasAnswered()) return;
  // One refused query takes the whole panel's answer with it: the others are asked again without it. A Prometheus that
  // is away is no query's fault.
  if (panel->state() == PanelState::kError) {
    bool refused = false;
    for (const QueryRun& run : panel->runs()) {
      if (run.problem.isEmpty() || run.sourceAway) continue;
      problems_[run.refId] = run.problem;
      refused = true;
    }
    const bool othersLeft = std::any_of(slot.draft.queries.begin(), slot.draft.queries.end(),
                                        [this](const QueryDraft& query) { return !problems_.contains(query.refId); });
    if (refused && othersLeft) {
      slot.again = true;
      report();
      // Later: the panel is telling this right now.
      QMetaObject::invokeMethod(
          this, [this, &slot] { ask(slot); }, Qt::QueuedConnection);
      return;
    }
  }
  if (slot.next) show(slot);
  if (context_.timeRange.followsClock()) {
    QStringList selectors = graph_.shown ? graph_.shown->selectors() : QStringList();
    if (table_.shown) selectors += table_.shown->selectors();
    freshness_.watch(selectors);
    freshness_.refresh();
  }
  report();
}

void ExploreResults::report() {
  for (const QueryDraft& query : queries_) {
    std::vector<QueryRun> runs;
    for (const Slot* slot : {&graph_, &table_}) {
      if (!slot->shown) continue;
      for (const QueryRun& run : slot->shown->runs()) {
        if (run.refId == query.refId && run.problem.isEmpty()) runs.push_back(run);
      }
    }
    const auto problem = problems_.find(query.refId);
    Q_EMIT answered(query.refId, runs, problem == problems_.end() ? QString() : problem->second);
  }
  Q_EMIT settledChanged();
}

void ExploreResults::refresh(PanelQuery::Mode mode) {
  metadata_.setBaseUrl(context_.prometheus.baseUrl());
  for (Slot* slot : {&graph_, &table_}) {
    if (PanelWidget* panel = slot->next ? slot->next : slot->shown) panel->refresh(time(), mode);
  }
}

void ExploreResults::cancel() {
  for (Slot* slot : {&graph_, &table_}) {
    if (PanelWidget* panel = slot->next ? slot->next : slot->shown) panel->cancel();
  }
}

bool ExploreResults::isSettled() const {
  const auto settled = [](const Slot& slot) {
    return !slot.next && !slot.again && (!slot.shown || slot.shown->hasAnswered());
  };
  return settled(graph_) && settled(table_);
}

void ExploreResults::drop(PanelWidget*& panel) {
  if (!panel) return;
  panel->cancel();
  panel->disconnect(this);
  panel->hide();
  panel->deleteLater();
  panel = nullptr;
}

void ExploreResults::updateAges() {
  for (const Slot* slot : {&graph_, &table_}) {
    if (!slot->shown) continue;
    slot->shown->setAge(context_.timeRange.followsClock() ? freshness_.ageMs(slot->shown->selectors()) : std::nullopt);
  }
}

void ExploreResults::arrange() {
  const bool any = graph_.shown || table_.shown;
  hint_->setVisible(!any);
  splitter_->setVisible(any);
}

}  // namespace vigie::console
