// The application's style sheet, generated from the tokens. Widgets choose a look with setObjectName or the dynamic
// property "role": "primary" | "ghost" | "muted" | "title" | "card" | "pill".
#pragma once

#include <QString>

namespace vigie::console {

struct ThemeTokens;

QString styleSheetFor(const ThemeTokens& tokens);

}  // namespace vigie::console
