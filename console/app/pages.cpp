#include "console/app/pages.h"

#include "console/app/console_page.h"
#include "console/app/context.h"
#include "console/app/main_window.h"
#include "console/chat/chat_page.h"
#include "console/dashboard/dashboard_page.h"
#include "console/settings/endpoints.h"

#include <memory>

namespace vigie::console {

void addPages(MainWindow& window, const ConsoleContext& context) {
  window.addPage(new DashboardPage(context));
  auto* const chat =
      new ChatPage(context.theme, std::make_unique<ChatSession>(ServerEndpoint{context.endpoints.server(), {}}));
  QObject::connect(&context.endpoints, &Endpoints::changed, chat, [chat, &endpoints = context.endpoints] {
    chat->session().setServer({endpoints.server(), {}});
  });
  window.addPage(chat);
  if (context.stats) window.addPage(new ConsolePage(context.theme, *context.stats));
}

}  // namespace vigie::console
