#include "console/promql/completion_context.h"

#include "console/promql/token.h"
#include "console/promql/words.h"

#include <QStringList>

#include <algorithm>

namespace vigie::console::promql {
namespace {

class Finder {
 public:
  Finder(const QString& text, qsizetype cursor) : text_(text), cursor_(cursor), tokens_(tokensOf(text)) {}

  CompletionContext find() {
    context_.begin = context_.end = cursor_;
    // The token that ends at the cursor, or that the cursor is in.
    current_ = std::ssize(tokens_);
    for (std::ptrdiff_t i = 0; i < std::ssize(tokens_); ++i) {
      if (token(i).begin < cursor_ && cursor_ <= token(i).end) current_ = i;
    }
    before_ = static_cast<std::ptrdiff_t>(
        std::count_if(tokens_.begin(), tokens_.end(), [this](const Token& t) { return t.end <= cursor_; }));
    if (hasCurrent()) {
      const TokenKind kind = token(current_).kind;
      const bool inWord = kind == TokenKind::kMetric || kind == TokenKind::kFunction || kind == TokenKind::kKeyword ||
                          kind == TokenKind::kAggregation || kind == TokenKind::kLabel ||
                          kind == TokenKind::kDuration || kind == TokenKind::kNumber;
      if (kind == TokenKind::kComment) return context_;
      if (kind == TokenKind::kString) return inString();
      if (kind == TokenKind::kVariable) return context_;
      if (inWord) {
        context_.begin = token(current_).begin;
        context_.prefix = text_.mid(context_.begin, cursor_ - context_.begin);
        before_ = current_;
      }
    }
    return byBracket();
  }

 private:
  [[nodiscard]] const Token& token(std::ptrdiff_t i) const { return tokens_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] QString textOf(std::ptrdiff_t i) const {
    return i < 0 ? QString() : text_.mid(token(i).begin, token(i).end - token(i).begin);
  }
  [[nodiscard]] bool hasCurrent() const { return current_ < std::ssize(tokens_); }

  /// The bracket that is open in front of token `i`; -1: none.
  [[nodiscard]] std::ptrdiff_t openBefore(std::ptrdiff_t i) const {
    int depth = 0;
    for (--i; i >= 0; --i) {
      if (token(i).kind == TokenKind::kClose) ++depth;
      if (token(i).kind == TokenKind::kOpen && depth-- == 0) return i;
    }
    return -1;
  }

  CompletionContext byBracket() {
    const std::ptrdiff_t open = openBefore(before_);
    const QString bracket = textOf(open);
    const bool isNumber = !context_.prefix.isEmpty() && context_.prefix.front().isDigit();
    if (bracket == QLatin1String("[")) {
      context_.expecting = Expecting::kDuration;
    } else if (isNumber) {
      context_.expecting = Expecting::kNothing;
    } else if (bracket == QLatin1String("{")) {
      inBraces(open);
    } else if (bracket == QLatin1String("(") && open > 0 && token(open - 1).kind == TokenKind::kKeyword &&
               takesLabels(textOf(open - 1))) {
      context_.expecting = Expecting::kGrouping;
      context_.selector = groupedSelector(open);
    } else {
      context_.expecting = Expecting::kExpression;
    }
    return context_;
  }

  /// Inside braces, not inside a string.
  void inBraces(std::ptrdiff_t open) {
    const std::ptrdiff_t last = before_ - 1;
    if (last == open || token(last).kind == TokenKind::kComma) {
      context_.expecting = Expecting::kLabelName;
      context_.selector = selectorAround(open, last + 1);
    } else if (token(last).kind == TokenKind::kOperator && context_.prefix.isEmpty()) {
      context_.expecting = Expecting::kLabelValue;
      context_.needsQuotes = true;
      valueOf(open, last);
    }
  }

  CompletionContext inString() {
    const std::ptrdiff_t open = openBefore(current_);
    // Behind its closing quote a string is over.
    const Token& string = token(current_);
    const bool closed = string.end - string.begin > 1 && text_[string.end - 1] == text_[string.begin];
    if (closed && cursor_ == string.end) return context_;
    if (textOf(open) != QLatin1String("{") || current_ < 2 || token(current_ - 1).kind != TokenKind::kOperator) {
      return context_;
    }
    context_.expecting = Expecting::kLabelValue;
    context_.begin = string.begin + 1;
    context_.prefix = text_.mid(context_.begin, cursor_ - context_.begin);
    valueOf(open, current_ - 1);
    if (context_.isRegex) {
      // Of several alternatives the one that is being written.
      const qsizetype bar = context_.prefix.lastIndexOf(QLatin1Char('|'));
      context_.begin += bar + 1;
      context_.prefix = context_.prefix.mid(bar + 1);
    }
    return context_;
  }

  void valueOf(std::ptrdiff_t open, std::ptrdiff_t op) {
    context_.isRegex = textOf(op) == QLatin1String("=~") || textOf(op) == QLatin1String("!~");
    context_.label = textOf(op - 1);
    context_.selector = selectorAround(open, op - 1);
  }

  /// The selector whose brace is `open`, without the matcher that starts at token `without`.
  [[nodiscard]] QString selectorAround(std::ptrdiff_t open, std::ptrdiff_t without) const {
    QStringList matchers;
    std::ptrdiff_t i = open + 1;
    while (i < std::ssize(tokens_) && token(i).kind != TokenKind::kClose) {
      const bool whole = i + 2 < std::ssize(tokens_) && token(i).kind == TokenKind::kLabel &&
                         token(i + 1).kind == TokenKind::kOperator && token(i + 2).kind == TokenKind::kString;
      // A variable's value is not known here: such a matcher would select nothing.
      if (whole && i != without && !textOf(i + 2).contains(QLatin1Char('$'))) {
        matchers.append(textOf(i) + textOf(i + 1) + textOf(i + 2));
      }
      if (!whole && token(i).kind == TokenKind::kString && i > without) break;
      i += whole ? 3 : 1;
    }
    const bool named = open > 0 && token(open - 1).kind == TokenKind::kMetric;
    const QString name = named ? textOf(open - 1) : QString();
    if (matchers.isEmpty()) return name;
    return name + QLatin1Char('{') + matchers.join(QLatin1Char(',')) + QLatin1Char('}');
  }

  /// The first metric of what is grouped: behind "by (…)", or in front of it.
  [[nodiscard]] QString groupedSelector(std::ptrdiff_t open) const {
    for (std::ptrdiff_t i = open; i < std::ssize(tokens_); ++i) {
      if (token(i).kind == TokenKind::kMetric) return textOf(i);
    }
    for (std::ptrdiff_t i = open; i >= 0; --i) {
      if (token(i).kind == TokenKind::kMetric) return textOf(i);
    }
    return {};
  }

  const QString& text_;
  qsizetype cursor_;
  std::vector<Token> tokens_;
  CompletionContext context_;
  std::ptrdiff_t current_ = 0;
  std::ptrdiff_t before_ = 0;  ///< how many tokens stand in front of what is being written
};

}  // namespace

CompletionContext completionAt(const QString& text, qsizetype cursor) { return Finder(text, cursor).find(); }

}  // namespace vigie::console::promql
