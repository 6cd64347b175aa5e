#include "console/i18n/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace vigie::console {

QLocale localeFor(const QString& choice, const QLocale& system) {
  if (choice.isEmpty()) return system;
  const QLocale chosen(choice);
  // "--lang fr" on a Swiss system keeps Switzerland's numbers.
  return chosen.language() == system.language() ? system : chosen;
}

void installLanguage(QCoreApplication& application, const QString& choice) {
  const QLocale locale = localeFor(choice, QLocale::system());
  QLocale::setDefault(locale);
  // French where it is spoken; English otherwise, whose file holds the plural forms.
  const QString words = locale.language() == QLocale::French ? QStringLiteral("fr") : QStringLiteral("en");
  auto* const own = new QTranslator(&application);
  if (own->load(QStringLiteral(":/i18n/vigie_%1.qm").arg(words))) QCoreApplication::installTranslator(own);
  // Qt's own words: context menus of text fields, file dialogues.
  auto* const qt = new QTranslator(&application);
  if (qt->load(QStringLiteral("qtbase_") + words, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QCoreApplication::installTranslator(qt);
  }
}

}  // namespace vigie::console
