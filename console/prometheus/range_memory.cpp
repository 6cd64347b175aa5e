#include "console/prometheus/range_memory.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace vigie::console {
namespace {

/// Adds the samples of [from, to) to `series`, which ends before them.
void appendSamples(const Series& source, qint64 from, qint64 to, Series& series) {
  const auto begin = std::lower_bound(source.timesMs.begin(), source.timesMs.end(), from);
  const auto end = std::lower_bound(begin, source.timesMs.end(), to);
  const auto offset = begin - source.timesMs.begin();
  const auto count = end - begin;
  series.timesMs.insert(series.timesMs.end(), begin, end);
  series.values.insert(series.values.end(), source.values.begin() + offset, source.values.begin() + offset + count);
}

}  // namespace

PromQuery RangeMemory::narrowed(const PromQuery& wanted, qint64 nowMs) const {
  if (!frame_ || !wanted.range || wanted.stepMs <= 0) return wanted;
  const bool isSameQuestion = wanted.expr == held_.expr && wanted.stepMs == held_.stepMs;
  const bool isOnSameGrid = (wanted.startMs - held_.startMs) % wanted.stepMs == 0;
  const bool isCovered =
      wanted.startMs >= held_.startMs && wanted.startMs <= held_.endMs && wanted.endMs >= held_.endMs;
  // `@ start()` and `@ end()` move every value with the window.
  const bool followsWindow = wanted.expr.contains(QLatin1Char('@'));
  if (!isSameQuestion || !isOnSameGrid || !isCovered || followsWindow) return wanted;
  if (nowMs - fullAtMs_ >= kFullEvery.count()) return wanted;
  const qint64 steps = (kOverlap.count() + wanted.stepMs - 1) / wanted.stepMs;
  const qint64 lastHeld = held_.startMs + (held_.endMs - held_.startMs) / wanted.stepMs * wanted.stepMs;
  PromQuery tail = wanted;
  tail.startMs = lastHeld - steps * wanted.stepMs;
  return tail.startMs > wanted.startMs ? tail : wanted;
}

FramePtr RangeMemory::joined(const PromQuery& wanted, const PromQuery& asked, const FramePtr& answer, qint64 nowMs) {
  pointsHeld_ = 0;
  if (asked == wanted || !frame_) {
    if (wanted.range) frame_ = answer;
    held_ = wanted;
    fullAtMs_ = nowMs;
    return answer;
  }
  using Key = std::pair<Labels, std::optional<Bucket>>;
  std::map<Key, Series> joined;
  for (const Series& old : frame_->series) {
    Series kept;
    appendSamples(old, wanted.startMs, asked.startMs, kept);
    if (kept.timesMs.empty()) continue;
    pointsHeld_ += kept.timesMs.size();
    joined.emplace(Key(old.labels, old.bucket), std::move(kept));
  }
  for (const Series& fresh : answer->series) {
    Series& series = joined[Key(fresh.labels, fresh.bucket)];
    // Prometheus names no series twice; what does must not make time run backwards.
    const qint64 from = series.timesMs.empty() ? asked.startMs : std::max(asked.startMs, series.timesMs.back() + 1);
    appendSamples(fresh, from, wanted.endMs + 1, series);
  }
  auto frame = std::make_shared<Frame>();
  frame->notices = answer->notices;
  frame->nativeHistograms = std::max(answer->nativeHistograms, frame_->nativeHistograms);
  frame->series.reserve(joined.size());
  for (auto& [key, series] : joined) {
    if (series.timesMs.empty()) continue;
    series.labels = key.first;
    series.bucket = key.second;
    frame->series.push_back(std::move(series));
  }
  frame_ = frame;
  held_ = wanted;
  return frame;
}

}  // namespace vigie::console
