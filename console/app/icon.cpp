#include "console/app/icon.h"

#include <QFile>
#include <QLoggingCategory>
#include <QPainter>
#include <QSvgRenderer>

namespace vigie::console {
namespace {
Q_LOGGING_CATEGORY(lcIcon, "vigie.console.icon")
}  // namespace

QPixmap iconPixmap(const QString& name, const QColor& colour, int pixels, qreal devicePixelRatio) {
  QPixmap pixmap(QSize(pixels, pixels) * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) {
    qCWarning(lcIcon).noquote() << "no icon named" << name;
    return pixmap;
  }
  QByteArray svg = file.readAll();
  svg.replace("#000", colour.name().toLatin1());
  QSvgRenderer renderer(svg);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  renderer.render(&painter, QRectF(0, 0, pixels, pixels));
  return pixmap;
}

QIcon icon(const QString& name, const QColor& colour, int pixels) {
  QIcon result;
  result.addPixmap(iconPixmap(name, colour, pixels, 1.0));
  result.addPixmap(iconPixmap(name, colour, pixels, 2.0));
  return result;
}

}  // namespace vigie::console
