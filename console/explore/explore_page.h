// Explore: free PromQL over the shared time range. Several queries, a graph and a table, the history of what was asked,
// and the way from here to a dashboard.
#pragma once

#include "console/app/page.h"
#include "console/dashboard/edit/panel_draft.h"
#include "console/dashboard/panel_query.h"
#include "console/explore/query_history.h"
#include "console/prometheus/metadata_client.h"
#include "console/promql/completion_source.h"

#include <QTimer>

#include <functional>
#include <utility>
#include <vector>

class QMenu;
class QPushButton;
class QSplitter;
class QToolButton;
class QVBoxLayout;

namespace vigie::console {

class ExploreResults;
class HistoryPanel;
class QueryRow;
struct ConsoleContext;

class ExplorePage : public Page {
  Q_OBJECT
 public:
  /// Ids and titles of the dashboards a panel can be added to.
  using Dashboards = std::function<std::vector<std::pair<QString, QString>>()>;

  explicit ExplorePage(const ConsoleContext& context, QWidget* parent = nullptr);
  /// With a history file of its own: tests.
  ExplorePage(const ConsoleContext& context, const QString& historyFile, QWidget* parent = nullptr);

  [[nodiscard]] QString subtitle() const override;
  [[nodiscard]] QUrl externalLink() const override;
  [[nodiscard]] QString externalLinkText() const override;
  void refresh() override;
  [[nodiscard]] bool isReady() const override;
  [[nodiscard]] QStringList scenes() const override;
  void showScene(const QString& scene) override;

  /// Takes the place of what is there, and runs.
  void setQueries(const std::vector<QueryDraft>& queries);
  [[nodiscard]] std::vector<QueryDraft> queries() const;
  [[nodiscard]] const std::vector<QueryRow*>& rows() const { return rows_; }
  [[nodiscard]] ExploreResults& results() const { return *results_; }
  void run();
  /// Where "Add to dashboard" can go.
  void setDashboards(Dashboards dashboards) { dashboards_ = std::move(dashboards); }
  /// What "Add to dashboard" adds.
  [[nodiscard]] OrderedJson panel() const;

 Q_SIGNALS:
  /// The queries as a panel, for the dashboard `id`; empty: a new one.
  void panelOffered(const vigie::console::OrderedJson& panel, const QString& id);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QueryRow* addRow(const QueryDraft& query);
  void removeRow(QueryRow* row);
  void useExpression(const QString& expression);
  void toggleHistory(bool shown);
  void fillDashboards(QMenu& menu);
  void restartTimer();
  void restyle();
  void fitRows();

  const ConsoleContext& context_;
  MetadataClient metadata_;
  promql::CompletionSource source_;
  QueryHistory history_;
  Dashboards dashboards_;
  std::vector<QueryRow*> rows_;
  QVBoxLayout* rowsLayout_;
  QSplitter* splitter_;
  ExploreResults* results_;
  HistoryPanel* historyPanel_;
  QPushButton* add_;
  QPushButton* run_;
  QToolButton* historyButton_;
  QToolButton* toDashboard_;
  QTimer refresh_;
  bool everRun_ = false;
};

}  // namespace vigie::console
