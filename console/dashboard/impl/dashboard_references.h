// What a dashboard says by reference, put where it is meant: library panels that came with it (`__elements`), constants
// and data sources of its inputs (`__inputs`), and panels that show what another panel asked (`-- Dashboard --`).
#pragma once

#include <QJsonObject>

namespace vigie::console::impl {

/// The dashboard without such references; those that lead nowhere stay as they are. Pure.
QJsonObject withReferences(QJsonObject dashboard);

}  // namespace vigie::console::impl
