// Finding a name by some of its letters: words and their beginnings first. Pure.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace vigie::console {

struct FuzzyMatch {
  /// How a word of the pattern was found, from the clearest to the vaguest.
  enum class Kind { kWord, kBeginning, kInitials, kInside };
  int score = 0;            ///< higher is better; comparable for one pattern
  Kind kind = Kind::kWord;  ///< of the vaguest of its words
  QList<int> positions;     ///< of the letters found, in `text`, ascending
};

/// Whether `text` is what `pattern` may mean, whatever the case and accents: each word of the pattern is a word of the
/// text, or begins one, or is letters of several words' beginnings ("rr": Request Rate), or stands inside one. Letters
/// that are scattered mean nothing. Words of the pattern may stand in any order. An empty pattern matches everything.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

}  // namespace vigie::console
