// One or a few big numbers with their unit, coloured by threshold, over a faint line of how they got there.
#pragma once

#include "console/panels/drawn_body.h"
#include "console/panels/value_cells.h"

#include <QHash>

#include <optional>
#include <vector>

namespace vigie::console {

class StatBody : public DrawnBody {
  Q_OBJECT
 public:
  using DrawnBody::DrawnBody;
  [[nodiscard]] QString spokenSummary() const override;
  /// Beside each value: by how much it differs from the one of the compared time.
  void setGhost(const PanelDataPtr& answer, qint64 offsetMs) override;
  [[nodiscard]] bool showsGhost() const override { return true; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  [[nodiscard]] std::optional<Linked> linkedAt(const QPointF& at) const override;

 private:
  struct Value {
    QString name;
    FormattedValue text;
    QString change;  ///< from the compared time, or since the start of the range: "+12 %"
    QColor colour;
    bool onBackground = false;  ///< the colour fills the cell, the text stands on it
    const Series* trend = nullptr;
  };
  /// What of a value is written, by the panel's text mode.
  struct Words {
    bool name = false;
    bool value = true;
  };
  /// The first `most` of them, as they are drawn.
  [[nodiscard]] std::vector<Value> firstValues(std::size_t most) const;
  [[nodiscard]] Words words(std::size_t count) const;
  /// How many of so many values are readable in the panel.
  [[nodiscard]] ValueCells cellsFor(std::size_t count) const;
  /// The cells of so many values, as the panel's orientation lays them.
  [[nodiscard]] std::vector<QRect> cells(int count) const;
  void drawBackground(QPainter& painter, const QRect& cell, const QColor& colour) const;
  void drawValue(QPainter& painter, const QRect& area, const Value& value, const Words& words) const;
  void drawTrend(QPainter& painter, const QRectF& area, const Value& value) const;

  /// What stood there at the compared time, by the value's name; nothing: nothing is compared.
  std::optional<QHash<QString, double>> before_;
};

}  // namespace vigie::console
