// The time range between starts: what was chosen by hand, and nothing else.
#pragma once

#include "console/settings/window_memory.h"

namespace vigie::console {

class TimeRange;

/// A range comes back when it still moves with the clock: nobody starts with last week's incident.
void recall(TimeRange& range, const WindowMemory::State& state);
void remember(const TimeRange& range, WindowMemory::State& state);

}  // namespace vigie::console
