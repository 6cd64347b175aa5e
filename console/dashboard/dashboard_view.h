// One dashboard, drawn: Grafana's 24-column grid of panels in a scroll area, its refresh, its freshness.
//
// Only panels in sight are asked for, and none while the view is hidden, its window minimised, or its variables are
// not known yet.
#pragma once

#include "console/dashboard/annotation_set.h"
#include "console/dashboard/dashboard.h"
#include "console/dashboard/freshness.h"
#include "console/dashboard/links.h"
#include "console/dashboard/variable_set.h"
#include "console/panels/crosshair.h"
#include "console/panels/panel_widget.h"
#include "console/prometheus/metadata_client.h"

#include <QPointer>
#include <QScrollArea>

#include <vector>

namespace vigie::console {

class RowHeading;
class TimeRange;
class VariableBar;

class DashboardView : public QScrollArea {
  Q_OBJECT
 public:
  DashboardView(Dashboard dashboard, Theme& theme, PrometheusClient& prometheus, TimeRange& timeRange,
                const QUrl& grafana, OfflineMemory* memory = nullptr, QWidget* parent = nullptr);

  [[nodiscard]] const Dashboard& dashboard() const { return dashboard_; }
  /// Asks again for everything in sight, cancelling what runs.
  void refreshNow();
  /// Every panel in sight has answered.
  [[nodiscard]] bool isReady() const;
  [[nodiscard]] const std::vector<PanelWidget*>& panels() const { return panels_; }
  [[nodiscard]] VariableSet& variables() { return variables_; }
  [[nodiscard]] const VariableSet& variables() const { return variables_; }
  /// Pixels that all panels need at this width.
  [[nodiscard]] int contentHeight() const { return canvas_->height(); }
  [[nodiscard]] QWidget* canvas() const { return canvas_; }
  /// Unfolds every row.
  void expandAll();
  /// A panel in sight shows something, be it old.
  [[nodiscard]] bool showsData() const;

  /// The present range, as links carry it.
  [[nodiscard]] LinkTime linkTime() const;
  [[nodiscard]] AnnotationSet& annotations() { return annotations_; }
  [[nodiscard]] Crosshair& crosshair() { return crosshair_; }
  /// The panel under the pointer, else the one with the focus, else the one that fills the view, else the one it was
  /// last; null for none.
  [[nodiscard]] PanelWidget* panelInHand();
  /// Only this panel, as large as the view; null: all of them again.
  void viewPanel(PanelWidget* panel);
  [[nodiscard]] PanelWidget* viewedPanel() const { return viewed_; }
  /// Scrolls to it, unfolding its row.
  void reveal(PanelWidget* panel);
  /// Every legend at once: off when one is shown.
  void toggleLegends();
  /// Takes down pinned tooltips, or leaves the panel that fills the view. False when there was neither.
  bool goBack();

 Q_SIGNALS:
  void readinessChanged();
  /// Another panel fills the view, or none.
  void viewedChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Section {
    RowHeading* heading = nullptr;
    QString title;  ///< as written, variables and all
    ScopedValues scoped;
    std::vector<PanelWidget*> panels;
    bool collapsed = false;
  };

  void buildPanels();
  /// What repeated panels depend on: every chosen value.
  [[nodiscard]] QStringList repeatState() const;
  void addPanel(const PanelModel& model, Section& section);
  void arrange();
  void arrangeSections(int width);
  void resolveVariables();
  void takeVariables();
  void refreshVisible(PanelQuery::Mode mode, bool onlyMissed);
  void updateAges();
  void restartTimer();
  void pause();
  void recall();
  /// Shown, and its window not minimised.
  [[nodiscard]] bool isLookedAt() const;
  [[nodiscard]] bool isInSight(const PanelWidget& panel) const;

  Dashboard dashboard_;
  Theme& theme_;
  TimeRange& timeRange_;
  PrometheusClient& prometheus_;
  MetadataClient metadata_;
  VariableSet variables_;
  Crosshair crosshair_;
  AnnotationSet annotations_;
  PanelServices services_;
  FreshnessProbe freshness_;
  QWidget* canvas_;
  VariableBar* bar_;
  bool expanded_ = false;
  QStringList builtFor_;
  std::vector<Section> sections_;
  std::vector<PanelWidget*> panels_;
  QPointer<PanelWidget> viewed_;
  QPointer<PanelWidget> lastInHand_;
  int scrollBefore_ = 0;  ///< where the view was before a panel filled it
  QHash<const PanelWidget*, quint64> askedInRound_;
  quint64 round_ = 0;
  QTimer refresh_;
  QTimer ages_;
};

}  // namespace vigie::console
