#include "console/promql/token.h"

#include "console/promql/words.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace vigie::console::promql {
namespace {

bool isNameStart(QChar c) {
  return (c.unicode() < 128 && c.isLetter()) || c == QLatin1Char('_') || c == QLatin1Char(':');
}
bool isDigit(QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); }
bool isNamePart(QChar c) { return isNameStart(c) || isDigit(c); }
bool isQuote(QChar c) { return c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`'); }

const QString& openers() {
  static const QString kOpen = QStringLiteral("({[");
  return kOpen;
}
const QString& closers() {
  static const QString kClose = QStringLiteral(")}]");
  return kClose;
}

class Scanner {
 public:
  explicit Scanner(const QString& text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) {
      if (text_[at_].isSpace()) {
        ++at_;
        continue;
      }
      const qsizetype begin = at_;
      const TokenKind kind = next();
      tokens_.push_back({kind, begin, at_});
    }
    return std::move(tokens_);
  }

 private:
  TokenKind next() {
    const QChar c = text_[at_];
    if (c == QLatin1Char('#')) {
      while (at_ < text_.size() && text_[at_] != QLatin1Char('\n')) ++at_;
      return TokenKind::kComment;
    }
    if (isQuote(c)) return string();
    if (c == QLatin1Char('$') || text_.mid(at_, 2) == QLatin1String("[[")) {
      if (variable()) return TokenKind::kVariable;
    }
    if (isDigit(c) || (c == QLatin1Char('.') && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]))) return number();
    if (isNameStart(c)) return word();
    ++at_;
    if (openers().contains(c)) {
      const bool list = c == QLatin1Char('(') && afterLabelWord();
      inLabels_.push_back(c == QLatin1Char('{') || list);
      return TokenKind::kOpen;
    }
    if (closers().contains(c)) {
      if (!inLabels_.empty()) inLabels_.pop_back();
      return TokenKind::kClose;
    }
    if (c == QLatin1Char(',')) return TokenKind::kComma;
    return operatorFrom(c);
  }

  TokenKind string() {
    const QChar quote = text_[at_++];
    const bool raw = quote == QLatin1Char('`');
    while (at_ < text_.size()) {
      const QChar c = text_[at_++];
      if (c == quote) break;
      if (!raw && c == QLatin1Char('\n')) {
        --at_;
        break;
      }
      if (!raw && c == QLatin1Char('\\') && at_ < text_.size()) ++at_;
    }
    return TokenKind::kString;
  }

  /// False, and nothing taken, when it is no variable.
  bool variable() {
    static const QRegularExpression kVariable(
        QStringLiteral(R"(\$\{[^{}\n]*\}|\$[A-Za-z_][A-Za-z0-9_]*|\[\[[^\[\]\n]*\]\])"));
    const QRegularExpressionMatch match =
        kVariable.match(text_, at_, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch()) return false;
    at_ = match.capturedEnd();
    return true;
  }

  TokenKind number() {
    static const QRegularExpression kDuration(QStringLiteral(R"((?:\d+(?:ms|[smhdwy]))+(?![A-Za-z0-9_]))"));
    static const QRegularExpression kNumber(
        QStringLiteral(R"(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"));
    for (const auto& [expression, kind] :
         {std::pair(&kDuration, TokenKind::kDuration), std::pair(&kNumber, TokenKind::kNumber)}) {
      const QRegularExpressionMatch match =
          expression->match(text_, at_, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
      if (!match.hasMatch()) continue;
      at_ = match.capturedEnd();
      return kind;
    }
    ++at_;
    return TokenKind::kUnknown;
  }

  TokenKind word() {
    const qsizetype begin = at_;
    while (at_ < text_.size() && isNamePart(text_[at_])) ++at_;
    if (!inLabels_.empty() && inLabels_.back()) return TokenKind::kLabel;
    const QString name = text_.mid(begin, at_ - begin);
    if (name.compare(QLatin1String("inf"), Qt::CaseInsensitive) == 0 ||
        name.compare(QLatin1String("nan"), Qt::CaseInsensitive) == 0) {
      return TokenKind::kNumber;
    }
    const Word* known = findWord(name);
    if (!known) return TokenKind::kMetric;
    if (known->kind == WordKind::kFunction) {
      // A metric may be called like a function.
      return nextVisible() == QLatin1Char('(') ? TokenKind::kFunction : TokenKind::kMetric;
    }
    return known->kind == WordKind::kAggregation ? TokenKind::kAggregation : TokenKind::kKeyword;
  }

  TokenKind operatorFrom(QChar c) {
    static const QString kOperators = QStringLiteral("+-*/%^=!<>~@:");
    if (!kOperators.contains(c)) return TokenKind::kUnknown;
    if (at_ < text_.size()) {
      const QString two = text_.mid(at_ - 1, 2);
      static const QStringList kTwo = {QStringLiteral("=~"), QStringLiteral("!~"), QStringLiteral("!="),
                                       QStringLiteral("=="), QStringLiteral("<="), QStringLiteral(">=")};
      if (kTwo.contains(two)) ++at_;
    }
    return TokenKind::kOperator;
  }

  [[nodiscard]] QChar nextVisible() const {
    qsizetype at = at_;
    while (at < text_.size() && text_[at].isSpace()) ++at;
    return at < text_.size() ? text_[at] : QChar();
  }

  [[nodiscard]] bool afterLabelWord() const {
    if (tokens_.empty() || tokens_.back().kind != TokenKind::kKeyword) return false;
    return takesLabels(text_.mid(tokens_.back().begin, tokens_.back().end - tokens_.back().begin));
  }

  const QString& text_;
  qsizetype at_ = 0;
  std::vector<Token> tokens_;
  std::vector<bool> inLabels_;  ///< one an open bracket: names in it are labels
};

qsizetype partnerOf(const QString& text, const std::vector<Token>& tokens, std::size_t index) {
  const bool forward = tokens[index].kind == TokenKind::kOpen;
  int depth = 0;
  for (auto i = static_cast<std::ptrdiff_t>(index); i >= 0 && i < std::ssize(tokens); i += forward ? 1 : -1) {
    const Token& token = tokens[static_cast<std::size_t>(i)];
    if (token.kind == TokenKind::kOpen) depth += forward ? 1 : -1;
    if (token.kind == TokenKind::kClose) depth -= forward ? 1 : -1;
    if (depth != 0) continue;
    const qsizetype first = openers().indexOf(text[forward ? tokens[index].begin : token.begin]);
    const qsizetype last = closers().indexOf(text[forward ? token.begin : tokens[index].begin]);
    return first == last && i != static_cast<std::ptrdiff_t>(index) ? token.begin : -1;
  }
  return -1;
}

/// Prometheus counts lines from 1 and, in a line, bytes from 1.
qsizetype positionOf(const QString& text, int line, int column) {
  qsizetype begin = 0;
  for (int n = 1; n < line; ++n) {
    const qsizetype end = text.indexOf(QLatin1Char('\n'), begin);
    if (end < 0) break;
    begin = end + 1;
  }
  const QByteArray rest = text.mid(begin).toUtf8();
  return begin + QString::fromUtf8(rest.left(std::max(0, column - 1))).size();
}

}  // namespace

std::vector<Token> tokensOf(const QString& text) { return Scanner(text).run(); }

std::optional<BracketPair> bracketAt(const QString& text, qsizetype cursor) {
  const std::vector<Token> tokens = tokensOf(text);
  for (const qsizetype at : {cursor, cursor - 1}) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const bool bracket = tokens[i].kind == TokenKind::kOpen || tokens[i].kind == TokenKind::kClose;
      if (bracket && tokens[i].begin == at) return BracketPair{at, partnerOf(text, tokens, i)};
    }
  }
  return std::nullopt;
}

std::optional<ErrorPlace> errorPlace(const QString& text, const QString& message) {
  static const QRegularExpression kPlace(QStringLiteral(R"((?:^|[\s:])(\d+):(\d+): )"));
  const QRegularExpressionMatch match = kPlace.match(message);
  if (!match.hasMatch() || text.isEmpty()) return std::nullopt;
  const qsizetype at =
      std::clamp<qsizetype>(positionOf(text, match.captured(1).toInt(), match.captured(2).toInt()), 0, text.size());
  for (const Token& token : tokensOf(text)) {
    if (token.begin <= at && at < token.end) return ErrorPlace{token.begin, token.end};
  }
  // Past the last one: something is missing there. What stands in front of it is marked.
  qsizetype end = std::min(at, text.size());
  while (end > 0 && text[end - 1].isSpace()) --end;
  return end > 0 ? ErrorPlace{end - 1, end} : ErrorPlace{0, 1};
}

}  // namespace vigie::console::promql
