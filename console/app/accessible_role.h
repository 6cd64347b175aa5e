// What screen readers take a widget of our own for: without a word Qt calls it a filler, a button that stays down a
// check box, and leaves popups out of what it tells. UI thread.
#pragma once

#include <QAccessible>

class QWidget;

namespace vigie::console {

/// Before a screen reader asks for it first: in the widget's constructor, and before its name. A button can be pressed
/// still; as a tab of a list it is the selected one while it is down.
void setAccessibleRole(QWidget& widget, QAccessible::Role role);

/// Qt lists no popups, which are windows of their own: this one stands under the widget that opens it. Both have had
/// setAccessibleRole().
void setAccessibleOpener(QWidget& popup, QWidget& opener);

}  // namespace vigie::console
