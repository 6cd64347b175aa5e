#include "console/panels/stale_veil.h"

#include "console/app/theme.h"

#include <QPainter>

namespace vigie::console {

StaleVeil::StaleVeil(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
}

void StaleVeil::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  QColor dim = t.surface;
  dim.setAlphaF(0.2F);
  painter.fillRect(rect(), dim);
  QColor stripe = t.muted;
  stripe.setAlphaF(0.16F);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(stripe, 6));
  for (int x = -height(); x < width(); x += 22) painter.drawLine(x, height(), x + height(), 0);
}

}  // namespace vigie::console
