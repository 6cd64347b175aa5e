// One line of text, as much of it as there is room for; all of it in the tooltip.
#pragma once

#include <QLabel>
#include <QPainter>

namespace vigie::console {

class ElidedLabel : public QLabel {
 public:
  explicit ElidedLabel(Qt::Alignment alignment = Qt::AlignLeft) {
    setAlignment(alignment | Qt::AlignVCenter);
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setMinimumWidth(40);
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
    setToolTip(shown == text() ? QString() : text());
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), static_cast<int>(alignment()), shown);
  }
};

}  // namespace vigie::console
