// "Where the time went": one bar a stage on the answer's own time axis.
#pragma once

#include "core/wire/chat.h"

#include <QWidget>

#include <optional>

namespace vigie::console {

class Theme;

class Waterfall : public QWidget {
  Q_OBJECT

 public:
  explicit Waterfall(Theme& theme, QWidget* parent = nullptr);

  void setTimings(const std::optional<wire::Timings>& timings);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Theme& theme_;
  std::optional<wire::Timings> timings_;
};

}  // namespace vigie::console
