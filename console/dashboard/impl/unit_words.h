// Truths, dates and number bases: units whose text is no scaled number. Any thread.
#pragma once

#include <QLocale>
#include <QString>

#include <optional>

namespace vigie::console::impl {

/// Nothing for a unit of another kind.
std::optional<QString> wordFor(const QString& unit, double value, const QLocale& locale);

}  // namespace vigie::console::impl
