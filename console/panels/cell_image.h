// What a cell of images shows. A value comes from whoever sends metrics: an image inside it is drawn, an address is
// never asked; it stands there as a link, for the user to open. Any thread.
// Source: RFC 2397 (the data URL scheme); docs/adr/0122.
#pragma once

#include "console/dashboard/data_links.h"

#include <QImage>
#include <QString>

#include <optional>

namespace vigie::console {

/// Longer values are not looked into.
inline constexpr qsizetype kMostImageText = 2 * 1024 * 1024;

/// The image a "data:" value holds, no larger than `height` device pixels; null: it holds none that is drawn. Drawn are
/// the formats of pixels that Qt reads; not SVG, which may name files.
QImage imageIn(const QString& value, int height);

/// The address a value is, and what its cell says of it: `alt`, or the file's name, and the host. Nothing for what is
/// no http or https address.
std::optional<ResolvedLink> imageLink(const QString& value, const QString& alt);

/// What is read out and searched in the place of an image.
QString imageWords(const QString& value, const QString& alt);

}  // namespace vigie::console
