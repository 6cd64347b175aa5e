// Widgets beside each other, in as many rows as a width needs: what a QHBoxLayout does not do. Pure geometry.
#pragma once

#include <QMargins>
#include <QSize>

#include <vector>

class QWidget;

namespace vigie::console {

/// The height that `cells` need inside `width`; moves them there when `apply` is set. One that is wider than a row is
/// given a row of its own, as high as it says it needs then.
int flowed(const std::vector<QWidget*>& cells, int width, const QMargins& margins, const QSize& gap, bool apply);

}  // namespace vigie::console
