// Finding a name by a few of its letters, in their order. Pure.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace vigie::console {

struct FuzzyMatch {
  int score = 0;         ///< higher is better
  QList<int> positions;  ///< of the letters found, in `text`
};

/// Whether every letter of `pattern` is in `text` in that order, whatever the case and accents; beginnings of words and
/// letters side by side count more. Words of the pattern may stand in any order. An empty pattern matches everything.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

}  // namespace vigie::console
