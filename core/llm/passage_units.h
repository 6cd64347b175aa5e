// A passage taken apart into what an extractive answer may quote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vigie {

struct PassageUnit {
  enum class Kind { kSentence, kStep, kBullet };
  Kind kind = Kind::kSentence;
  std::string text;     ///< one line of Markdown, list marker and headings removed
  std::string heading;  ///< the heading it stands under inside the passage; may be empty
  std::string code;     ///< a code block that follows it directly, fences included; may be empty
  int list = -1;        ///< units of one list share a number; -1 outside lists
};

/// Sentences, numbered steps and bullets in the passage's order. A table's rows become bullets, its header is dropped.
std::vector<PassageUnit> passageUnits(std::string_view markdown);

}  // namespace vigie
