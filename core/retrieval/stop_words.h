// Function words of English and French: no term comes of them, and they tell a text's language.
#pragma once

#include <string_view>

namespace vigie::text {

/// `folded` is as text::fold gives it. Words of both languages ("on", "a") are stop words and tell nothing.
struct FunctionWord {
  bool stop = false;
  bool english = false;
  bool french = false;
};
FunctionWord functionWord(std::string_view folded) noexcept;

}  // namespace vigie::text
