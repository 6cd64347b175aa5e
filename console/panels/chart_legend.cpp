#include "console/panels/chart_legend.h"

#include "console/panels/chart_tooltip.h"
#include "console/panels/line_swatch.h"
#include "console/panels/shaped_text.h"
#include "console/panels/text_width.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kEntryHeight = 18;
constexpr int kMaxRows = 2;
constexpr int kSwatch = 14;
constexpr int kEntryGap = 16;
constexpr int kInner = 6;

/// The value, and what it was at the compared time.
QString legendValue(const ChartLine& line) {
  return line.differenceText.isEmpty() ? line.currentText
                                       : QStringLiteral("%1 (%2)").arg(line.currentText, line.differenceText);
}

}  // namespace

ChartLegend::ChartLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  // Nothing under it is painted for a new value.
  setAttribute(Qt::WA_OpaquePaintEvent);
  // Nothing is covered before it has a place.
  resize(0, 0);
}

void ChartLegend::setModel(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  arrangedFor_ = -1;
  update();
}

int ChartLegend::heightForWidth(int width) const { return std::max(1, arranged(width).rows) * kEntryHeight; }

const ChartLegend::Arrangement& ChartLegend::arranged(int width) const {
  if (width != arrangedFor_) {
    arranged_ = arrange(width);
    arrangedFor_ = width;
  }
  return arranged_;
}

ChartLegend::Arrangement ChartLegend::arrange(int width) const {
  Arrangement result;
  if (!model_ || model_->lines.empty()) return result;
  const int moreWidth = textWidth(TextRole::kSmall, moreText(99));
  result.rows = 1;
  int x = 0;
  const auto count = static_cast<int>(model_->lines.size());
  for (int i = 0; i < count; ++i) {
    const ChartLine& line = model_->lines[static_cast<std::size_t>(i)];
    if (!line.inLegend) continue;
    const int wanted = kSwatch + kInner + textWidth(TextRole::kSmall, line.name) + kInner +
                       textWidth(TextRole::kSmallStrong, legendValue(line));
    const int entry = std::min(wanted, width);
    const bool isLastRow = result.rows == kMaxRows;
    const int reserve = isLastRow && i + 1 < count ? kEntryGap + moreWidth : 0;
    if (x > 0 && x + entry + reserve > width) {
      if (isLastRow) {
        result.leftOut = count - i;
        result.leftOutRect = QRect(x, (result.rows - 1) * kEntryHeight, moreWidth, kEntryHeight);
        break;
      }
      ++result.rows;
      x = 0;
    }
    result.entries.push_back({i, QRect(x, (result.rows - 1) * kEntryHeight, entry, kEntryHeight)});
    x += entry + kEntryGap;
  }
  return result;
}

void ChartLegend::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  painter.fillRect(rect(), t.surface);
  if (!model_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  const Arrangement& arrangement = arranged(width());
  for (const Entry& entry : arrangement.entries) {
    const ChartLine& line = model_->lines[static_cast<std::size_t>(entry.line)];
    drawLineSwatch(painter, QPointF(entry.rect.left(), entry.rect.center().y() + 1), kSwatch,
                   line.shown ? line.style.colour : blend(t.surface, line.style.colour, 0.3), line.style.dashes);

    const QString value = legendValue(line);
    const int valueWidth = textWidth(TextRole::kSmallStrong, value);
    const QRect name = entry.rect.adjusted(kSwatch + kInner, 0, -valueWidth - kInner, 0);
    const QColor faint = blend(t.surface, t.muted, 0.6);
    painter.setPen(line.shown ? t.muted : faint);
    drawShaped(painter, name, Qt::AlignVCenter | Qt::AlignLeft, TextRole::kSmall,
               elidedTo(name.width() + 1, Qt::ElideMiddle, TextRole::kSmall, line.name));
    painter.setPen(line.shown ? t.text : faint);
    drawShaped(painter, entry.rect, Qt::AlignVCenter | Qt::AlignRight, TextRole::kSmallStrong, value);
  }
  if (arrangement.leftOut > 0) {
    painter.setPen(t.muted);
    drawShaped(painter, arrangement.leftOutRect, Qt::AlignVCenter | Qt::AlignLeft, TextRole::kSmall,
               moreText(arrangement.leftOut));
  }
}

int ChartLegend::lineAt(const QPoint& at) const {
  for (const Entry& entry : arranged(width()).entries) {
    if (entry.rect.contains(at)) return entry.line;
  }
  return -1;
}

void ChartLegend::mouseMoveEvent(QMouseEvent* event) {
  const int line = lineAt(event->position().toPoint());
  setCursor(line < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
  Q_EMIT hovered(line);
}

void ChartLegend::mousePressEvent(QMouseEvent* event) {
  const int line = lineAt(event->position().toPoint());
  if (line < 0 || event->button() != Qt::LeftButton) {
    event->ignore();
    return;
  }
  Q_EMIT clicked(line, event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::ShiftModifier | Qt::MetaModifier));
}

void ChartLegend::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  Q_EMIT hovered(-1);
}

}  // namespace vigie::console
