// Light stemming of folded words, so that "alerts", "alerte" and "alertes" meet.
#pragma once

#include <string>
#include <string_view>

namespace vigie::text {

/// Porter's algorithm (M. F. Porter, 1980), for English. `word` is folded; words with anything but a-z pass through.
std::string stemEnglish(std::string_view word);

/// Plural, feminine, the commonest verb endings and a few noun suffixes, after J. Savoy's light French stemmer (1999).
/// `word` is folded (no accents).
std::string stemFrench(std::string_view word);

}  // namespace vigie::text
