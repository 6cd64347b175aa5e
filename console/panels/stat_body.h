// One or a few big numbers with their unit, coloured by threshold, over a faint line of how they got there.
#pragma once

#include "console/app/theme.h"
#include "console/dashboard/unit_format.h"
#include "console/panels/panel_body.h"

namespace vigie::console {

class StatBody : public PanelBody {
  Q_OBJECT
 public:
  StatBody(const Theme& theme, PanelModel panel, QWidget* parent = nullptr);

  void setData(const PanelDataPtr& answer) override;
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Value {
    QString name;
    FormattedValue text;
    QColor colour;
    bool onBackground = false;  ///< the colour fills the cell, the text stands on it
    const Series* trend = nullptr;
  };
  [[nodiscard]] std::vector<Value> values() const;
  void drawValue(QPainter& painter, const QRect& area, const Value& value, bool named) const;
  void drawTrend(QPainter& painter, const QRectF& area, const Value& value) const;

  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
};

}  // namespace vigie::console
