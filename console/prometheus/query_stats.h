// What the console asks of Prometheus, counted since its start. Plain values of the UI thread.
#pragma once

#include <QtGlobal>

namespace vigie::console {

struct QueryStats {
  quint64 asked = 0;      ///< questions of panels, probes and pages
  quint64 shared = 0;     ///< of those, answered by a request that was under way for another
  quint64 sent = 0;       ///< requests on the wire
  quint64 tails = 0;      ///< of those, for the newest part of a window whose rest is held
  quint64 failed = 0;     ///< requests that ended in an error
  quint64 cancelled = 0;  ///< requests nobody waited for any more
  quint64 bytesReceived = 0;
  quint64 pointsHeld = 0;  ///< samples that did not have to be asked for again
};

}  // namespace vigie::console
