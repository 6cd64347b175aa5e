// Runs the queries of one panel and puts their answers together. UI thread; never blocks.
//
// On the timer only the newest part of a live window is asked for and joined to what is held (RangeMemory). Large
// answers are put together on the thread pool.
#pragma once

#include "console/dashboard/panel_data.h"
#include "console/dashboard/query_plan.h"
#include "console/prometheus/background_job.h"
#include "console/prometheus/prometheus_client.h"
#include "console/prometheus/range_memory.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <vector>

namespace vigie::console {

class PanelQuery : public QObject {
  Q_OBJECT
 public:
  /// What variables and filters are when the panel asks. May be empty: variables stay as they are written.
  using ContextSource = std::function<QueryContext()>;

  /// `client` outlives the query.
  PanelQuery(PrometheusClient& client, PanelModel panel, ContextSource context = {}, QObject* parent = nullptr);

  /// What refresh() would ask, everything filled in: for links, copies and the placeholder.
  [[nodiscard]] std::vector<PlannedQuery> plan(const TimeWindow& window, int plotWidth) const;
  [[nodiscard]] const PanelModel& panel() const { return panel_; }
  /// Where the panel stands changes nothing about what it asks.
  void setPlace(const GridPosition& place) { panel_.grid = place; }
  /// What was asked last and what came of it, also when it failed.
  [[nodiscard]] const std::vector<QueryRun>& runs() const { return runs_; }

  /// What the last success was made of, in the order of the plan; empty while asking.
  [[nodiscard]] const std::vector<QueryAnswer>& answers() const { return answers_; }

  enum class Mode {
    kSupersede,  ///< what runs is obsolete (another time range, the user's wish): cancel it, ask for everything
    kSkipIfBusy  ///< the timer: a slow query is left to finish; the newest part is enough
  };
  /// Asks for `window` with about one point a pixel.
  void refresh(const TimeWindow& window, int plotWidth, Mode mode);
  void cancel();
  /// An answer is still to come.
  [[nodiscard]] bool isBusy() const;

 Q_SIGNALS:
  void started();
  /// All queries answered.
  void succeeded(const vigie::console::PanelDataPtr& data);
  /// One failed; the others are dropped.
  void failed(const vigie::Error& error);

 private:
  void take(std::size_t index, const PromQuery& asked, const Result<FramePtr>& result);
  void assemble();
  void deliver(const PanelDataPtr& data);
  [[nodiscard]] QueryContext context() const { return context_ ? context_() : QueryContext(); }

  PrometheusClient& client_;
  PanelModel panel_;
  ContextSource context_;
  TimeWindow window_;
  QElapsedTimer since_;
  std::vector<QueryTicket> tickets_;
  std::vector<RangeMemory> memories_;  ///< one a query of the plan
  QUrl askedOf_;                       ///< whose numbers they hold
  std::vector<QueryAnswer> answers_;
  std::vector<QueryRun> runs_;
  std::size_t open_ = 0;
  BackgroundJob assembling_;
};

}  // namespace vigie::console
