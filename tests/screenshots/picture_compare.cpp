#include "tests/screenshots/picture_compare.h"

#include <algorithm>
#include <cstdlib>

namespace vigie::test {
namespace {

int distanceOf(QRgb a, QRgb b) {
  return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
}

}  // namespace

PictureDifference comparePictures(const QImage& expected, const QImage& actual) {
  PictureDifference found;
  found.sameSize = !expected.isNull() && expected.size() == actual.size();
  if (!found.sameSize) return found;
  const QImage a = expected.convertToFormat(QImage::Format_RGB32);
  const QImage b = actual.convertToFormat(QImage::Format_RGB32);
  found.picture = QImage(a.size(), QImage::Format_RGB32);
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const int distance = distanceOf(a.pixel(x, y), b.pixel(x, y));
      found.largest = std::max(found.largest, distance);
      const int grey = 160 + qGray(a.pixel(x, y)) / 3;
      const bool differs = distance > kChannelTolerance;
      found.picture.setPixel(x, y, differs ? qRgb(220, 0, 0) : qRgb(grey, grey, grey));
      found.pixels += differs ? 1 : 0;
    }
  }
  return found;
}

}  // namespace vigie::test
