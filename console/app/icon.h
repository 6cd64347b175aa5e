// Icons: one stroke weight, drawn from resources/icons/<name>.svg in the colour asked for.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace vigie::console {

/// `name` without folder or suffix. An unknown name draws nothing and warns once in the log.
QPixmap iconPixmap(const QString& name, const QColor& colour, int pixels = 20, qreal devicePixelRatio = 1.0);

/// The same for buttons and menus, at 1× and 2×.
QIcon icon(const QString& name, const QColor& colour, int pixels = 20);

}  // namespace vigie::console
