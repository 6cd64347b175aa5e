// Opening the links of values and panels. UI thread.
#pragma once

#include "console/dashboard/data_links.h"

#include <vector>

class QMenu;
class QPoint;
class QWidget;

namespace vigie::console {

/// Opens it in the desktop's browser; nothing happens to a link that is refused.
void openLink(const ResolvedLink& link);

/// An entry each; one that is refused is named, with the reason as its tooltip, and cannot be chosen.
void addLinkActions(QMenu& menu, const std::vector<ResolvedLink>& links);

/// One link that may be opened is opened; of several, or of one that is refused, a menu is shown at `at`.
void offerLinks(QWidget& parent, const std::vector<ResolvedLink>& links, const QPoint& at);

}  // namespace vigie::console
