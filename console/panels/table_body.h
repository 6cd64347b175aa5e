// A table panel: sortable columns, coloured cells and gauges; several frames behind a choice.
#pragma once

#include "console/app/theme.h"
#include "console/panels/panel_body.h"

class QComboBox;
class QSortFilterProxyModel;
class QTableView;

namespace vigie::console {

class TableFooter;
class TableModel;

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
  void arrange();
  void sizeColumns();
  void restyle();

  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
  TableModel* model_;
  QSortFilterProxyModel* sorted_;
  QTableView* view_;
  TableFooter* footer_;
  QComboBox* frames_;
};

}  // namespace vigie::console
