// What Qt says of its own on standard error, without what helps nobody. Any thread.
#pragma once

#include <QtGlobal>

namespace vigie::console {

/// From here on what Qt says goes to standard error as "program: message", without those about the surroundings that
/// nobody can act on. `program` outlives the process's Qt.
void installMessageFilter(const char* program);

}  // namespace vigie::console
