#include "console/app/frame_meter.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {

void FrameMeter::addFrame(double ms) {
  last_[frames_ % last_.size()] = ms;
  ++frames_;
  worstMs_ = std::max(worstMs_, ms);
  dropped_ += static_cast<quint64>(ms / kFrameMs);
}

double FrameMeter::quantile(double share) const {
  std::vector<double> sorted = recent();
  if (sorted.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  const std::size_t index = std::clamp<std::size_t>(rank, 1, sorted.size()) - 1;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(index), sorted.end());
  return sorted[index];
}

std::vector<double> FrameMeter::recent() const {
  const std::size_t count = std::min<std::size_t>(frames_, last_.size());
  std::vector<double> frames;
  frames.reserve(count);
  for (quint64 i = frames_ - count; i < frames_; ++i) frames.push_back(last_[i % last_.size()]);
  return frames;
}

}  // namespace vigie::console
