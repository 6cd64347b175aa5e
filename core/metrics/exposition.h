// The text of GET /metrics (Prometheus' text format 0.0.4).
#pragma once

#include <prometheus/collectable.h>

#include <string>
#include <vector>

namespace vigie {

inline constexpr const char* kExpositionContentType = "text/plain; version=0.0.4; charset=utf-8";

/// Collects and writes all families in order of name, numbers in the C locale whatever the process's locale. About
/// 1 µs a line: never on an I/O thread.
std::string renderExposition(const std::vector<const prometheus::Collectable*>& sources);

}  // namespace vigie
