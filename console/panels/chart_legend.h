// Under a chart: a swatch, the name and the current value of each line, wrapped over at most two rows.
#pragma once

#include "console/panels/chart_model.h"

#include <QWidget>

#include <memory>

namespace vigie::console {

class ChartLegend : public QWidget {
  Q_OBJECT
 public:
  explicit ChartLegend(const Theme& theme, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ChartModel> model);
  [[nodiscard]] int heightForWidth(int width) const override;

 Q_SIGNALS:
  /// The pointer rests on a line's entry, or on none (-1).
  void hovered(int line);
  /// A line's entry was clicked; `together`: with Ctrl or Shift.
  void clicked(int line, bool together);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Entry {
    int line = 0;
    QRect rect;
  };
  struct Arrangement {
    std::vector<Entry> entries;
    int rows = 0;
    int leftOut = 0;
    QRect leftOutRect;
  };
  [[nodiscard]] Arrangement arrange(int width) const;
  /// The same, worked out once for a model and a width.
  [[nodiscard]] const Arrangement& arranged(int width) const;
  /// The line whose entry is there; -1: none.
  [[nodiscard]] int lineAt(const QPoint& at) const;

  const Theme& theme_;
  std::shared_ptr<const ChartModel> model_;
  mutable Arrangement arranged_;
  mutable int arrangedFor_ = -1;  ///< the width; -1: none
};

}  // namespace vigie::console
