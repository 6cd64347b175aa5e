// What a live range query answered last, so that only its newest part has to be asked for. Pure; one thread.
//
// A live window moves by whole steps (queries are aligned), so the samples of two refreshes are the same numbers but
// for the newest. The newest may still change: a late scrape, a rule evaluated late, a remote write. Therefore the tail
// asked for reaches back over an overlap, and now and then everything is asked for again.
// Source: Grafana's "incremental querying" (public/app/plugins/datasource/prometheus/querycache/QueryCache.ts), whose
// overlap is 10 minutes, too.
#pragma once

#include "console/prometheus/frame.h"
#include "console/prometheus/prom_query.h"

#include <chrono>

namespace vigie::console {

class RangeMemory {
 public:
  static constexpr std::chrono::milliseconds kOverlap{600'000};
  static constexpr std::chrono::milliseconds kFullEvery{600'000};

  /// What to ask for `wanted` at `nowMs` (a steady clock): its tail, when what is held covers the rest; else `wanted`
  /// itself: another expression, step or range, what depends on the window's ends (`@`), and every kFullEvery.
  [[nodiscard]] PromQuery narrowed(const PromQuery& wanted, qint64 nowMs) const;

  /// The answer to `wanted`, made of what is held and the answer to `asked`, which narrowed() gave; holds it. As
  /// Prometheus orders them, series are sorted by their labels.
  FramePtr joined(const PromQuery& wanted, const PromQuery& asked, const FramePtr& answer, qint64 nowMs);

  /// Samples of the last joined() that were not asked for again.
  [[nodiscard]] quint64 pointsHeld() const { return pointsHeld_; }
  void forget() { frame_.reset(); }

 private:
  PromQuery held_;
  FramePtr frame_;
  qint64 fullAtMs_ = 0;
  quint64 pointsHeld_ = 0;
};

}  // namespace vigie::console
