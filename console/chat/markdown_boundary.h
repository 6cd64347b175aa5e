// Where a growing Markdown text can be cut so that what stands before the cut never changes again.
#pragma once

#include <QStringView>

namespace vigie::console {

/// The start of the last top-level block of `text` that begins after `from` (itself such a start): everything before
/// it renders the same whatever follows. `from` when there is none. Text after it is still growing and is rendered
/// anew. Blocks end at a blank line (CommonMark §4); fenced code and the items of a list are never cut.
qsizetype lastStableBoundary(QStringView text, qsizetype from);

}  // namespace vigie::console
