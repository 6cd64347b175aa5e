// Prometheus' HTTP API, the answer's side: envelope and result to a Frame. Pure; any thread.
// Source: https://prometheus.io/docs/prometheus/latest/querying/api/
#pragma once

#include "console/prometheus/frame.h"
#include "core/base/result.h"

#include <QByteArray>

namespace vigie::console {

/// `httpStatus` only matters where the body is no envelope (a proxy's page, a cut answer). Matrix, vector and scalar
/// become series; a string result is an error. Errors say what Prometheus said. Of more than 2,000 lines or 10,000 rows
/// the first are taken, and a notice says so.
Result<FramePtr> parseQueryResponse(const QByteArray& body, int httpStatus);

/// A sample value as Prometheus prints it, "NaN", "+Inf" and "-Inf" included; NaN for anything else.
double parseSampleValue(std::string_view text);

}  // namespace vigie::console
