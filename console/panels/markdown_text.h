// Descriptions as Grafana has them, in Markdown, as words and as a tooltip. Pictures are not shown, HTML is text.
#pragma once

#include <QString>

namespace vigie::console {

/// Of `![words](address)` the words: Qt would look for the file of a picture on this machine.
QString withoutPictures(QString markdown);

/// Without its signs: one line a paragraph.
QString markdownWords(const QString& markdown);
/// Rich text; empty for nothing.
QString markdownToolTip(const QString& markdown);

}  // namespace vigie::console
