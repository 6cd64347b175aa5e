// What screen readers take a widget of our own for: without a word Qt calls it a filler. UI thread.
#pragma once

#include <QAccessible>

class QWidget;

namespace vigie::console {

/// Before a screen reader asks for it first: in the widget's constructor.
void setAccessibleRole(QWidget& widget, QAccessible::Role role);

}  // namespace vigie::console
