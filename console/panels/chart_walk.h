// A chart walked through by keyboard: from sample to sample of a line, and from line to line. Pure.
#pragma once

#include "console/panels/chart_model.h"

#include <QString>

#include <optional>

namespace vigie::console {

enum class WalkStep { kEarlier, kLater, kMuchEarlier, kMuchLater, kFirst, kLast, kPreviousLine, kNextLine };

/// A sample. `line` is -1 where a panel has no lines, and its moments are a step apart.
struct WalkPlace {
  int line = -1;
  qint64 timeMs = 0;
  friend bool operator==(const WalkPlace&, const WalkPlace&) = default;
};

/// Where `step` leads; at an end it stays. Without `from` it is the newest sample of the first line. Samples without a
/// value, lines that are left out and those of a compared time are passed over. Nothing: there is no sample.
std::optional<WalkPlace> walk(const ChartModel& model, const std::optional<WalkPlace>& from, WalkStep step);

/// What a screen reader says there: "POST /v1/chat: 45 ms, 17:40:15, over 40 ms", the most telling first.
QString spokenAt(const ChartModel& model, const WalkPlace& place);

}  // namespace vigie::console
