// What the extractive model says: sentences and steps chosen from passages.
#pragma once

#include "core/wire/chat.h"

#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// A Markdown answer in the question's language (English or French; the passages' where the question has none): a
/// label that says it is extracted, at most eight sentences or list items, each followed by " [n]", the 1-based index
/// of its passage. A passage's numbered steps stay a numbered list in their order. When no passage speaks of the
/// question, it says so and what to do about it, without any number. Pure; any thread.
std::string extractiveAnswer(std::string_view question, const std::vector<wire::Citation>& passages);

}  // namespace vigie
