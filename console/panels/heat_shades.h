// The colours of a heatmap's cells: made once a drawing, looked up for each of its thousands of cells. Pure.
#pragma once

#include <QColor>
#include <QJsonObject>

#include <array>

namespace vigie::console {

struct ThemeTokens;

class HeatShades {
 public:
  /// `options` are the panel's; `most` is the largest cell, which stands for a missing maximum.
  HeatShades(const QJsonObject& options, double most, const ThemeTokens& tokens);

  /// False for what is nothing: it shows the surface.
  [[nodiscard]] bool shows(double value) const { return value > hiddenUpTo_ && value < hiddenFrom_; }
  [[nodiscard]] const QColor& at(double value) const;
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  static constexpr int kShades = 256;
  double low_;
  double high_;
  double hiddenUpTo_;
  double hiddenFrom_;
  std::array<QColor, kShades> shades_;
};

}  // namespace vigie::console
