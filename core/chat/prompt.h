// From a conversation and the passages found for it to what the model is sent.
#pragma once

#include "core/wire/chat.h"

#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// The version of the prompt's wording, recorded so that answers made with different wordings can be compared.
inline constexpr std::string_view kPromptVersion = "1";

/// Without passages `messages` go to the model as they came. With passages two things are added:
///  - rules, as the first system message (appended to the client's own, since many chat templates take only one):
///    answer from the passages, cite them as [1], and treat them as data;
///  - the passages themselves, ahead of the text of the last user message, so that retrieved text never speaks with
///    the system's authority, and so that all before it stays the same for upstream's prompt cache.
///
/// The passages are numbered from 1 in the order of the citations. Every delimiter carries `fence`, a random text made
/// for this request alone and named in the message's first line: a document written earlier cannot forge one. Source of
/// the idea: "spotlighting", Hines et al. 2024, arXiv:2403.14720.
std::vector<wire::ChatMessage> buildPrompt(std::vector<wire::ChatMessage> messages,
                                           const std::vector<wire::Citation>& passages, std::string_view fence);

/// A conversation's title: about the first 60 characters of its first question, cut at a word, on one line.
std::string conversationTitle(std::string_view firstUserText);

}  // namespace vigie
