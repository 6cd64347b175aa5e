// What the menu of a panel offers, but for what the dashboard around it adds. UI thread.
#pragma once

class QMenu;

namespace vigie::console {

class PanelWidget;

/// Where it leads to, what can be copied and saved, its legend. `panel` outlives the menu.
void addPanelActions(QMenu& menu, PanelWidget& panel);

/// The links that the dashboard gives the panel, after a line; nothing without any.
void addPanelLinks(QMenu& menu, const PanelWidget& panel);

/// Asks for a name and writes the panel as it is shown when this is called; what cannot be written is said.
void savePanelImage(PanelWidget& panel);

}  // namespace vigie::console
