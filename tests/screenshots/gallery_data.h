// The fixed data behind the pictures: one hour of made-up metrics, the same at every run, as a Prometheus answers them.
#pragma once

#include "tests/support/fake_prometheus.h"

namespace vigie::test {

/// The hour: 08:00 to 09:00 UTC on 15 January 2026.
inline constexpr qint64 kGalleryFrom = 1'768'464'000;
inline constexpr qint64 kGalleryTo = kGalleryFrom + 3'600;

/// Answers a query whose expression is the name of one of the metrics (`waves`, `buckets` …), over its range or at its
/// moment. `lift` is added to every value of `waves`.
FakePrometheus::Reply galleryReply(const FakePrometheus::Request& request, double lift = 0);

}  // namespace vigie::test
