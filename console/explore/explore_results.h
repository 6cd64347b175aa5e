// What the queries of Explore answered: a graph of those asked over the range, a table of those asked for one moment.
//
// A query that Prometheus refuses is told by its letter and left out; the others are drawn all the same.
#pragma once

#include "console/dashboard/edit/panel_draft.h"
#include "console/dashboard/freshness.h"
#include "console/dashboard/variable_set.h"
#include "console/panels/crosshair.h"
#include "console/panels/panel_widget.h"
#include "console/prometheus/metadata_client.h"

#include <QWidget>

#include <map>

class QLabel;
class QSplitter;

namespace vigie::console {

class TimeRange;
struct ConsoleContext;

class ExploreResults : public QWidget {
  Q_OBJECT
 public:
  /// What `context` holds outlives the results.
  explicit ExploreResults(const ConsoleContext& context, QWidget* parent = nullptr);

  /// Draws these; hidden and empty ones are left out.
  void run(const std::vector<QueryDraft>& queries);
  /// Asks again for what is drawn.
  void refresh(PanelQuery::Mode mode);
  void cancel();
  /// Everything asked was answered.
  [[nodiscard]] bool isSettled() const;
  /// The panel that shows the queries: also what is sent to a dashboard.
  [[nodiscard]] const PanelWidget* graph() const { return graph_.shown; }
  [[nodiscard]] const PanelWidget* table() const { return table_.shown; }

 Q_SIGNALS:
  /// What became of a query; `problem` is empty when it was answered.
  void answered(const QString& refId, const std::vector<vigie::console::QueryRun>& runs, const QString& problem);
  void settledChanged();

 private:
  struct Slot {
    bool instant = false;
    PanelWidget* shown = nullptr;  ///< null: nothing to draw
    PanelWidget* next = nullptr;   ///< asked, takes the place of `shown` once it is answered
    bool again = false;            ///< is about to be asked without a query that was refused
    PanelDraft draft;
  };

  void ask(Slot& slot);
  void take(Slot& slot);
  void show(Slot& slot);
  void drop(PanelWidget*& panel);
  void report();
  [[nodiscard]] LinkTime time() const;
  void updateAges();
  void arrange();

  const ConsoleContext& context_;
  MetadataClient metadata_;
  VariableSet variables_;  ///< none: only the scrape interval counts
  Crosshair crosshair_;
  FreshnessProbe freshness_;
  std::vector<QueryDraft> queries_;
  std::map<QString, QString> problems_;  ///< by refId
  Slot graph_;
  Slot table_;
  QSplitter* splitter_;
  QLabel* hint_;
};

}  // namespace vigie::console
