#include "console/app/pages.h"

#include "console/app/context.h"
#include "console/app/main_window.h"
#include "console/chat/chat_page.h"
#include "console/dashboard/dashboard_page.h"
#include "console/settings/console_options.h"

#include <memory>

namespace vigie::console {

void addPages(MainWindow& window, const ConsoleContext& context) {
  window.addPage(new DashboardPage(context));
  window.addPage(new ChatPage(context.theme, std::make_unique<ChatSession>(ServerEndpoint{context.options.server, {}})));
}

}  // namespace vigie::console
