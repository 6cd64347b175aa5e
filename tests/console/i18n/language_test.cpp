#include "console/i18n/language.h"

#include "console/chat/answer_facts.h"

#include <QCoreApplication>
#include <QTranslator>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class LanguageTest : public testing::Test {
 protected:
  void TearDown() override {
    // Translators belong to the application: they go in the order they came, so that tests do not hear each other.
    for (QTranslator* const translator : QCoreApplication::instance()->findChildren<QTranslator*>()) delete translator;
    QLocale::setDefault(QLocale(QLocale::English));
  }
  static QString passages(int n) {
    return QCoreApplication::translate("vigie::console::ChatTools", "%n passage(s)", nullptr, n);
  }
};

TEST_F(LanguageTest, SpeaksFrenchWithItsPluralsAndNumbers) {
  installLanguage(*QCoreApplication::instance(), QStringLiteral("fr"));
  EXPECT_EQ(passages(1).toStdString(), "1 passage");
  EXPECT_EQ(passages(0).toStdString(), "0 passage") << "French counts nought as one";
  EXPECT_EQ(passages(4).toStdString(), "4 passages");
  EXPECT_EQ(formatDuration(1520, QLocale()).toStdString(), "1,52\u202Fs");
}

TEST_F(LanguageTest, GivesEnglishItsPlurals) {
  installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
  EXPECT_EQ(passages(1).toStdString(), "1 passage");
  EXPECT_EQ(passages(4).toStdString(), "4 passages");
}

TEST_F(LanguageTest, SpeaksEnglishWhereItDoesNotSpeakTheSystemsLanguage) {
  EXPECT_EQ(localeFor({}, QLocale(QLocale::Japanese)), QLocale(QLocale::Japanese));
  installLanguage(*QCoreApplication::instance(), QStringLiteral("ja"));
  EXPECT_EQ(passages(4).toStdString(), "4 passages");
}

TEST_F(LanguageTest, KeepsTheSystemsTerritoryWhereTheLanguageIsTheSame) {
  const QLocale swiss(QLocale::French, QLocale::Switzerland);
  EXPECT_EQ(localeFor(QStringLiteral("fr"), swiss), swiss);
  EXPECT_EQ(localeFor(QStringLiteral("en"), swiss).language(), QLocale::English);
}

}  // namespace
}  // namespace vigie::console
