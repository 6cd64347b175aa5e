#include "console/panels/legend_table.h"

#include "console/dashboard/reduce.h"
#include "console/panels/shaped_text.h"
#include "console/panels/text_width.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <numeric>

namespace vigie::console {
namespace {
constexpr int kLegendTableRow = 19;
constexpr int kLegendSwatch = 14;
constexpr int kLegendGap = 10;
}  // namespace

LegendTable::LegendTable(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  // Nothing under it is painted for a new value.
  setAttribute(Qt::WA_OpaquePaintEvent);
  // Nothing is covered before it has a place.
  resize(0, 0);
}

void LegendTable::setModel(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  rows_.clear();
  headers_.clear();
  columnWidths_.clear();
  const bool ownCells = !model_->legendHeaders.isEmpty();
  headers_ = model_->legendHeaders;
  for (const QString& calc : model_->legendCalcs) {
    if (!ownCells) headers_.append(calcName(calc));
  }
  for (const std::size_t i : legendOrder(*model_)) {
    Row row{static_cast<int>(i), model_->lines[i].legendCells};
    row.cells.resize(headers_.size());
    rows_.push_back(std::move(row));
  }
  scroll_ = std::clamp(scroll_, 0, std::max(0, contentHeight() - height()));
  update();
}

int LegendTable::contentHeight() const {
  return (static_cast<int>(rows_.size()) + (headers_.isEmpty() ? 0 : 1)) * kLegendTableRow;
}

const std::vector<int>& LegendTable::columnWidths() const {
  if (!columnWidths_.empty() || headers_.isEmpty()) return columnWidths_;
  for (qsizetype column = 0; column < headers_.size(); ++column) {
    int widest = textWidth(TextRole::kSmallStrong, headers_[column]);
    for (const Row& row : rows_) widest = std::max(widest, textWidth(TextRole::kSmallStrong, row.cells[column]));
    columnWidths_.push_back(widest + kLegendGap);
  }
  return columnWidths_;
}

int LegendTable::contentWidth() const {
  int widest = 40;
  for (const Row& row : rows_) {
    widest = std::max(widest, textWidth(TextRole::kSmall, model_->lines[static_cast<std::size_t>(row.line)].name));
  }
  int total = kLegendSwatch + 6 + widest;
  for (const int column : columnWidths()) total += column;
  return total + 12;
}

void LegendTable::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  painter.fillRect(rect(), t.surface);
  if (!model_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  const std::vector<int>& widths = columnWidths();
  const int values = std::accumulate(widths.begin(), widths.end(), 0);
  const int nameRight = std::max(60, width() - values);
  const auto drawCells = [&](int top, const QStringList& cells, TextRole role, const QColor& colour) {
    painter.setPen(colour);
    int x = nameRight;
    for (int column = 0; column < cells.size(); ++column) {
      const int wide = widths[static_cast<std::size_t>(column)];
      drawShaped(painter, QRect(x, top, wide - 2, kLegendTableRow), Qt::AlignRight | Qt::AlignVCenter, role,
                 cells[column]);
      x += wide;
    }
  };
  int top = -scroll_;
  if (!headers_.isEmpty()) {
    drawCells(top, headers_, TextRole::kSmall, t.muted);
    top += kLegendTableRow;
  }
  for (const Row& row : rows_) {
    if (top + kLegendTableRow > 0 && top < height()) {
      const ChartLine& line = model_->lines[static_cast<std::size_t>(row.line)];
      const QColor faint = blend(t.surface, t.muted, 0.6);
      QPen pen(line.shown ? line.style.colour : blend(t.surface, line.style.colour, 0.3), 2.5);
      pen.setCapStyle(Qt::FlatCap);
      painter.setPen(pen);
      const double middle = top + kLegendTableRow / 2.0;
      painter.drawLine(QPointF(0, middle), QPointF(kLegendSwatch, middle));
      painter.setPen(line.shown ? t.text : faint);
      const int room = nameRight - kLegendSwatch - 10;
      drawShaped(painter, QRect(kLegendSwatch + 6, top, room, kLegendTableRow), Qt::AlignLeft | Qt::AlignVCenter,
                 TextRole::kSmall, elidedTo(room, Qt::ElideMiddle, TextRole::kSmall, line.name));
      drawCells(top, row.cells, TextRole::kSmallStrong, line.shown ? t.text : faint);
    }
    top += kLegendTableRow;
  }
}

void LegendTable::wheelEvent(QWheelEvent* event) {
  const int most = std::max(0, contentHeight() - height());
  const int next = std::clamp(scroll_ - event->angleDelta().y() / 2, 0, most);
  // At its end the page scrolls.
  if (next == scroll_) {
    event->ignore();
    return;
  }
  scroll_ = next;
  update();
}

int LegendTable::lineAt(double y) const {
  const int header = headers_.isEmpty() ? 0 : 1;
  const int row = (static_cast<int>(y) + scroll_) / kLegendTableRow - header;
  return row >= 0 && row < static_cast<int>(rows_.size()) ? rows_[static_cast<std::size_t>(row)].line : -1;
}

void LegendTable::mouseMoveEvent(QMouseEvent* event) {
  const int line = lineAt(event->position().y());
  setCursor(line < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
  Q_EMIT hovered(line);
}

void LegendTable::mousePressEvent(QMouseEvent* event) {
  const int line = lineAt(event->position().y());
  if (line < 0 || event->button() != Qt::LeftButton) {
    event->ignore();
    return;
  }
  Q_EMIT clicked(line, event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::ShiftModifier | Qt::MetaModifier));
}

void LegendTable::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  Q_EMIT hovered(-1);
}

}  // namespace vigie::console
