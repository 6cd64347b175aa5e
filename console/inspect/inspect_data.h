// The data of a panel as a table: as it is drawn or as it was answered, formatted or raw; copied or saved as CSV.
#pragma once

#include "console/dashboard/panel_query.h"
#include "console/panels/panel_widget.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;

namespace vigie::console {

class TableBody;

/// Frames that are a time and a value each, put side by side over the union of their times; others as they are.
PanelDataPtr sideBySide(const PanelDataPtr& data);

class InspectData : public QWidget {
  Q_OBJECT
 public:
  explicit InspectData(PanelWidget& panel, QWidget* parent = nullptr);

  /// The panel has other data, or is in another state.
  void follow(const PanelWidget& panel);
  [[nodiscard]] QString csv() const;
  void setTransformed(bool transformed);
  void setFormatted(bool formatted);
  /// What is in the table; null while nothing was answered.
  [[nodiscard]] const PanelDataPtr& shown() const { return shown_; }

 private:
  void show();
  void askUntransformed(const PanelWidget& panel);
  void saveCsv();

  QCheckBox* formatted_;
  QCheckBox* transformed_;
  QPushButton* copy_;
  QPushButton* save_;
  QLabel* state_;
  TableBody* table_;
  PanelQuery untransformed_;
  PanelDataPtr data_;      ///< as the panel draws it
  PanelDataPtr answered_;  ///< before its transformations
  PanelDataPtr shown_;
  QString reason_;
  QString name_;
  int width_ = 800;
};

}  // namespace vigie::console
