// Runs the queries of one panel and puts their answers together. UI thread; never blocks.
#pragma once

#include "console/dashboard/panel_data.h"
#include "console/prometheus/prometheus_client.h"

#include <QObject>

#include <optional>
#include <vector>

namespace vigie::console {

class PanelQuery : public QObject {
  Q_OBJECT
 public:
  /// `client` outlives the query.
  PanelQuery(PrometheusClient& client, PanelModel panel, QObject* parent = nullptr);

  /// What refresh() would ask, intervals filled in: for links, copies and the placeholder.
  [[nodiscard]] std::vector<PromQuery> queriesFor(const TimeWindow& window, int plotWidth) const;
  [[nodiscard]] const PanelModel& panel() const { return panel_; }

  enum class Mode {
    kSupersede,  ///< what runs is obsolete (another time range): cancel it
    kSkipIfBusy  ///< the timer: a slow query is left to finish
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
  void take(std::size_t index, const Result<FramePtr>& result);
  void assemble();

  PrometheusClient& client_;
  PanelModel panel_;
  TimeWindow window_;
  qint64 stepMs_ = 0;
  std::vector<QueryTicket> tickets_;
  std::vector<FramePtr> frames_;
  std::vector<std::pair<std::size_t, bool>> asked_;  ///< target's index, instant
  int open_ = 0;
};

}  // namespace vigie::console
