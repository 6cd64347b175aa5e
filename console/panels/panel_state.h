// What a panel says about its data. One enum, so that two states can never be shown at once.
#pragma once

#include <QMetaType>
#include <QString>

namespace vigie::console {

enum class PanelState {
  kLoading,      ///< asked, nothing to show yet (a refresh keeps the old drawing and its state)
  kEmpty,        ///< answered, but no series: why, and what to do
  kReady,        ///< what is drawn is the newest there is
  kStale,        ///< drawn, but the source has gone quiet: hatched and dimmed, with the age
  kOffline,      ///< drawn from what was known, since nobody answers: as stale, with the time of the answer
  kError,        ///< nothing could be drawn: the message in full, and Retry
  kUnsupported,  ///< a type or a query this version does not draw
};

QString toString(PanelState state);

}  // namespace vigie::console
