#include "console/settings/time_memory.h"

#include "console/dashboard/time_range.h"

namespace vigie::console {

void recall(TimeRange& range, const WindowMemory::State& state) {
  if (!state.zone.isEmpty()) range.setZone(QTimeZone(state.zone.toUtf8()));
  if (isRelativeTime(state.from) && isRelativeTime(state.to)) range.choose({state.from, state.to});
  if (const auto pace = readPace(state.refresh); pace && state.paceChosen) range.setPace(*pace);
  QList<RawRange> recent;
  for (qsizetype i = 0; i + 1 < state.recent.size(); i += 2) recent.append({state.recent[i], state.recent[i + 1]});
  range.setRecent(recent);
}

void remember(const TimeRange& range, WindowMemory::State& state) {
  if (range.isChosen()) {
    state.from = range.raw().from;
    state.to = range.raw().to;
  }
  state.paceChosen = range.isPaceChosen();
  state.refresh = writtenPace(range.pace());
  if (range.isZoneChosen()) state.zone = QString::fromUtf8(range.rules().zone.id());
  for (const RawRange& one : range.recent()) state.recent += QStringList{one.from, one.to};
}

}  // namespace vigie::console
