// The values of a chart at one moment: put together, measured, drawn, and as text to copy.
#pragma once

#include "console/dashboard/data_links.h"
#include "console/panels/chart_model.h"

#include <QList>
#include <QRect>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>
#include <vector>

class QPainter;

namespace vigie::console {

struct TooltipRow {
  QString name;
  QColor colour;
  QString value;
  QString difference;                ///< to the compared time: "+12 %"
  std::vector<DataLink> links = {};  ///< of its field
  LinkSubject subject = {};          ///< what they start from, where there are some
  QList<qreal> dashes = {};          ///< of the line
};

struct TooltipContent {
  QString when;
  std::vector<TooltipRow> rows;
  int leftOut = 0;    ///< rows that did not fit
  QStringList notes;  ///< what happened then
  [[nodiscard]] bool isEmpty() const { return rows.empty() && notes.isEmpty(); }
};

/// The samples nearest to `timeMs`, sorted as the panel says. `nearest`: only that line, where the panel shows one.
/// Only the first `most` of them are put into words, the others counted.
TooltipContent tooltipAt(const ChartModel& model, qint64 timeMs, const ChartLine* nearest = nullptr,
                         std::size_t most = std::numeric_limits<std::size_t>::max());
/// "+ 3 more".
QString moreText(int count);
/// No more rows than this are seen in `height` pixels.
std::size_t tooltipRowsIn(int height);

/// Leaves out what is more than `height` pixels have room for.
void fitTooltip(TooltipContent& content, int height);
/// At most `widest` wide.
QSize tooltipSize(const TooltipContent& content, int widest);
/// With its frame.
void drawTooltip(QPainter& painter, const QRect& box, const TooltipContent& content, const ThemeTokens& tokens);

/// Lines of name, tab, value: what a spreadsheet takes.
QString tooltipText(const TooltipContent& content);

}  // namespace vigie::console
