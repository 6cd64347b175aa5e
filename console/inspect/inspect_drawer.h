// A panel looked into: its data as a table, what was asked and answered, figures, and its JSON.
#pragma once

#include "console/app/drawer.h"
#include "console/panels/panel_widget.h"

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabBar;

namespace vigie::console {

class InspectData;
class InspectQueries;

class InspectDrawer : public Drawer {
  Q_OBJECT
 public:
  enum Tab { kData, kQuery, kStats, kJson };

  /// Follows `panel` while it is there and closes with it. `json`: the panel as its file has it.
  InspectDrawer(PanelWidget& panel, const QString& json, QWidget* host);

  void showTab(Tab tab);
  [[nodiscard]] InspectData& dataTab() const { return *data_; }
  [[nodiscard]] InspectQueries& queryTab() const { return *queries_; }
  /// Everything shown, as text: for tests and screen readers.
  [[nodiscard]] QString statsText() const;
  [[nodiscard]] QString jsonText() const;

 private:
  void follow();

  QPointer<PanelWidget> panel_;
  QTabBar* tabs_;
  QStackedWidget* pages_;
  InspectData* data_;
  InspectQueries* queries_;
  QLabel* stats_;
  QPlainTextEdit* json_;
};

}  // namespace vigie::console
