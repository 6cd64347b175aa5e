// What state each series was in, over time: state-timeline joins what is equal, status-history shows each sample.
#pragma once

#include "console/panels/drawn_body.h"

namespace vigie::console {

class StateTimelineBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void prepare() override;
  void paintEvent(QPaintEvent* event) override;

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
  [[nodiscard]] std::vector<Row> rows() const;

  bool joins_ = true;
};

}  // namespace vigie::console
