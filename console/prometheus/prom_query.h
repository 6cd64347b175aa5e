// One question to Prometheus' query API, as plain data.
#pragma once

#include <QString>

namespace vigie::console {

/// Instant queries are evaluated at endMs, or at Prometheus' own now when endMs is 0.
struct PromQuery {
  QString expr;
  bool range = false;
  qint64 startMs = 0;
  qint64 endMs = 0;
  qint64 stepMs = 0;
  friend bool operator==(const PromQuery&, const PromQuery&) = default;
};

}  // namespace vigie::console
