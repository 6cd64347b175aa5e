// A table panel: sortable columns, those the dashboard says so filterable, coloured cells, gauges, lines and images;
// several frames behind a choice.
#pragma once

#include "console/app/theme.h"
#include "console/panels/panel_body.h"

class QComboBox;
class QPushButton;
class QTableView;

namespace vigie::console {

class TableFooter;
class TableHeader;
class TableModel;
class TableRows;

class TableBody : public PanelBody {
  Q_OBJECT
 public:
  TableBody(const Theme& theme, PanelModel panel, QWidget* parent = nullptr);

  void setData(const PanelDataPtr& answer) override;
  /// Every digit of the numbers, without units and mappings.
  void setRaw(bool raw);
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void show();
  void fillHeader();
  void openFilter(int column);
  void openLinks(const QModelIndex& index);
  void followRows();
  void arrange();
  void sizeColumns();
  void restyle();

  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
  int rowHeight_;
  TableModel* model_;
  TableRows* rows_;
  QTableView* view_;
  TableHeader* header_;
  TableFooter* footer_ = nullptr;
  QPushButton* listAll_;  ///< in the place of the rows, when the filters leave none
  QComboBox* frames_;
};

}  // namespace vigie::console
