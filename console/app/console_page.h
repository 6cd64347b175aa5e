// The Console page: what this program itself costs, live. The same figures as --stats-json.
#pragma once

#include "console/app/console_stats.h"
#include "console/app/page.h"

#include <QTimer>

namespace vigie::console {

class FigureGrid;
class Theme;

class ConsolePage : public Page {
  Q_OBJECT
 public:
  /// `source` outlives the page.
  ConsolePage(const Theme& theme, const StatsSource& source, QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override;
  void refresh() override;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  class FrameStrip;

  const StatsSource& source_;
  ConsoleStats before_;  ///< a second ago: rates are differences
  FigureGrid* grid_;
  FrameStrip* frames_;
  QTimer second_;
  int frame_, loop_, memory_, processor_, queries_, tails_, received_, drawn_;
};

}  // namespace vigie::console
