// A pie or a ring: the share of each value in their sum. A click in the legend isolates.
#pragma once

#include "console/panels/drawn_body.h"
#include "console/panels/line_selection.h"

#include <vector>

namespace vigie::console {

class PanelLegend;

class PieBody : public DrawnBody {
  Q_OBJECT
 public:
  PieBody(const Theme& theme, PanelModel panel, QWidget* parent = nullptr);
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] bool hasLegend() const override { return true; }
  [[nodiscard]] bool isLegendShown() const override;
  void setLegendShown(bool shown) override;

 protected:
  void prepare() override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  [[nodiscard]] std::optional<Linked> linkedAt(const QPointF& at) const override;

 private:
  struct Slice {
    QString name;
    double value = 0;
    double share = 0;  ///< of those that are shown
    QString text;
    QColor colour;
    bool shown = true;
    Linked linked;
  };
  /// Of the data, as it is picked and in the theme.
  [[nodiscard]] std::vector<Slice> madeSlices() const;
  void showLegend();
  void arrange();
  void pick(int slice, bool together);
  [[nodiscard]] QStringList words(const Slice& slice, const QStringList& wanted) const;
  void drawSlices(QPainter& painter, const std::vector<Slice>& all) const;
  void drawLabel(QPainter& painter, const Slice& slice, double middle) const;

  LineSelection selection_;
  std::vector<Slice> slices_;  ///< made anew with the legend
  int hovered_ = -1;
  QRectF circle_;  ///< empty where there is no room
  PanelLegend* legend_;
};

}  // namespace vigie::console
