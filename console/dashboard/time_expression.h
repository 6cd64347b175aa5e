// Times as Grafana writes them: "now-6h", "now/d", "2026-01-31T08:00:00Z", milliseconds. Pure.
#pragma once

#include <QString>

#include <optional>

namespace vigie::console {

/// Milliseconds since the epoch; nothing for what is no time. `roundUp` says which end of "now/d" is meant: that of a
/// range's end. Days, weeks and months are those of local time.
std::optional<qint64> parseTime(const QString& text, qint64 nowMs, bool roundUp);

}  // namespace vigie::console
