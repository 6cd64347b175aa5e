// From an HTML page to the words a reader sees of it.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace vigie {

/// The page as Markdown that the chunker understands: headings as "# …" by their level, list items, table rows and
/// preformatted blocks, one paragraph a block element. Scripts, styles, templates, hidden elements and everything of
/// the head are left out; nothing is fetched. `html` is UTF-8 whatever it says of itself.
///
/// Any broken HTML is read as far as it goes; kUnprocessable only where elements nest deeper than 512, which no page
/// does that was made to be read. In time linear in the text; any thread.
Result<std::string> htmlToMarkdown(std::string_view html);

}  // namespace vigie
