// The panels of gallery.json, drawn by the console's own dashboard view over fixed data.
#pragma once

#include "console/dashboard/dashboard.h"

#include <QImage>
#include <QRect>
#include <QString>
#include <QStringList>

namespace vigie::test {

/// What the pictures are of: the titles of the panels, in the file's order.
QStringList galleryTitles();
/// "State timeline" is `state-timeline`: the name of its pictures.
QString galleryName(const QString& title);

struct GalleryPicture {
  QImage image;              ///< null when the panel did not settle in time
  QRect plot;                ///< of the lines, where there are some
  double valuePerPixel = 0;  ///< of its value axis
};

/// Draws the panel at scale 1, in UTC and English. `lift` is added to every value of `waves`.
GalleryPicture drawGalleryPanel(const QString& title, bool dark, double lift = 0);

}  // namespace vigie::test
