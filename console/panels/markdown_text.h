// Descriptions as Grafana has them, in Markdown, as words and as a tooltip. Pictures are not shown, HTML is text.
#pragma once

#include <QString>

namespace vigie::console {

/// Without its signs: one line a paragraph.
QString markdownWords(const QString& markdown);
/// Rich text; empty for nothing.
QString markdownToolTip(const QString& markdown);

}  // namespace vigie::console
