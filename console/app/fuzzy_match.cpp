#include "console/app/fuzzy_match.h"

#include <algorithm>

namespace vigie::console {
namespace {

/// One letter for one letter, so that positions stay those of the text.
QString folded(const QString& text) {
  QString result;
  result.reserve(text.size());
  for (const QChar c : text) {
    const QString parts = c.decomposition();
    result.append(parts.isEmpty() ? c.toLower() : parts.front().toLower());
  }
  return result;
}

bool beginsWord(const QString& text, qsizetype at) {
  if (at == 0) return true;
  return !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

/// Greedy from `start`: the first place of each letter, better at a word's beginning.
std::optional<FuzzyMatch> matchFrom(const QString& word, const QString& text, const QString& plain, qsizetype start) {
  FuzzyMatch match;
  qsizetype at = start;
  for (const QChar letter : word) {
    const qsizetype found = plain.indexOf(letter, at);
    if (found < 0) return std::nullopt;
    int points = 1;
    if (beginsWord(text, found)) points += 8;
    if (!match.positions.isEmpty() && found == match.positions.back() + 1) points += 5;
    // What is skipped costs a little.
    points -= static_cast<int>(std::min<qsizetype>(3, (found - at) / 4));
    match.score += points;
    match.positions.append(static_cast<int>(found));
    at = found + 1;
  }
  return match;
}

std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text, const QString& plain) {
  std::optional<FuzzyMatch> best;
  for (qsizetype start = plain.indexOf(word.front()); start >= 0; start = plain.indexOf(word.front(), start + 1)) {
    const auto match = matchFrom(word, text, plain, start);
    if (!match) break;
    if (!best || match->score > best->score) best = match;
  }
  return best;
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text) {
  FuzzyMatch total;
  const QString plain = folded(text);
  for (const QString& word : folded(pattern).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const auto match = matchWord(word, text, plain);
    if (!match) return std::nullopt;
    total.score += match->score;
    total.positions += match->positions;
  }
  std::sort(total.positions.begin(), total.positions.end());
  // Of two that fit alike, the shorter one is meant.
  total.score = total.score * 16 - static_cast<int>(std::min<qsizetype>(15, text.size() / 4));
  return total;
}

}  // namespace vigie::console
