// Function words of English and French: no term comes of them, and they tell a text's language. And the everyday
// words that a small corpus takes for rare and telling ("else", "good", « mettre »): they weigh less.
#pragma once

#include <string_view>

namespace vigie::text {

/// `folded` is as text::fold gives it. Words of both languages ("on", "a") are stop words and tell nothing.
struct FunctionWord {
  bool stop = false;
  bool english = false;
  bool french = false;
  bool common = false;  ///< no function word, yet of everyday speech: it says little of what a question is about
};
FunctionWord functionWord(std::string_view folded) noexcept;

}  // namespace vigie::text
