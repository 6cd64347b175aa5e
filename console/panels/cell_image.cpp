#include "console/panels/cell_image.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

#include <algorithm>

namespace vigie::console {
namespace {

/// An image of more pixels than this is no picture for a cell, however well it is packed.
constexpr int kMostImageSide = 4096;
constexpr int kWidestToHeight = 8;

/// "png" of "data:image/png;base64,…"; empty: nothing that is drawn.
QByteArray formatOf(const QString& head) {
  if (!head.endsWith(QLatin1String(";base64"), Qt::CaseInsensitive)) return {};
  const QString type = head.section(QLatin1Char(';'), 0, 0).toLower();
  if (!type.startsWith(QLatin1String("image/"))) return {};
  const QString kind = type.mid(6);
  for (const char* format : {"png", "jpeg", "gif", "webp", "bmp"}) {
    if (kind == QLatin1String(format)) return format;
  }
  return kind == QLatin1String("jpg") ? QByteArrayLiteral("jpeg") : QByteArray();
}

bool isData(const QString& value) { return value.startsWith(QLatin1String("data:"), Qt::CaseInsensitive); }

}  // namespace

QImage imageIn(const QString& value, int height) {
  const qsizetype comma = value.indexOf(QLatin1Char(','));
  if (!isData(value) || comma < 0 || value.size() > kMostImageText) return {};
  const QByteArray format = formatOf(value.mid(5, comma - 5));
  if (format.isEmpty()) return {};
  auto bytes = QByteArray::fromBase64Encoding(value.mid(comma + 1).toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
  if (!bytes) return {};
  QBuffer buffer(&bytes.decoded);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer, format);
  reader.setAutoDetectImageFormat(false);
  // Before a pixel is read: a small file may unpack to gigabytes.
  const QSize size = reader.size();
  if (size.isEmpty() || size.width() > kMostImageSide || size.height() > kMostImageSide) return {};
  const QSize room(height * kWidestToHeight, height);
  if (size.width() > room.width() || size.height() > room.height())
    reader.setScaledSize(size.scaled(room, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
  return reader.read();
}

std::optional<ResolvedLink> imageLink(const QString& value, const QString& alt) {
  if (isData(value)) return std::nullopt;
  ResolvedLink link = resolveLink({alt, value, true}, {});
  if (!link.refusal.isEmpty()) return std::nullopt;
  const QString name = alt.isEmpty() ? link.url.fileName() : alt;
  // As it is asked, not as it may be dressed up with letters of other scripts.
  const QString host = link.url.host(QUrl::FullyEncoded);
  link.title = name.isEmpty() ? host : QStringLiteral("%1 · %2").arg(name, host);
  return link;
}

QString imageWords(const QString& value, const QString& alt) {
  if (const auto link = imageLink(value, alt)) return link->title;
  if (!isData(value)) return value;
  return alt.isEmpty() ? QCoreApplication::translate("cellimage", "image") : alt;
}

}  // namespace vigie::console
