// "Save as…": asks for a name and writes a file. UI thread.
#pragma once

#include <QByteArray>
#include <QString>

class QWidget;

namespace vigie::console {

/// Shows the dialog over `parent` and returns; `contents` are written once a name is chosen, whole or not at all. What
/// cannot be written is said, and what stood there before stays. `suffix` without its dot completes a name without one;
/// `filter` is Qt's, as in "Images (*.png)".
void offerToSave(QWidget& parent, const QString& title, const QString& name, const QString& filter,
                 const QString& suffix, const QByteArray& contents);

}  // namespace vigie::console
