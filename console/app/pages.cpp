#include "console/app/pages.h"

#include "console/alerts/alerts_page.h"
#include "console/app/console_page.h"
#include "console/app/context.h"
#include "console/app/main_window.h"
#include "console/chat/chat_page.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_view.h"
#include "console/explore/explore_page.h"
#include "console/panels/panel_widget.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <memory>

namespace vigie::console {

void addPages(MainWindow& window, const ConsoleContext& context) {
  auto* const dashboards = new DashboardPage(context);
  window.addPage(dashboards);
  auto* const explore = new ExplorePage(context);
  window.addPage(explore);
  explore->setDashboards([dashboards] { return dashboards->editable(); });
  QObject::connect(dashboards, &DashboardPage::exploreRequested, explore,
                   [&window, explore](const std::vector<QueryDraft>& queries) {
                     window.showPage(explore->info().id);
                     explore->setQueries(queries);
                   });
  QObject::connect(dashboards, &DashboardPage::kioskRequested, &window, &MainWindow::setKiosk);
  QObject::connect(explore, &ExplorePage::panelOffered, dashboards,
                   [&window, dashboards](const OrderedJson& panel, const QString& id) {
                     window.showPage(dashboards->info().id);
                     dashboards->addPanel(panel, id);
                   });
  auto* const chat =
      new ChatPage(context.theme, std::make_unique<ChatSession>(ServerEndpoint{context.endpoints.server(), {}}));
  QObject::connect(&context.endpoints, &Endpoints::changed, chat, [chat, &endpoints = context.endpoints] {
    chat->session().setServer({endpoints.server(), {}});
  });
  window.addPage(chat);
  if (context.alerts) {
    auto* const alerts = new AlertsPage(context, *context.alerts, context.inbox);
    window.addPage(alerts);
    QObject::connect(alerts, &AlertsPage::dashboardRequested, dashboards,
                     [&window, dashboards](const QString& uid, int panel) {
                       if (!dashboards->open(uid)) return;
                       window.showPage(dashboards->info().id);
                       DashboardView* const view = dashboards->currentView();
                       if (!view) return;
                       for (PanelWidget* const one : view->panels()) {
                         if (one->model().id == panel) view->viewPanel(one);
                       }
                     });
    QObject::connect(alerts, &AlertsPage::queryRequested, explore, [&window, explore](const QString& expression) {
      window.showPage(explore->info().id);
      QueryDraft query;
      query.expr = expression;
      explore->setQueries({query});
    });
  }
  if (!context.options.open.isEmpty()) dashboards->openLinkText(context.options.open);
  if (context.stats) window.addPage(new ConsolePage(context.theme, *context.stats));
}

}  // namespace vigie::console
