// Two pictures of the same thing: are they alike? Pure.
#pragma once

#include <QImage>

namespace vigie::test {

/// Steps of 255 in a colour channel that are no difference: rounding of another processor's instructions.
inline constexpr int kChannelTolerance = 12;
/// Pixels that may differ all the same. A line of a hundred pixels that moved by two changes two hundred.
inline constexpr int kPixelTolerance = 24;

struct PictureDifference {
  bool sameSize = true;
  int pixels = 0;   ///< that differ by more than the tolerance
  int largest = 0;  ///< difference of one channel
  QImage picture;   ///< the expected one, faint, with what differs in red; null where the sizes differ
  [[nodiscard]] bool isNothing() const { return sameSize && pixels <= kPixelTolerance; }
};

PictureDifference comparePictures(const QImage& expected, const QImage& actual);

}  // namespace vigie::test
