#include "console/panels/link_menu.h"

#include <QDesktopServices>
#include <QMenu>

namespace vigie::console {

void openLink(const ResolvedLink& link) {
  if (link.refusal.isEmpty()) QDesktopServices::openUrl(link.url);
}

void addLinkActions(QMenu& menu, const std::vector<ResolvedLink>& links) {
  menu.setToolTipsVisible(true);
  for (const ResolvedLink& link : links) {
    // An ampersand in a title is no mnemonic.
    QString title = link.title;
    QAction* action =
        menu.addAction(title.replace(QLatin1Char('&'), QLatin1String("&&")), &menu, [link] { openLink(link); });
    action->setEnabled(link.refusal.isEmpty());
    const QString where = link.url.toDisplayString();
    action->setToolTip((link.refusal.isEmpty() ? where : where + QLatin1Char('\n') + link.refusal).toHtmlEscaped());
  }
}

void offerLinks(QWidget& parent, const std::vector<ResolvedLink>& links, const QPoint& at) {
  if (links.empty()) return;
  if (links.size() == 1 && links.front().refusal.isEmpty()) {
    openLink(links.front());
    return;
  }
  auto* menu = new QMenu(&parent);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addLinkActions(*menu, links);
  menu->popup(at);
}

}  // namespace vigie::console
