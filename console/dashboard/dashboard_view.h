// One dashboard, drawn: Grafana's 24-column grid of panels in a scroll area, its refresh, its freshness.
//
// Only panels in sight are asked for, and none while the view is hidden, its window minimised, or its variables are
// not known yet.
#pragma once

#include "console/dashboard/annotation_set.h"
#include "console/dashboard/dashboard.h"
#include "console/dashboard/edit/grid_edit.h"
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
class LinkBar;
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
  /// Links take no row of their own: they stand over the panels only beside variables, and whoever shows the view has
  /// a place for them else.
  void setLinksElsewhere(bool elsewhere);
  /// Those that have no place here; null: there are none.
  [[nodiscard]] LinkBar* linksWithoutPlace() const;
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

  /// Another state of the same dashboard: range, chosen values and scroll stay, and panels that say the same keep what
  /// they show. Other variables than before want another view.
  void setDashboard(Dashboard dashboard);
  /// Each panel once, whatever repeats it, and always on the grid: to be edited.
  void setEditing(bool editing);
  /// The panels under one heading, or under none; their places count from its first row.
  struct GridSection {
    int rowId = 0;        ///< 0: no heading
    QString title;        ///< of the heading
    bool nested = false;  ///< the file keeps them inside the row
    bool folded = false;
    int top = 0;    ///< pixels of the canvas: of the first row of panels
    int begin = 0;  ///< pixels of the canvas: of the heading
    std::vector<PanelWidget*> panels;
  };
  [[nodiscard]] std::vector<GridSection> gridSections() const;
  /// As gridSections() has them, by their ids: panels stand there until the dashboard is another one.
  void setPlaces(const GridSections& sections);
  /// Pixels from one cell of the grid to the next.
  [[nodiscard]] QSizeF gridCell() const;

 Q_SIGNALS:
  void readinessChanged();
  /// Another panel fills the view, or none.
  void viewedChanged();
  /// Panels stand elsewhere, or are others.
  void arranged();
  /// The menu of one of its panels is about to be shown.
  void panelMenuOpening(vigie::console::PanelWidget& panel, QMenu& menu);
  /// Something of one of its panels is in the clipboard; what, in words.
  void copied(const QString& words);

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
    int rowId = 0;
    bool nested = false;
    int top = 0;
  };

  void buildPanels();
  /// What repeated panels depend on: every chosen value.
  [[nodiscard]] QStringList repeatState() const;
  void addPanel(const PanelModel& model, Section& section);
  /// A panel that is drawn already and says the same; taken out of `kept_`.
  PanelWidget* takeKept(const PanelModel& model);
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
  LinkBar* links_;
  bool linksElsewhere_ = false;
  bool expanded_ = false;
  bool editing_ = false;
  std::vector<PanelWidget*> kept_;  ///< while panels are built: those there were
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
