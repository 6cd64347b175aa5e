// Mends slips of the finger in a question: "servise", "evrything", « reponsse ».
#pragma once

#include "core/retrieval/embedder.h"

#include <string>
#include <string_view>

namespace vigie {

/// `question` with each word that nothing knows (no passage of `corpus`, no concept, no function word) replaced by a
/// known one a single slip away, if there is one: a letter left out, too many, another, or two swapped (Damerau, 1964;
/// candidates are made and looked up, after P. Norvig). Words of fewer than seven letters (a slip away from
/// them is often another word), with digits, and parts of
/// identifiers stay, and so does the first letter of a word: slips there are rare, and chance likenesses are not.
/// Under a millisecond for each unknown word; any thread.
std::string withSlipsMended(std::string_view question, const TermStatistics& corpus);

}  // namespace vigie
