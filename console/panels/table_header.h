// The header of a table panel: a click sorts, and a button in each column that may be filtered asks for its filter.
#pragma once

#include "console/app/theme.h"

#include <QHash>
#include <QHeaderView>

class QToolButton;

namespace vigie::console {

class TableRows;

class TableHeader : public QHeaderView {
  Q_OBJECT
 public:
  /// `rows` outlives it.
  TableHeader(const Theme& theme, const TableRows& rows, QWidget* parent);

  /// The columns that have a button; those before lose theirs.
  void setFilterable(const QList<int>& columns);
  /// The button of a column; null: it has none.
  [[nodiscard]] QToolButton* buttonOf(int column) const { return buttons_.value(column); }

 Q_SIGNALS:
  void filterRequested(int column);

 protected:
  [[nodiscard]] QSize sectionSizeFromContents(int column) const override;
  void initStyleOptionForIndex(QStyleOptionHeader* option, int column) const override;
  void paintSection(QPainter* painter, const QRect& area, int column) const override;
  void updateGeometries() override;

 private:
  void place();
  void restyle();

  const Theme& theme_;
  const TableRows& rows_;
  QHash<int, QToolButton*> buttons_;
};

}  // namespace vigie::console
