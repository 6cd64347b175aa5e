// A change of the index with what is known of its passages before they are analysed.
#pragma once

#include "core/retrieval/analyser.h"
#include "core/retrieval/lexical_index.h"
#include "core/store/document_store.h"

#include <vector>

namespace vigie {

/// What is made of a passage's text, and takes most of the time of indexing it.
struct PassageAnalysis {
  text::Language language = text::Language::kUnknown;
  PassageTerms terms;
};

struct AnalysedChange {
  IndexChange change;
  std::vector<PassageAnalysis> known;  ///< by passage; empty: to be made of the text
};

}  // namespace vigie
