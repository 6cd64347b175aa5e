// What happened in the window of a dashboard, from everything that can be switched on: the dashboard's own queries,
// firing alerts, the service's journal of changes. UI thread; never blocks.
#pragma once

#include "console/dashboard/annotation.h"
#include "console/dashboard/change_journal.h"
#include "console/prometheus/prometheus_client.h"

#include <QObject>

#include <vector>

namespace vigie::console {

class AnnotationSet : public QObject {
  Q_OBJECT
 public:
  /// `prometheus` outlives the set.
  AnnotationSet(std::vector<AnnotationQuery> queries, PrometheusClient& prometheus, QObject* parent = nullptr);

  /// One thing that can be switched on and off.
  struct Layer {
    QString word;
    bool enabled = true;
    bool hidden = false;  ///< not offered
    QString problem;      ///< why it could not be asked, in full; empty while it could
  };
  /// The dashboard's own first, then alerts and changes.
  [[nodiscard]] std::vector<Layer> layers() const;
  void setEnabled(std::size_t layer, bool enabled);

  /// Where the journal of changes is; empty: nowhere.
  void setServer(const QUrl& server);
  /// Asks for what is enabled; what is known stays until the answers are there.
  void refresh(const TimeWindow& window, const VariableLookup& lookup);
  void cancel();
  /// Nothing is still to come.
  [[nodiscard]] bool isSettled() const;

  /// Of enabled layers, within the window, for the panel; valid until changed().
  [[nodiscard]] std::vector<const Annotation*> within(const TimeWindow& window, int panelId) const;

 Q_SIGNALS:
  /// Other annotations, or a problem with them.
  void changed();
  void layersChanged();
  /// An answer came, or none will: isSettled() may have changed.
  void answered();

 private:
  struct Source {
    AnnotationQuery query;
    std::vector<Annotation> events;
    QString problem;
    QueryTicket ticket;
  };
  void ask(std::size_t index);
  void take(std::size_t index, const Result<FramePtr>& answer, qint64 step);
  void takeChanges();

  PrometheusClient& prometheus_;
  std::vector<Source> sources_;  ///< the dashboard's own, then the alerts
  ChangeJournal journal_;
  bool changesEnabled_ = true;
  std::vector<Annotation> changes_;
  TimeWindow window_;
  VariableLookup lookup_;
};

}  // namespace vigie::console
