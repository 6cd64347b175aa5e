// How wide a text is in one of the console's fonts, remembered: names and figures of charts are measured at every refresh
// and every move of the pointer, and shaping text costs more than drawing lines.
#pragma once

#include "console/app/theme.h"

namespace vigie::console {

/// Pixels. UI thread.
int textWidth(TextRole role, const QString& text);

}  // namespace vigie::console
