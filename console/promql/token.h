// PromQL in pieces, for colours, brackets and completion. A scanner, not a parser: it never fails, and what is half
// written is scanned as far as it goes. Whether an expression is right, Prometheus says. Pure; any thread.
// Source: Prometheus' lexer (promql/parser/lex.go), and Grafana's variables, which stand where any word may.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace vigie::console::promql {

enum class TokenKind {
  kComment,
  kString,  ///< quotes included; one that is not closed ends with the line
  kNumber,
  kDuration,     ///< 5m, 1h30m
  kVariable,     ///< $name, ${name:format}, [[name]]
  kKeyword,      ///< by, on, offset, bool, and …
  kAggregation,  ///< sum, topk …
  kFunction,     ///< a known one
  kMetric,       ///< any other name
  kLabel,        ///< a name in braces or in a grouping
  kOperator,
  kOpen,   ///< ( { [
  kClose,  ///< ) } ]
  kComma,
  kUnknown
};

/// text[begin, end).
struct Token {
  TokenKind kind = TokenKind::kUnknown;
  qsizetype begin = 0;
  qsizetype end = 0;
};

/// In order, without white space.
std::vector<Token> tokensOf(const QString& text);

/// The bracket at or just before `cursor` and the one that belongs to it (-1: there is none). Brackets inside strings
/// and comments do not count.
struct BracketPair {
  qsizetype at = -1;
  qsizetype other = -1;
};
std::optional<BracketPair> bracketAt(const QString& text, qsizetype cursor);

/// Where Prometheus says an expression is wrong: "1:12: parse error: …", and "invalid parameter \"query\": 1:12: …".
/// Its columns count bytes; these are positions in `text`, of the token there, never empty unless `text` is.
struct ErrorPlace {
  qsizetype begin = 0;
  qsizetype end = 0;
};
std::optional<ErrorPlace> errorPlace(const QString& text, const QString& message);

}  // namespace vigie::console::promql
