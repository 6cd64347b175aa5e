// The tools that a turn called, for people to read.
#pragma once

#include "core/wire/conversations.h"

#include <string>

namespace vigie::wire {

/// A Markdown list: each tool's name and what it was given, as the model wrote it. Empty where the turn called none.
std::string calledTools(const Message& message);

}  // namespace vigie::wire
