// What panels of several values share: how many of them are readable in the room there is, what is said of the rest,
// and what a screen reader is told. GUI thread.
#pragma once

#include "console/dashboard/field_display.h"

#include <QRectF>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <vector>

class QPainter;

namespace vigie::console {

struct ThemeTokens;

/// `shown` values are drawn in the first of `cells` cells. Where some are left out, the last cell says how many.
struct ValueCells {
  std::size_t shown = 0;
  std::size_t cells = 0;
  std::size_t leftOut = 0;
};

/// Of `count` values, where `fit` cells are readable; at least one is shown.
ValueCells valueCells(std::size_t count, std::size_t fit);

/// How many cells of at least `width` by `height` are in `area`, in lines as `orientation` says, in Grafana's words:
/// "horizontal" ones lie over one another, "vertical" ones stand beside each other, else both.
std::size_t readableCells(const QSizeF& area, const QSizeF& cell, const QString& orientation);

/// "+ 12 more" in `cell`.
void drawLeftOut(QPainter& painter, const QRectF& cell, int alignment, std::size_t count, const ThemeTokens& tokens);

/// As many of `parts` as one listens to, then how many more there are.
QString spokenList(QStringList parts);
/// "a: 1, b: 2".
QString spokenValues(const std::vector<DisplayValue>& values);

}  // namespace vigie::console
