// What the dashboards that come with the console are called in the reader's language. Titles of panels stay as the
// file, Grafana and the guide have them (ADR 130).
#pragma once

#include <QString>

namespace vigie::console {

/// `text` is the title or the description of a built-in dashboard; it comes back as it is where it has no translation.
QString boardWords(const QString& text);

}  // namespace vigie::console
