// A heatmap: buckets over time, each cell as strong as what fell into it.
#pragma once

#include "console/dashboard/heat_grid.h"
#include "console/panels/heat_shades.h"
#include "console/panels/timed_body.h"

namespace vigie::console {

class HeatmapBody : public TimedBody {
  Q_OBJECT
 public:
  using TimedBody::TimedBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void prepare() override;
  QRectF draw(QPainter& painter) const override;
  [[nodiscard]] std::vector<TooltipRow> rowsAt(qint64 timeMs) const override;

 private:
  /// Where its cells are.
  struct Cells {
    QRectF plot;
    double rowHeight = 0;
    double columnWidth = 0;
    double perMs = 0;
    bool upsideDown = false;
    [[nodiscard]] QRectF cell(std::size_t row, double right, std::size_t rows) const;
  };
  [[nodiscard]] QRectF plotArea() const;
  [[nodiscard]] Cells cells() const;
  void drawRowLabels(QPainter& painter, const Cells& cells) const;
  void drawCells(QPainter& painter, const Cells& cells, const HeatShades& shades, double gap) const;
  void drawFineCells(QPainter& painter, const Cells& cells, const HeatShades& shades) const;
  void drawTexts(QPainter& painter, const Cells& cells, const HeatShades& shades) const;
  void drawScale(QPainter& painter, const HeatShades& shades, const QRectF& area) const;
  [[nodiscard]] HeatShades shades() const;
  /// Where a column ends, in pixels.
  [[nodiscard]] double rightOf(const Cells& cells, std::size_t column) const;
  [[nodiscard]] UnitFormat axisFormat() const;
  [[nodiscard]] UnitFormat cellFormat() const;
  /// What stands at the bottom edge of a row, or at its middle where rows are names; one more than rows with edges.
  [[nodiscard]] QStringList rowLabels() const;

  HeatGrid grid_;
};

}  // namespace vigie::console
