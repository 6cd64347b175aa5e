#include "console/panels/value_cells.h"

#include "console/app/theme.h"
#include "console/dashboard/value_text.h"
#include "console/panels/chart_tooltip.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace vigie::console {
namespace {

constexpr qsizetype kMostSpoken = 24;

std::size_t along(double room, double cell) { return static_cast<std::size_t>(std::max(1.0, room / cell)); }

}  // namespace

ValueCells valueCells(std::size_t count, std::size_t fit) {
  if (count <= fit) return {count, count, 0};
  const std::size_t shown = std::max<std::size_t>(1, fit - 1);
  return {shown, std::max<std::size_t>(1, fit), count - shown};
}

std::size_t readableCells(const QSizeF& area, const QSizeF& cell, const QString& orientation) {
  const std::size_t rows = orientation == QLatin1String("vertical") ? 1 : along(area.height(), cell.height());
  const std::size_t columns = orientation == QLatin1String("horizontal") ? 1 : along(area.width(), cell.width());
  return rows * columns;
}

void drawLeftOut(QPainter& painter, const QRectF& cell, int alignment, std::size_t count, const ThemeTokens& tokens) {
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(tokens.muted);
  painter.drawText(cell, alignment, moreText(static_cast<int>(count)));
}

QString spokenList(QStringList parts) {
  if (parts.size() > kMostSpoken) {
    const auto more = static_cast<int>(parts.size() - kMostSpoken);
    parts.resize(kMostSpoken);
    parts.append(moreText(more));
  }
  return parts.join(QStringLiteral(", "));
}

QString spokenValues(const std::vector<DisplayValue>& values) {
  QStringList parts;
  for (const DisplayValue& value : values) {
    const FormattedValue text =
        (value.isText ? shownText(value.field, value.text) : shownValue(value.field, value.number)).text;
    parts.append(values.size() == 1 || value.name.isEmpty()
                     ? text.text()
                     : QCoreApplication::translate("chart", "%1: %2").arg(value.name, text.text()));
  }
  return spokenList(std::move(parts));
}

}  // namespace vigie::console
