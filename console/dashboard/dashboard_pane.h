// One open dashboard: its view, and while it is edited the bar over it. Saves, and says what stands in the way.
#pragma once

#include "console/dashboard/dashboard_catalogue.h"
#include "console/dashboard/edit/dashboard_session.h"
#include "console/dashboard/edit/panel_draft.h"
#include "console/dashboard/links.h"

#include <QWidget>

class QFrame;
class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace vigie::console {

class DashboardView;
class EmptyDashboard;
class GridEditor;
class PanelEditor;
class NoticeBar;
class PanelWidget;
struct ConsoleContext;

class DashboardPane : public QWidget {
  Q_OBJECT
 public:
  /// `entry` can be shown. Drawers open over `host`.
  DashboardPane(const ConsoleContext& context, const CatalogueEntry& entry, QWidget* host);
  /// A new one that was not saved yet.
  DashboardPane(const ConsoleContext& context, const DashboardDocument& fresh, QWidget* host);
  ~DashboardPane() override;

  [[nodiscard]] DashboardView& view() const { return *view_; }
  [[nodiscard]] DashboardSession& session() { return *session_; }
  [[nodiscard]] NoticeBar& notice() { return *notice_; }
  [[nodiscard]] GridEditor* grid() const { return grid_; }
  [[nodiscard]] QString title() const;
  [[nodiscard]] bool isEditing() const { return grid_ != nullptr; }
  /// Says why when it cannot be edited.
  void setEditing(bool editing);
  /// At the end of the dashboard, and begins to edit.
  void addPanel(const OrderedJson& panel);
  /// A new panel with its form open; it goes again when the form is left without applying it.
  void beginPanel();
  void changePanel(int id);
  void copyPanel(int id);
  void removePanel(int id);
  void inspect(PanelWidget& panel);
  void explore(const PanelWidget& panel);
  /// In its file; asks for a name where it has none of its own. Conflicts and failures are told in the notice.
  void save();
  void saveAs();
  /// Into the user's own dashboards: false, and told, when it could not be written.
  bool saveAsNamed(const QString& title);

 Q_SIGNALS:
  void readinessChanged();
  void headingChanged();
  /// By hand: other values of variables, another panel that fills the view.
  void stateChosen();
  /// Its variables are known, and what is chosen of them.
  void stateSettled();
  /// Its file is another one now.
  void savedAs();
  /// To this panel.
  void linkRequested(int panelId);
  /// Something of a panel is in the clipboard; what, in words.
  void copied(const QString& words);
  void exploreRequested(const std::vector<vigie::console::QueryDraft>& queries);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();
  PanelEditor* openForm(int id);
  /// Says so where there is no panel.
  void followPanels();
  void placeEmpty();
  void setView(const Dashboard& dashboard);
  void showDocument();
  void showReloaded();
  void fillPanelMenu(PanelWidget& panel, QMenu& menu);
  void saveIntoFile(bool overwrite);
  void report(const Result<void>& saved);
  [[nodiscard]] LinkTime time() const;

  const ConsoleContext& context_;
  QWidget* host_;
  DashboardSession* session_;
  DashboardView* view_ = nullptr;
  GridEditor* grid_ = nullptr;
  QVBoxLayout* layout_ = nullptr;
  NoticeBar* notice_ = nullptr;
  QFrame* bar_ = nullptr;
  EmptyDashboard* empty_ = nullptr;
  QLabel* hint_ = nullptr;
  QPushButton* undo_ = nullptr;
  QPushButton* redo_ = nullptr;
};

}  // namespace vigie::console
