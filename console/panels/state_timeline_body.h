// What state each series was in, over time: state-timeline joins what is equal, status-history shows each sample. A
// click on a state in the legend brings it out, wherever it was.
#pragma once

#include "console/panels/line_selection.h"
#include "console/panels/timed_body.h"

namespace vigie::console {

class PanelLegend;

class StateTimelineBody : public TimedBody {
  Q_OBJECT
 public:
  StateTimelineBody(const PanelServices& services, PanelModel panel, QWidget* parent = nullptr);
  [[nodiscard]] QString spokenSummary() const override;
  [[nodiscard]] bool hasLegend() const override { return true; }
  [[nodiscard]] bool isLegendShown() const override;
  void setLegendShown(bool shown) override;

 protected:
  void prepare() override;
  QRectF draw(QPainter& painter) const override;
  [[nodiscard]] std::vector<TooltipRow> rowsAt(qint64 timeMs) const override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Span {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    QString text;
    QColor colour;
    std::optional<double> value;
  };
  struct Row {
    QString name;
    std::vector<Span> spans;
    double opacity = 1;  ///< of its states
    std::vector<DataLink> links;
    Labels labels;
  };
  void drawRow(QPainter& painter, const QRectF& area, const Row& row) const;
  [[nodiscard]] std::vector<Row> makeRows() const;
  void showLegend();
  void arrange();
  void pick(int state, bool together);
  [[nodiscard]] bool isDimmed(const Span& span) const;

  bool joins_ = true;
  std::vector<Row> rows_;  ///< of the data
  QStringList states_;     ///< in the order of the legend
  QString hovered_;
  LineSelection selection_;
  QRect area_;  ///< what the legend leaves
  PanelLegend* legend_;
};

}  // namespace vigie::console
