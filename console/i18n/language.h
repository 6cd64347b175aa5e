// The language of the console: its words and its numbers.
#pragma once

#include <QLocale>
#include <QString>

class QCoreApplication;

namespace vigie::console {

/// What `choice` ("fr", "en"; empty follows the system) means: the locale numbers and dates are written in. A language
/// the console does not speak gives English words with that locale's own numbers.
QLocale localeFor(const QString& choice, const QLocale& system);

/// Makes localeFor() the default locale and installs the console's and Qt's own translations into `application`. Call
/// once, before the first widget.
void installLanguage(QCoreApplication& application, const QString& choice);

}  // namespace vigie::console
