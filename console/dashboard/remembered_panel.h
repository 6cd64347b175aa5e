// The last answers of a panel, as they are kept on disk. Plain values; shared between threads once made.
#pragma once

#include "console/dashboard/panel_model.h"
#include "console/dashboard/time_range.h"
#include "console/prometheus/frame.h"
#include "console/prometheus/prom_query.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <memory>
#include <vector>

namespace vigie::console {

struct RememberedAnswer {
  std::size_t target = 0;  ///< index in the panel's targets
  QString written;         ///< the target's expression as the dashboard has it: another one has another answer
  PromQuery query;
  FramePtr frame;
};

struct RememberedPanel {
  qint64 answeredAtMs = 0;  ///< this machine's clock
  TimeWindow window;
  std::vector<RememberedAnswer> answers;
};

/// By rememberedKey().
using RememberedDashboard = std::map<QString, RememberedPanel>;

/// A panel in its dashboard; copies of a repeated panel differ by their variable's value.
QString rememberedKey(const PanelModel& panel);

/// Samples of all answers.
std::size_t sampleCount(const RememberedPanel& panel);

/// Bytes with a format version and a checksum.
QByteArray encodeRemembered(const RememberedDashboard& dashboard);

/// Null when the bytes are of another version, cut, or damaged; `reason` says which, in a fixed phrase for the log.
std::shared_ptr<const RememberedDashboard> decodeRemembered(const QByteArray& bytes, const char** reason);

}  // namespace vigie::console
