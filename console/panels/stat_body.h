// One or a few big numbers with their unit, coloured by threshold, over a faint line of how they got there.
#pragma once

#include "console/panels/drawn_body.h"

#include <vector>

namespace vigie::console {

class StatBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  [[nodiscard]] std::optional<Linked> linkedAt(const QPointF& at) const override;

 private:
  struct Value {
    QString name;
    FormattedValue text;
    QString change;  ///< since the start of the range: "+12 %"
    QColor colour;
    bool onBackground = false;  ///< the colour fills the cell, the text stands on it
    const Series* trend = nullptr;
  };
  /// What of a value is written, by the panel's text mode.
  struct Words {
    bool name = false;
    bool value = true;
  };
  [[nodiscard]] std::vector<Value> values() const;
  [[nodiscard]] Words words(std::size_t count) const;
  /// The cells of so many values, as the panel's orientation lays them.
  [[nodiscard]] std::vector<QRect> cells(int count) const;
  void drawBackground(QPainter& painter, const QRect& cell, const QColor& colour) const;
  void drawValue(QPainter& painter, const QRect& area, const Value& value, const Words& words) const;
  void drawTrend(QPainter& painter, const QRectF& area, const Value& value) const;
};

}  // namespace vigie::console
