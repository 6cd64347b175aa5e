// Dates in the letters of Moment.js ("YYYY-MM-DD HH:mm"), which Grafana uses wherever a dashboard writes a pattern.
// Source: the tables of momentjs.com/docs/#/displaying/format and /#/parsing/string-format. Pure; any thread.
#pragma once

#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace vigie::console {

/// `time` by `pattern`; English names of days and months, as Grafana's patterns have them. [text] stays as it is.
QString momentText(const QDateTime& time, const QString& pattern);

/// The moment that `text` says by `pattern`, in milliseconds; without a pattern ISO 8601, or a number of milliseconds.
/// `zone` is that of texts which name none. Nothing where it says no moment.
std::optional<qint64> momentOf(const QString& text, const QString& pattern, const QTimeZone& zone);

}  // namespace vigie::console
