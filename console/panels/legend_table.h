// The legend at the right of a chart, or as a table under it: a row a line, a column a calculation. The wheel scrolls.
#pragma once

#include "console/panels/chart_model.h"

#include <QWidget>

#include <memory>

namespace vigie::console {

class LegendTable : public QWidget {
  Q_OBJECT
 public:
  explicit LegendTable(const Theme& theme, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ChartModel> model);
  /// Pixels for all rows.
  [[nodiscard]] int contentHeight() const;
  /// No more than `most` pixels, and whole rows.
  [[nodiscard]] int heightWithin(int most) const;
  /// Pixels for the longest name and all columns.
  [[nodiscard]] int contentWidth() const;

 Q_SIGNALS:
  /// The pointer rests on a line's entry, or on none (-1).
  void hovered(int line);
  /// A line's row was clicked; `together`: with Ctrl or Shift.
  void clicked(int line, bool together);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Row {
    int line = 0;
    QStringList cells;
  };
  [[nodiscard]] int widestName() const;
  /// How many columns are whole beside names that can be read; the rest is in the tooltip.
  [[nodiscard]] qsizetype columnsIn(int width) const;
  /// Rows that are seen: with the last one it is said how many are not.
  [[nodiscard]] int rowsIn(int height) const;
  /// How many rows are left out is said beside the headers: one row is for a line.
  [[nodiscard]] bool countsInHeader() const;
  [[nodiscard]] int mostScroll() const;
  /// Of each column, worked out once for a model.
  [[nodiscard]] const std::vector<int>& columnWidths() const;
  /// The line whose row is there; -1: none.
  [[nodiscard]] int lineAt(double y) const;

  const Theme& theme_;
  std::shared_ptr<const ChartModel> model_;
  std::vector<Row> rows_;
  QStringList headers_;
  mutable std::vector<int> columnWidths_;  ///< empty: not worked out yet
  int scroll_ = 0;  ///< rows above the first that is seen
};

}  // namespace vigie::console
