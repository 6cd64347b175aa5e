// The commands of the time range: keys of Grafana, and what else its palette offers.
#pragma once

#include "console/app/command.h"

#include <functional>
#include <optional>
#include <vector>

namespace vigie::console {

class TimeRange;

/// What they need of the frame around them.
struct TimeSurface {
  std::function<bool()> isShown;  ///< the open page has a time range
  std::function<void()> openPicker;
  std::function<void(const QString&)> complain;  ///< says a problem beside the range
  /// Of a page that keeps the states it was in: whether it can go there, and going there (-1 back, 1 forward). Nothing,
  /// and false, for a page that keeps none: the range goes back alone then.
  std::function<std::optional<bool>(int direction)> canStep{};
  std::function<bool(int direction)> step{};
  std::function<void(const QString&)> say{};  ///< what was done where nothing on the page shows it
};

/// `timeRange` outlives the commands.
std::vector<Command> timeCommands(TimeRange& timeRange, const TimeSurface& surface);

}  // namespace vigie::console
