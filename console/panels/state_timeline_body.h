// What state each series was in, over time: state-timeline joins what is equal, status-history shows each sample.
#pragma once

#include "console/panels/timed_body.h"

namespace vigie::console {

class StateTimelineBody : public TimedBody {
  Q_OBJECT
 public:
  using TimedBody::TimedBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void prepare() override;
  QRectF draw(QPainter& painter) const override;
  [[nodiscard]] std::vector<TooltipRow> rowsAt(qint64 timeMs) const override;

 private:
  struct Span {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    QString text;
    QColor colour;
  };
  struct Row {
    QString name;
    std::vector<Span> spans;
  };
  void drawRow(QPainter& painter, const QRectF& area, const Row& row) const;
  [[nodiscard]] std::vector<Row> makeRows() const;

  bool joins_ = true;
  std::vector<Row> rows_;  ///< of the data
};

}  // namespace vigie::console
