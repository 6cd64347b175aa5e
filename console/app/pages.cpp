#include "console/app/pages.h"

#include "console/app/main_window.h"
#include "console/app/page.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

namespace vigie::console {

void addPages(MainWindow& window, const ConsoleContext& context) {
  Q_UNUSED(context)
  window.addPage(new Page({QStringLiteral("dashboards"), QCoreApplication::translate("pages", "Dashboards"),
                           QStringLiteral("dashboards"), QLatin1Char('d'), true}));
}

}  // namespace vigie::console
