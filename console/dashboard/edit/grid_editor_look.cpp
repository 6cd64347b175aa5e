// How the editor over the panels looks: frames, corners, and the tools of the panel in hand.
#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/edit/grid_editor.h"

#include <QPainter>

#include <array>

namespace vigie::console {
namespace {

constexpr int kTool = 24;
constexpr std::array kToolIcons = {"edit", "copy", "close"};

}  // namespace

QRect GridEditor::toolRect(const QRect& panel, int tool) const {
  const int right = panel.right() - space::kTiny - (static_cast<int>(kToolIcons.size()) - 1 - tool) * kTool;
  return {right - kTool, panel.top() + 5, kTool, kTool};
}

int GridEditor::toolAt(const QPoint& at) const {
  const Spot* spot = spotAt(at);
  if (!spot) return -1;
  for (int tool = 0; tool < static_cast<int>(kToolIcons.size()); ++tool) {
    if (toolRect(spot->panel->geometry(), tool).contains(at)) return tool;
  }
  return -1;
}

void GridEditor::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = theme_.tokens();
  for (const Spot& spot : spots_) {
    const QRect place = spot.panel->geometry();
    const bool isChosen = spot.panel == chosen_;
    const bool isHovered = spot.panel == hovered_;
    const QRectF frame = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChosen) {
      QColor tint = t.accent;
      tint.setAlphaF(0.06F);
      painter.setBrush(tint);
    } else {
      painter.setBrush(Qt::NoBrush);
    }
    painter.setPen(QPen(isChosen || isHovered ? t.accent : t.line, isChosen ? 2 : 1));
    painter.drawRoundedRect(isChosen ? frame.adjusted(0.5, 0.5, -0.5, -0.5) : frame, radius::kPanel, radius::kPanel);
    // The corner that resizes.
    painter.setPen(QPen(isChosen || isHovered ? t.accent : t.muted, 1.5));
    for (const int inset : {5, 9}) {
      painter.drawLine(QPointF(place.right() - inset - 2, place.bottom() - 4),
                       QPointF(place.right() - 4, place.bottom() - inset - 2));
    }
    if (!isChosen && !isHovered) continue;
    const QRect tools = toolRect(place, 0).united(toolRect(place, static_cast<int>(kToolIcons.size()) - 1));
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(QRectF(tools).adjusted(-1.5, 0.5, 1.5, -0.5), radius::kControl, radius::kControl);
    for (int tool = 0; tool < static_cast<int>(kToolIcons.size()); ++tool) {
      painter.drawPixmap(toolRect(place, tool).topLeft() + QPoint(4, 4),
                         iconPixmap(QString::fromLatin1(kToolIcons[static_cast<std::size_t>(tool)]), t.muted, 16,
                                    devicePixelRatioF()));
    }
  }
}

}  // namespace vigie::console
