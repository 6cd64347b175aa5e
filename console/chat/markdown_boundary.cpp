#include "console/chat/markdown_boundary.h"

#include <algorithm>

namespace vigie::console {

namespace {

struct Fence {
  QChar mark;
  qsizetype length = 0;
};

/// The fence a line opens or closes; length 0 where it is none.
Fence fenceOf(QStringView line) {
  qsizetype at = 0;
  while (at < line.size() && at < 4 && line[at] == u' ') ++at;
  if (at > 3 || at >= line.size() || (line[at] != u'`' && line[at] != u'~')) return {};
  const QChar mark = line[at];
  qsizetype length = 0;
  while (at + length < line.size() && line[at + length] == mark) ++length;
  return length >= 3 ? Fence{mark, length} : Fence{};
}

bool startsListItem(QStringView line) {
  if (line.size() < 2) return true;  // "-" may become an item with the next token
  if (line[0] == u'-' || line[0] == u'*' || line[0] == u'+') return line[1] == u' ' || line[1] == u'\t';
  qsizetype digits = 0;
  while (digits < line.size() && line[digits].isDigit()) ++digits;
  return digits > 0 && (digits == line.size() || line[digits] == u'.' || line[digits] == u')');
}

}  // namespace

qsizetype lastStableBoundary(QStringView text, qsizetype from) {
  qsizetype boundary = from;
  Fence open;
  bool afterBlank = false;
  for (qsizetype start = from; start < text.size();) {
    qsizetype end = text.indexOf(u'\n', start);
    if (end < 0) end = text.size();
    const QStringView line = text.mid(start, end - start);
    const Fence fence = fenceOf(line);
    if (open.length > 0) {
      if (fence.mark == open.mark && fence.length >= open.length) open = {};
    } else if (line.trimmed().isEmpty()) {
      afterBlank = true;
    } else {
      if (afterBlank && start > from && !line[0].isSpace() && !startsListItem(line)) boundary = start;
      afterBlank = false;
      if (fence.length > 0) open = fence;
    }
    start = end + 1;
  }
  return boundary;
}

}  // namespace vigie::console
