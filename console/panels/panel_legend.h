// The legend of a panel where its dashboard wants it: a line or a table below, or a column at the right. Its entries
// are the lines of a ChartModel, whatever a panel draws of them.
#pragma once

#include "console/dashboard/panel_model.h"
#include "console/panels/chart_model.h"

#include <QObject>
#include <QRect>

#include <memory>

class QWidget;

namespace vigie::console {

class ChartLegend;
class LegendTable;

class PanelLegend : public QObject {
  Q_OBJECT
 public:
  /// Lives in `body`, over which place() lays it.
  PanelLegend(const Theme& theme, const LegendOptions& options, QWidget* body);

  void setModel(const std::shared_ptr<const ChartModel>& model);
  /// Where it is and in what form.
  void setOptions(const LegendOptions& options);
  void setShown(bool shown);
  [[nodiscard]] bool isShown() const { return shown_; }
  /// Takes its part of `area` and returns what is left for the drawing.
  QRect place(const QRect& area);

 Q_SIGNALS:
  /// The pointer rests on the entry of a line, or on none (-1).
  void hovered(int line);
  /// A line's entry was clicked; `together`: with Ctrl or Shift.
  void clicked(int line, bool together);

 private:
  LegendOptions options_;
  bool shown_;
  ChartLegend* strip_;
  LegendTable* table_;
};

}  // namespace vigie::console
