// How long frames and events of the UI thread take: quantiles of the last thousand frames, the worst of all, and how
// many frames of a 60 Hz display were missed. Plain values; one thread.
#pragma once

#include <QtGlobal>

#include <array>
#include <cstddef>
#include <vector>

namespace vigie::console {

class FrameMeter {
 public:
  /// A display's frame.
  static constexpr double kFrameMs = 1000.0 / 60.0;
  /// What a user feels as a window that hangs.
  static constexpr double kStallMs = 100.0;

  /// A repaint of a window took this long.
  void addFrame(double ms);
  /// Any event's handling, a repaint included, took this long.
  void addEvent(double ms) {
    if (ms >= kStallMs) ++stalls_;
    if (ms > worstEventMs_) worstEventMs_ = ms;
  }

  /// Of the last frames, 0 … 1; 0 without any.
  [[nodiscard]] double quantile(double share) const;
  [[nodiscard]] double worstMs() const { return worstMs_; }
  [[nodiscard]] quint64 frames() const { return frames_; }
  /// Frames of the display that passed while one of ours was made.
  [[nodiscard]] quint64 dropped() const { return dropped_; }
  /// Events that took kStallMs or longer.
  [[nodiscard]] quint64 stalls() const { return stalls_; }
  [[nodiscard]] double worstEventMs() const { return worstEventMs_; }
  /// The last frames, oldest first.
  [[nodiscard]] std::vector<double> recent() const;

 private:
  std::array<double, 1000> last_{};
  quint64 frames_ = 0;
  quint64 dropped_ = 0;
  quint64 stalls_ = 0;
  double worstMs_ = 0;
  double worstEventMs_ = 0;
};

}  // namespace vigie::console
