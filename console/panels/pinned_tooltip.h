// A tooltip that stays: a click on the chart put it there. It can be copied and closed.
#pragma once

#include "console/panels/chart_tooltip.h"

#include <QWidget>

class QToolButton;

namespace vigie::console {

class PinnedTooltip : public QWidget {
  Q_OBJECT
 public:
  PinnedTooltip(const Theme& theme, QWidget* parent);

  [[nodiscard]] qint64 timeMs() const { return timeMs_; }
  /// `all` is what is copied, though not every row of it fits into the parent. `links` stand below it, a button each.
  void setContent(qint64 timeMs, TooltipContent all, std::vector<ResolvedLink> links = {});
  /// Beside `x`, inside the parent.
  void placeBeside(int x, int top);
  void copy() const;

 Q_SIGNALS:
  void closed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  // What happens on it is not the chart's.
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  void restyle();
  void showLinks(std::vector<ResolvedLink> links);

  const Theme& theme_;
  qint64 timeMs_ = 0;
  TooltipContent all_;
  TooltipContent shown_;
  QToolButton* copy_;
  QToolButton* close_;
  std::vector<QToolButton*> links_;
};

}  // namespace vigie::console
