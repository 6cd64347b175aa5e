#include "console/app/pages.h"

#include "console/app/main_window.h"
#include "console/dashboard/dashboard_page.h"

namespace vigie::console {

void addPages(MainWindow& window, const ConsoleContext& context) { window.addPage(new DashboardPage(context)); }

}  // namespace vigie::console
