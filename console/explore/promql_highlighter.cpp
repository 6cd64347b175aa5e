#include "console/explore/promql_highlighter.h"

#include "console/app/theme.h"
#include "console/promql/token.h"

#include <QTextDocument>

namespace vigie::console {
namespace {

using promql::TokenKind;

QColor colourOfToken(TokenKind kind, const ThemeTokens& t) {
  switch (kind) {
    case TokenKind::kFunction:
    case TokenKind::kAggregation:
      return t.accent;
    case TokenKind::kKeyword:
      return blend(t.text, t.accent, 0.55);
    case TokenKind::kString:
      return t.good;
    case TokenKind::kNumber:
    case TokenKind::kDuration:
      return t.warning;
    case TokenKind::kVariable:
      return blend(t.warning, t.critical, 0.45);
    case TokenKind::kLabel:
      return blend(t.text, t.good, 0.5);
    case TokenKind::kComment:
    case TokenKind::kOperator:
    case TokenKind::kComma:
    case TokenKind::kOpen:
    case TokenKind::kClose:
      return t.muted;
    case TokenKind::kUnknown:
      return t.critical;
    case TokenKind::kMetric:
      break;
  }
  return t.text;
}

}  // namespace

PromqlHighlighter::PromqlHighlighter(const Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document), theme_(theme) {
  connect(&theme_, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void PromqlHighlighter::highlightBlock(const QString& text) {
  // An expression is short: it is scanned as a whole, since a line alone does not say whether a name is a label.
  const auto begin = static_cast<qsizetype>(currentBlock().position());
  const qsizetype end = begin + text.size();
  int behind = 1;
  for (const promql::Token& token : promql::tokensOf(document()->toPlainText())) {
    if (token.begin >= end) behind = (behind * 31 + static_cast<int>(token.kind)) & 0xffffff;
    const qsizetype from = std::max(token.begin, begin);
    const qsizetype to = std::min(token.end, end);
    if (from >= to) continue;
    QTextCharFormat format;
    format.setForeground(colourOfToken(token.kind, theme_.tokens()));
    if (token.kind == TokenKind::kComment) format.setFontItalic(true);
    setFormat(static_cast<int>(from - begin), static_cast<int>(to - from), format);
  }
  // Another state when this line changed what the following ones mean: then they are coloured anew.
  setCurrentBlockState(behind);
}

}  // namespace vigie::console
