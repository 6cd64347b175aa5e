// A file of the stack's own, written.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace vigie::stack {

/// Writes the file whole or not at all: a program that reads it meanwhile sees the old one or the new one.
Result<void> writeFile(const QString& path, const QByteArray& text);

}  // namespace vigie::stack
