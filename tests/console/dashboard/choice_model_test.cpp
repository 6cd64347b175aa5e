// The values of a variable as they are ticked, before anything is applied.
#include "console/dashboard/choice_model.h"

#include <QAbstractItemModelTester>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

Variable jobs(const QStringList& chosen, bool multi = true, bool includeAll = true) {
  Variable variable;
  variable.name = QStringLiteral("job");
  variable.kind = VariableKind::kQuery;
  variable.multi = multi;
  variable.includeAll = includeAll;
  for (const char* name : {"api", "db", "web-1", "web-2"}) {
    variable.options.push_back({QString::fromLatin1(name), QString::fromLatin1(name)});
  }
  variable.chosen = chosen;
  return variable;
}

QStringList texts(const ChoiceModel& model) {
  QStringList texts;
  for (int row = 0; row < model.rowCount(); ++row) texts.append(model.index(row).data().toString());
  return texts;
}

QStringList list(const char* words) { return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts); }

class ChoiceModelTest : public testing::Test {
 protected:
  ChoiceModel model{jobs({kAllValue})};
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ChoiceModelTest, AllAndSingleValuesExcludeEachOther) {
  EXPECT_EQ(texts(model), list("All api db web-1 web-2"));
  EXPECT_EQ(model.chosen(), QStringList{kAllValue});
  model.toggle(2);
  EXPECT_EQ(model.chosen(), list("db"));
  model.toggle(1);
  EXPECT_EQ(model.chosen(), list("api db")) << "in the order of the list, not of the clicks";
  model.toggle(0);
  EXPECT_EQ(model.chosen(), QStringList{kAllValue});
  model.toggle(0);
  EXPECT_TRUE(model.chosen().isEmpty());
}

TEST_F(ChoiceModelTest, KeepsWhatIsTickedWhileOneSearches) {
  model.chooseOnly(1);
  model.setFilter(QStringLiteral("WEB"));
  EXPECT_EQ(texts(model), list("web-1 web-2")) << "All is not one of what is found";
  model.toggle(1);
  model.setFilter(QString());
  EXPECT_EQ(model.chosen(), list("api web-2"));
}

TEST_F(ChoiceModelTest, AllOfWhatIsFoundAreTickedOneByOne) {
  model.setFilter(QStringLiteral("web"));
  model.chooseAll();
  EXPECT_EQ(model.chosen(), list("web-1 web-2"));
  model.setFilter({});
  model.chooseAll();
  EXPECT_EQ(model.chosen(), QStringList{kAllValue});
  model.clear();
  EXPECT_TRUE(model.chosen().isEmpty());
  EXPECT_EQ(model.firstChosenRow(), 0);
}

TEST_F(ChoiceModelTest, TellsEachTick) {
  int ticks = 0;
  QObject::connect(&model, &QAbstractItemModel::dataChanged, &model, [&ticks] { ++ticks; });
  model.toggle(1);
  model.chooseOnly(2);
  EXPECT_EQ(ticks, 2);
  EXPECT_EQ(model.index(2).data(Qt::CheckStateRole).toInt(), Qt::Checked);
  EXPECT_EQ(model.index(2).data(Qt::AccessibleTextRole).toString(), QStringLiteral("db, chosen"));
  EXPECT_EQ(model.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("api"));
}

TEST(ChoiceModelOfOneTest, TakesThePlaceOfTheOneBefore) {
  ChoiceModel model(jobs(list("api"), false, false));
  EXPECT_EQ(model.firstChosenRow(), 0);
  model.toggle(3);
  EXPECT_EQ(model.chosen(), list("web-2"));
  model.toggle(3);
  EXPECT_EQ(model.chosen(), list("web-2")) << "one is always chosen";
}

TEST(ChoiceModelOfOneTest, ListsWhatIsChosenThoughItIsNotOffered) {
  ChoiceModel model(jobs(list("gone db"), true, false));
  EXPECT_EQ(texts(model), list("gone api db web-1 web-2"));
  EXPECT_EQ(model.chosen(), list("gone db"));
  model.chooseAll();
  EXPECT_EQ(model.chosen(), list("gone api db web-1 web-2")) << "without an All, each of them";
}

}  // namespace
}  // namespace vigie::console
