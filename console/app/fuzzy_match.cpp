#include "console/app/fuzzy_match.h"

#include <algorithm>

namespace vigie::console {
namespace {

using Kind = FuzzyMatch::Kind;

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
  if (!text[at].isLetterOrNumber()) return false;
  if (at == 0) return true;
  return !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

/// Steps so far apart that no place in the text and no length make up for one.
int pointsOf(Kind kind) {
  switch (kind) {
    case Kind::kWord:
      return 4000;
    case Kind::kBeginning:
      return 3000;
    case Kind::kInitials:
      return 2000;
    case Kind::kInside:
      return 1000;
  }
  return 0;
}

FuzzyMatch matchAt(qsizetype at, qsizetype length, Kind kind) {
  // What stands first in the text is what it is about.
  FuzzyMatch match{pointsOf(kind) - static_cast<int>(std::min<qsizetype>(at, 50)) * 4, kind, {}};
  for (qsizetype i = at; i < at + length; ++i) match.positions.append(static_cast<int>(i));
  return match;
}

/// As one piece.
std::optional<FuzzyMatch> matchPiece(const QString& word, const QString& text, const QString& plain) {
  std::optional<FuzzyMatch> best;
  for (qsizetype at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    const qsizetype end = at + word.size();
    const bool ends = end == plain.size() || !plain[end].isLetterOrNumber();
    const Kind kind = !beginsWord(text, at) ? Kind::kInside : ends ? Kind::kWord : Kind::kBeginning;
    FuzzyMatch match = matchAt(at, word.size(), kind);
    if (!best || match.score > best->score) best = std::move(match);
  }
  return best;
}

/// The rest of `word` as runs of letters that each begin a word of the text, or go on with the run before. `steps` it
/// may take: "aaab" in a text of a's alone has more ways to fail than there is time.
bool takeInitials(const QString& word, qsizetype done, const QString& text, const QString& plain, qsizetype from,
                  QList<int>& positions, int& steps) {
  if (done == word.size()) return true;
  for (qsizetype at = from; at < plain.size(); ++at) {
    const bool goesOn = !positions.isEmpty() && at == positions.back() + 1;
    if (--steps < 0) return false;
    if (plain[at] != word[done] || !(goesOn || beginsWord(text, at))) continue;
    positions.append(static_cast<int>(at));
    if (takeInitials(word, done + 1, text, plain, at + 1, positions, steps)) return true;
    positions.removeLast();
  }
  return false;
}

std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text, const QString& plain) {
  auto piece = matchPiece(word, text, plain);
  if (piece && piece->kind != Kind::kInside) return piece;
  int steps = 2000;
  QList<int> initials;
  if (takeInitials(word, 0, text, plain, 0, initials, steps)) {
    return FuzzyMatch{pointsOf(Kind::kInitials) - std::min(initials.front(), 50) * 4, Kind::kInitials, initials};
  }
  return piece;
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text) {
  FuzzyMatch total;
  const QString plain = folded(text);
  for (const QString& word : folded(pattern).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const auto match = matchWord(word, text, plain);
    if (!match) return std::nullopt;
    total.score += match->score;
    total.kind = std::max(total.kind, match->kind);
    total.positions += match->positions;
  }
  std::sort(total.positions.begin(), total.positions.end());
  total.positions.erase(std::unique(total.positions.begin(), total.positions.end()), total.positions.end());
  // Of two that fit alike, the shorter one is meant.
  total.score -= static_cast<int>(std::min<qsizetype>(100, text.size()));
  return total;
}

}  // namespace vigie::console
