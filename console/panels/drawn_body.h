// What panel types that paint themselves share: theme, model, the current data, and axes.
#pragma once

#include "console/app/theme.h"
#include "console/dashboard/field_display.h"
#include "console/dashboard/unit_format.h"
#include "console/panels/panel_body.h"

#include <QPainter>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace vigie::console {

class DrawnBody : public PanelBody {
  Q_OBJECT
 public:
  DrawnBody(const Theme& theme, PanelModel panel, QWidget* parent = nullptr);

  void setData(const PanelDataPtr& answer) override;

 protected:
  [[nodiscard]] const ThemeTokens& tokens() const { return theme_.tokens(); }
  [[nodiscard]] const PanelModel& panel() const { return panel_; }
  [[nodiscard]] const PanelData* data() const { return data_.get(); }
  /// The least and the most of all samples of the data, looked for once.
  [[nodiscard]] const std::pair<double, double>& dataRange() const;
  /// By the panel's reduce options, worked out once; none without data.
  [[nodiscard]] const std::vector<DisplayValue>& values() const;
  // An option of the panel's type.
  [[nodiscard]] QString textOption(const char* key, const char* fallback = "") const;
  [[nodiscard]] bool boolOption(const char* key, bool fallback) const;
  [[nodiscard]] double numberOption(const char* key, double fallback) const;

  /// Called for new data, before the repaint.
  virtual void prepare() {}
  /// Tells a screen reader what is shown, where that is something else than before.
  void describe();

  /// A value on the drawing, with the links of its field.
  struct Linked {
    std::vector<DataLink> links;
    LinkSubject subject;
  };
  [[nodiscard]] static Linked linkedOf(const DisplayValue& value);
  /// What is drawn there and has links. A click on it opens them.
  [[nodiscard]] virtual std::optional<Linked> linkedAt(const QPointF& at) const {
    Q_UNUSED(at)
    return std::nullopt;
  }

  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  const Theme& theme_;
  PanelModel panel_;
  PanelDataPtr data_;
  mutable std::optional<std::pair<double, double>> range_;
  mutable std::optional<std::vector<DisplayValue>> values_;
  bool pressedLink_ = false;
};

/// A value axis at the left with its grid, drawn into `area`; what is left for the plot, its bottom line included.
struct ValueAxis {
  double low = 0;
  double high = 1;
  QRectF plot;
  [[nodiscard]] double y(double value) const {
    const double share = (value - low) / (high > low ? high - low : 1);
    // No farther away than a painter can count.
    return plot.bottom() - plot.height() * std::clamp(share, -50.0, 50.0);
  }
};
ValueAxis drawValueAxis(QPainter& painter, const QRectF& area, double low, double high, const UnitFormat& format,
                        const ThemeTokens& tokens);

/// Labels under a plot, one a column; as many as fit, the others left out evenly.
void drawColumnLabels(QPainter& painter, const QRectF& plot, const QStringList& labels, const ThemeTokens& tokens);
/// Times under a plot.
void drawTimeLabels(QPainter& painter, const QRectF& plot, const TimeWindow& window, const ThemeTokens& tokens);

/// Room under a plot for one line of labels.
inline constexpr int kColumnLabelHeight = 20;

/// `text` in the middle of `area`, cut where it is too long.
void drawElided(QPainter& painter, const QRectF& area, int alignment, const QString& text);

}  // namespace vigie::console
