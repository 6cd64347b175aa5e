#include "console/dashboard/decimate.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vigie::console {
namespace {

/// The four of one column, in time order and without repeats.
class Column {
 public:
  [[nodiscard]] bool isEmpty() const { return count_ == 0; }

  void add(const Sample& sample) {
    if (count_++ == 0) {
      first_ = low_ = high_ = last_ = sample;
      return;
    }
    if (sample.value < low_.value) low_ = sample;
    if (sample.value > high_.value) high_ = sample;
    last_ = sample;
  }

  void flushInto(std::vector<Sample>& out) {
    if (count_ == 0) return;
    const Sample& earlier = low_.timeMs <= high_.timeMs ? low_ : high_;
    const Sample& later = low_.timeMs <= high_.timeMs ? high_ : low_;
    for (const Sample* sample : std::array<const Sample*, 4>{&first_, &earlier, &later, &last_}) {
      if (out.empty() || out.back().timeMs < sample->timeMs) out.push_back(*sample);
    }
    count_ = 0;
  }

 private:
  Sample first_;
  Sample low_;
  Sample high_;
  Sample last_;
  std::size_t count_ = 0;
};

}  // namespace

Polylines decimate(const std::vector<qint64>& times, const std::vector<double>& values,
                   const DecimateRequest& request) {
  Polylines lines;
  const qint64 length = request.toMs - request.fromMs;
  if (length <= 0 || request.columns <= 0) return lines;
  const double columnsPerMs = static_cast<double>(request.columns) / static_cast<double>(length);

  std::vector<Sample> line;
  Column column;
  qint64 columnIndex = -1;
  qint64 previousMs = 0;
  const auto endLine = [&] {
    column.flushInto(line);
    columnIndex = -1;
    if (!line.empty()) lines.push_back(std::move(line));
    line.clear();
  };

  const auto begin = std::lower_bound(times.begin(), times.end(), request.fromMs) - times.begin();
  const std::size_t size = std::min(times.size(), values.size());
  for (auto i = static_cast<std::size_t>(begin); i < size && times[i] <= request.toMs; ++i) {
    const Sample sample{times[i], values[i]};
    const bool hasPrevious = columnIndex >= 0;
    if (!std::isfinite(sample.value) ||
        (hasPrevious && request.maxGapMs > 0 && sample.timeMs - previousMs > request.maxGapMs)) {
      endLine();
      if (!std::isfinite(sample.value)) continue;
    }
    const auto index = static_cast<qint64>(static_cast<double>(sample.timeMs - request.fromMs) * columnsPerMs);
    if (index != columnIndex) {
      column.flushInto(line);
      columnIndex = index;
    }
    column.add(sample);
    previousMs = sample.timeMs;
  }
  endLine();
  return lines;
}

}  // namespace vigie::console
