// What panels lie on. It covers itself with the page's background: a scrolled page is then moved as it is, and only
// what comes into sight is painted. Qt does not count a background of the style sheet as opaque.
#pragma once

#include "console/app/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QWidget>

namespace vigie::console {

class DashboardCanvas : public QWidget {
 public:
  explicit DashboardCanvas(const Theme& theme) : theme_(theme) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void paintEvent(QPaintEvent* event) override { QPainter(this).fillRect(event->rect(), theme_.tokens().background); }

 private:
  const Theme& theme_;
};

}  // namespace vigie::console
