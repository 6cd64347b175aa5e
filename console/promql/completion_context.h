// What may be written at a place in a PromQL expression. Pure.
#pragma once

#include <QString>

namespace vigie::console::promql {

enum class Expecting {
  kNothing,     ///< in a comment, a number, a free string
  kExpression,  ///< a metric, a function, an aggregation, a keyword
  kLabelName,   ///< in braces
  kGrouping,    ///< a label in by (…), on (…) and their like
  kLabelValue,  ///< between quotes, after a label's operator
  kDuration     ///< in brackets
};

struct CompletionContext {
  Expecting expecting = Expecting::kNothing;
  /// What is written of it already: text[begin, end), `end` the cursor. Of a label value without its quote.
  qsizetype begin = 0;
  qsizetype end = 0;
  QString prefix;
  /// Which series the labels are of: the selector around the cursor without the matcher that is being written, or the
  /// metrics of the grouped expression. Empty: of all.
  QString selector;
  QString label;             ///< of kLabelValue
  bool isRegex = false;      ///< the value is one of =~ or !~
  bool needsQuotes = false;  ///< of kLabelValue: the opening quote is not written yet
};

CompletionContext completionAt(const QString& text, qsizetype cursor);

}  // namespace vigie::console::promql
