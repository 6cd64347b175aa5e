#include "console/panels/legend_table.h"

#include "console/dashboard/reduce.h"
#include "console/panels/chart_tooltip.h"
#include "console/panels/line_swatch.h"
#include "console/panels/shaped_text.h"
#include "console/panels/text_width.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace vigie::console {
namespace {
constexpr int kLegendTableRow = 19;
constexpr int kLegendSwatch = 14;
constexpr int kLegendGap = 10;
/// Less of a name says nothing.
constexpr int kLeastName = 90;
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
  scroll_ = std::clamp(scroll_, 0, mostScroll());
  update();
}

int LegendTable::contentHeight() const {
  return (static_cast<int>(rows_.size()) + (headers_.isEmpty() ? 0 : 1)) * kLegendTableRow;
}

int LegendTable::heightWithin(int most) const {
  return std::min(contentHeight(), std::max(2, most / kLegendTableRow) * kLegendTableRow);
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

int LegendTable::widestName() const {
  int widest = 40;
  for (const Row& row : rows_) {
    widest = std::max(widest, textWidth(TextRole::kSmall, model_->lines[static_cast<std::size_t>(row.line)].name));
  }
  return widest;
}

int LegendTable::contentWidth() const {
  int total = kLegendSwatch + 6 + widestName();
  for (const int column : columnWidths()) total += column;
  return total + 12;
}

qsizetype LegendTable::columnsIn(int width) const {
  const std::vector<int>& widths = columnWidths();
  int left = width - kLegendSwatch - 6 - std::min(kLeastName, widestName());
  qsizetype columns = 0;
  for (const int wide : widths) {
    left -= wide;
    if (left < 0) break;
    ++columns;
  }
  return columns;
}

int LegendTable::rowsIn(int height) const {
  return std::max(1, height / kLegendTableRow - (headers_.isEmpty() ? 0 : 1));
}

bool LegendTable::countsInHeader() const { return !headers_.isEmpty() && rowsIn(height()) == 1; }

int LegendTable::mostScroll() const {
  const auto rows = static_cast<int>(rows_.size());
  return rows <= rowsIn(height()) ? 0 : rows - rowsIn(height());
}

void LegendTable::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  painter.fillRect(rect(), t.surface);
  if (!model_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  const std::vector<int>& widths = columnWidths();
  const qsizetype columns = columnsIn(width());
  const int values = std::accumulate(widths.begin(), widths.begin() + columns, 0);
  const int nameRight = width() - values;
  const auto drawCells = [&](int top, const QStringList& cells, TextRole role, const QColor& colour) {
    painter.setPen(colour);
    int x = nameRight;
    for (qsizetype column = 0; column < columns; ++column) {
      const int wide = widths[static_cast<std::size_t>(column)];
      drawShaped(painter, QRect(x, top, wide - 2, kLegendTableRow), Qt::AlignRight | Qt::AlignVCenter, role,
                 cells[column]);
      x += wide;
    }
  };
  int top = 0;
  if (!headers_.isEmpty()) {
    drawCells(top, headers_, TextRole::kSmall, t.muted);
    top += kLegendTableRow;
  }
  const auto rows = static_cast<int>(rows_.size());
  const int first = std::min(scroll_, mostScroll());
  int last = std::min(rows, first + rowsIn(height()));
  const int below = rows - last;
  const bool ownRow = below > 0 && !countsInHeader();
  if (ownRow) --last;
  const auto sayHowMany = [&](int at, int many) {
    painter.setPen(t.muted);
    drawShaped(painter, QRect(kLegendSwatch + 6, at, width() - kLegendSwatch - 6, kLegendTableRow),
               Qt::AlignLeft | Qt::AlignVCenter, TextRole::kSmall, moreText(many));
  };
  if (below > 0 && !ownRow) sayHowMany(0, below);
  for (int i = first; i < last; ++i, top += kLegendTableRow) {
    const Row& row = rows_[static_cast<std::size_t>(i)];
    const ChartLine& line = model_->lines[static_cast<std::size_t>(row.line)];
    const QColor faint = blend(t.surface, t.muted, 0.6);
    drawLineSwatch(painter, QPointF(0, top + kLegendTableRow / 2.0), kLegendSwatch,
                   line.shown ? line.style.colour : blend(t.surface, line.style.colour, 0.3), line.style.dashes);
    painter.setPen(line.shown ? t.text : faint);
    const int room = nameRight - kLegendSwatch - 10;
    drawShaped(painter, QRect(kLegendSwatch + 6, top, room, kLegendTableRow), Qt::AlignLeft | Qt::AlignVCenter,
               TextRole::kSmall, elidedTo(room, Qt::ElideMiddle, TextRole::kSmall, line.name));
    drawCells(top, row.cells, TextRole::kSmallStrong, line.shown ? t.text : faint);
  }
  if (ownRow) sayHowMany(top, below + 1);
}

void LegendTable::wheelEvent(QWheelEvent* event) {
  const int rows = std::max(1, std::abs(event->angleDelta().y()) / 60);
  const int next = std::clamp(scroll_ + (event->angleDelta().y() < 0 ? rows : -rows), 0, mostScroll());
  // At its end the page scrolls.
  if (next == scroll_) {
    event->ignore();
    return;
  }
  scroll_ = next;
  // The pointer is on another line now.
  Q_EMIT hovered(lineAt(event->position().y()));
  update();
}

int LegendTable::lineAt(double y) const {
  const int shown = static_cast<int>(y) / kLegendTableRow - (headers_.isEmpty() ? 0 : 1);
  const int row = std::min(scroll_, mostScroll()) + shown;
  const bool saysHowMany = !countsInHeader() &&
                           static_cast<int>(rows_.size()) > std::min(scroll_, mostScroll()) + rowsIn(height()) &&
                           shown == rowsIn(height()) - 1;
  if (shown < 0 || shown >= rowsIn(height()) || saysHowMany || row >= static_cast<int>(rows_.size())) return -1;
  return rows_[static_cast<std::size_t>(row)].line;
}

bool LegendTable::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int line = lineAt(help->pos().y());
  const auto row = std::find_if(rows_.begin(), rows_.end(), [line](const Row& one) { return one.line == line; });
  if (row == rows_.end()) {
    QToolTip::hideText();
    return true;
  }
  QStringList words = {model_->lines[static_cast<std::size_t>(line)].name};
  for (qsizetype column = 0; column < headers_.size(); ++column) {
    words.append(QStringLiteral("%1: %2").arg(headers_[column], row->cells[column]));
  }
  QToolTip::showText(help->globalPos(),
                     words.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")),
                     this);
  return true;
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
