// The runbooks that come with the product (resources/knowledge), inside the program: they are wanted when nothing else
// runs.
#pragma once

#include "console/app/drawer.h"

#include <QString>

namespace vigie::console {

/// The Markdown of "runbook-service-down" in the reader's language, else in English; empty: there is none.
QString runbookText(const QString& name, const QString& language);

/// A runbook over a page.
class RunbookDrawer : public Drawer {
  Q_OBJECT
 public:
  RunbookDrawer(Theme& theme, const QString& heading, const QString& text, QWidget* host);
};

}  // namespace vigie::console
