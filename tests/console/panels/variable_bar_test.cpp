// The bar over a dashboard by keyboard and mouse: values are ticked and applied once, filters are written.
#include "console/dashboard/variable_bar.h"

#include "console/dashboard/filter_chips.h"
#include "console/dashboard/filter_editor.h"
#include "console/dashboard/variable_menu.h"
#include "console/dashboard/variable_set.h"
#include "console/prometheus/metadata_client.h"
#include "tests/support/console_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

constexpr const char* kVariables = R"j([
  {"name":"job","label":"Job","type":"query","query":"label_values(job)","multi":true,"includeAll":true,
   "current":{"value":["api"]}},
  {"name":"one","label":"One","type":"custom","query":"red,green,blue","current":{"value":"green"}},
  {"name":"f","label":"Filters","type":"adhoc","filters":[{"key":"env","operator":"=","value":"prod"}]}])j";

std::vector<Variable> readAll(const QByteArray& json) {
  std::vector<Variable> variables;
  for (const QJsonValue& value : QJsonDocument::fromJson(json).array()) {
    variables.push_back(readVariable(value.toObject()));
  }
  return variables;
}

class VariableBarTest : public test::ConsoleTest {
 protected:
  VariableBarTest() {
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      if (request.path == "/api/v1/labels") return {200, R"({"status":"success","data":["env","instance","job"]})"};
      if (request.path == "/api/v1/label/instance/values") {
        return {200, R"({"status":"success","data":["web-1:80","web-2:80"]})"};
      }
      return {200, R"({"status":"success","data":["api","db","web"]})"};
    };
    show(kVariables);
  }
  void show(const QByteArray& json) {
    bar.reset();
    set = std::make_unique<VariableSet>(readAll(json), client, metadata);
    bar = std::make_unique<VariableBar>(theme, *set);
    set->resolve({1'000'000, 4'600'000});
    EXPECT_TRUE(waitFor([this] { return set->isResolved(); }));
    QObject::connect(set.get(), &VariableSet::resolved, bar.get(), [this] { ++rounds; });
    bar->resize(1200, 60);
    bar->show();
  }
  QToolButton* button(const char* name) {
    for (QToolButton* one : bar->findChildren<QToolButton*>()) {
      if (one->accessibleName() == QLatin1String(name)) return one;
    }
    return nullptr;
  }
  VariableMenu* open(const char* name) {
    button(name)->click();
    return bar->findChild<VariableMenu*>();
  }
  static void press(QWidget* target, std::initializer_list<Qt::Key> keys) {
    for (const Qt::Key key : keys) QTest::keyClick(target, key);
  }
  QStringList chosen(const char* name) { return set->find(QString::fromLatin1(name))->chosen; }

  MetadataClient metadata{network, prometheus.url()};
  std::unique_ptr<VariableSet> set;
  std::unique_ptr<VariableBar> bar;
  int rounds = 0;  ///< how often the panels would have asked
};

TEST_F(VariableBarTest, StaysOpenWhileOneTicksAndAsksOnceWhenItCloses) {
  VariableMenu* menu = open("Job");
  ASSERT_TRUE(menu && menu->isVisible());
  auto* search = menu->findChild<QLineEdit*>();
  auto* list = menu->findChild<QListView*>();
  press(search, {Qt::Key_Down});
  press(list, {Qt::Key_Down, Qt::Key_Space, Qt::Key_Down, Qt::Key_Space});
  EXPECT_TRUE(menu->isVisible());
  EXPECT_EQ(rounds, 0) << "nothing is asked while one ticks";
  EXPECT_EQ(chosen("job"), QStringList{QStringLiteral("api")});
  press(list, {Qt::Key_Return});
  EXPECT_FALSE(menu->isVisible());
  EXPECT_EQ(rounds, 1);
  EXPECT_EQ(chosen("job"), (QStringList{QStringLiteral("api"), QStringLiteral("db"), QStringLiteral("web")}));
  EXPECT_EQ(button("Job")->text(), QStringLiteral("api + db + web"));
}

TEST_F(VariableBarTest, EscapeLeavesItAsItWas) {
  VariableMenu* menu = open("Job");
  auto* list = menu->findChild<QListView*>();
  press(menu->findChild<QLineEdit*>(), {Qt::Key_Down});
  press(list, {Qt::Key_Space, Qt::Key_Escape});
  EXPECT_FALSE(menu->isVisible());
  EXPECT_EQ(rounds, 0);
  EXPECT_EQ(chosen("job"), QStringList{QStringLiteral("api")});
}

TEST_F(VariableBarTest, ClosingWithAClickBesideItApplies) {
  VariableMenu* menu = open("Job");
  auto* list = menu->findChild<QListView*>();
  press(menu->findChild<QLineEdit*>(), {Qt::Key_Down});
  QTest::keyClick(list, Qt::Key_Space, Qt::ShiftModifier);
  press(list, {Qt::Key_Down});
  QTest::keyClick(list, Qt::Key_Space, Qt::ShiftModifier);
  menu->close();
  EXPECT_EQ(rounds, 1);
  EXPECT_EQ(chosen("job"), QStringList{QStringLiteral("db")}) << "only this one";
}

TEST_F(VariableBarTest, HasAllAndClear) {
  VariableMenu* menu = open("Job");
  QPushButton* all = nullptr;
  QPushButton* clear = nullptr;
  for (QPushButton* one : menu->findChildren<QPushButton*>())
    (one->text() == QStringLiteral("All") ? all : clear) = one;
  ASSERT_TRUE(all && clear);
  clear->click();
  menu->findChild<QLineEdit*>()->setText(QStringLiteral("b"));
  all->click();
  press(menu->findChild<QLineEdit*>(), {Qt::Key_Return});
  EXPECT_EQ(chosen("job"), (QStringList{QStringLiteral("db"), QStringLiteral("web")})) << "all that were found";
  menu = nullptr;
  ASSERT_TRUE(waitFor([this] { return bar->findChild<VariableMenu*>() == nullptr; }));
  menu = open("Job");
  for (QPushButton* one : menu->findChildren<QPushButton*>()) {
    if (one->text() == QStringLiteral("Clear")) one->click();
  }
  menu->close();
  EXPECT_EQ(chosen("job"), QStringList{kAllValue}) << "nothing is All, as Grafana has it";
}

TEST_F(VariableBarTest, CtrlATicksAllThatWasFoundWhereverTheFocusIs) {
  VariableMenu* menu = open("Job");
  auto* search = menu->findChild<QLineEdit*>();
  QTest::keyClicks(search, QStringLiteral("b"));
  QTest::keyClick(search, Qt::Key_A, Qt::ControlModifier);
  EXPECT_FALSE(search->hasSelectedText());
  press(search, {Qt::Key_Return});
  EXPECT_EQ(chosen("job"), (QStringList{QStringLiteral("api"), QStringLiteral("db"), QStringLiteral("web")}));
}

TEST_F(VariableBarTest, OfOneValueEnterChoosesWhatWasFound) {
  VariableMenu* menu = open("One");
  auto* search = menu->findChild<QLineEdit*>();
  QTest::keyClicks(search, QStringLiteral("blu"));
  press(search, {Qt::Key_Return});
  EXPECT_EQ(chosen("one"), QStringList{QStringLiteral("blue")});
  EXPECT_EQ(rounds, 1);
}

TEST_F(VariableBarTest, LettersInTheListGoOnWithTheSearch) {
  VariableMenu* menu = open("One");
  press(menu->findChild<QLineEdit*>(), {Qt::Key_Down});
  QTest::keyClicks(menu->findChild<QListView*>(), QStringLiteral("r"));
  EXPECT_EQ(menu->findChild<QLineEdit*>()->text(), QStringLiteral("r"));
}

TEST_F(VariableBarTest, ListsThousandsOfValues) {
  QStringList names;
  for (int i = 0; i < 5000; ++i) names.append(QStringLiteral("pod-%1").arg(i));
  Variable many = readVariable({{QStringLiteral("name"), QLatin1String("pod")},
                                {QStringLiteral("type"), QLatin1String("custom")},
                                {QStringLiteral("multi"), true},
                                {QStringLiteral("query"), names.join(QLatin1Char(','))}});
  VariableMenu menu(theme, many, {}, nullptr);
  menu.setAttribute(Qt::WA_DeleteOnClose, false);
  menu.openBelow(*bar);
  EXPECT_EQ(menu.findChild<QListView*>()->model()->rowCount(), 5000) << "none is left out";
  menu.findChild<QLineEdit*>()->setText(QStringLiteral("pod-4999"));
  EXPECT_EQ(menu.findChild<QListView*>()->model()->rowCount(), 1);
  menu.close();
}

TEST_F(VariableBarTest, WritesAFilterFromWhatPrometheusKnows) {
  QToolButton* add = button("Add a filter");
  ASSERT_TRUE(add);
  add->click();
  auto* editor = bar->findChild<FilterEditor*>();
  ASSERT_TRUE(editor);
  QLineEdit* key = nullptr;
  QLineEdit* value = nullptr;
  for (QLineEdit* one : editor->findChildren<QLineEdit*>()) {
    (one->accessibleName() == QStringLiteral("Label") ? key : value) = one;
  }
  auto* list = editor->findChild<QListView*>();
  ASSERT_TRUE(waitFor([list] { return list->model()->rowCount() == 2; })) << "env has a filter already";
  QTest::keyClicks(key, QStringLiteral("inst"));
  press(key, {Qt::Key_Down});
  press(list, {Qt::Key_Return});
  EXPECT_EQ(key->text(), QStringLiteral("instance"));
  ASSERT_TRUE(waitFor([list] { return list->model()->rowCount() == 2; }));
  EXPECT_EQ(prometheus.requests().last().form.value("match[]"), "{__name__=~\".+\",env=\"prod\"}")
      << "asked among what the other filters let through";
  QTest::keyClicks(value, QStringLiteral("web-.*"));
  for (QToolButton* op : editor->findChildren<QToolButton*>()) {
    if (op->text() == QStringLiteral("=~")) op->click();
  }
  press(value, {Qt::Key_Return});
  EXPECT_EQ(rounds, 1);
  ASSERT_EQ(set->filters().size(), 2U);
  EXPECT_EQ(set->filters()[1],
            (AdHocFilter{QStringLiteral("instance"), QStringLiteral("=~"), QStringLiteral("web-.*")}));
  EXPECT_TRUE(button("Filter: instance =~ web-.*"));
  EXPECT_TRUE(prometheus.violations().isEmpty());
}

TEST_F(VariableBarTest, ChangesAndRemovesAFilter) {
  button("Filter: env = prod")->click();
  auto* editor = bar->findChild<FilterEditor*>();
  for (QLineEdit* one : editor->findChildren<QLineEdit*>()) {
    if (one->accessibleName() != QStringLiteral("Value")) continue;
    one->setText(QStringLiteral("test"));
    press(one, {Qt::Key_Return});
  }
  ASSERT_EQ(set->filters().size(), 1U);
  EXPECT_EQ(set->filters()[0].value, QStringLiteral("test"));
  ASSERT_TRUE(button("Filter: env = test"));
  press(button("Filter: env = test"), {Qt::Key_Delete});
  EXPECT_TRUE(set->filters().empty());
  EXPECT_EQ(rounds, 2);
}

TEST_F(VariableBarTest, RefusesALabelThatIsNone) {
  button("Add a filter")->click();
  auto* editor = bar->findChild<FilterEditor*>();
  for (QLineEdit* one : editor->findChildren<QLineEdit*>()) {
    one->setText(one->accessibleName() == QStringLiteral("Label") ? QStringLiteral("no label") : QStringLiteral("x"));
  }
  for (QLineEdit* one : editor->findChildren<QLineEdit*>()) {
    if (one->accessibleName() == QStringLiteral("Value")) press(one, {Qt::Key_Return});
  }
  EXPECT_TRUE(editor->isVisible()) << "it waits for something better";
  EXPECT_EQ(set->filters().size(), 1U);
  press(editor->findChild<QLineEdit*>(), {Qt::Key_Escape});
  EXPECT_FALSE(editor->isVisible());
}

TEST_F(VariableBarTest, WrapsWhereThereIsLittleRoom) {
  const int wide = bar->heightForWidth(1200);
  EXPECT_GT(bar->heightForWidth(260), wide);
  QList<QRect> places;
  bar->resize(260, bar->heightForWidth(260));
  for (const char* name : {"Job", "One", "Add a filter"}) {
    const QToolButton* one = button(name);
    places.append(QRect(one->mapTo(bar.get(), QPoint()), one->size()));
  }
  for (const QRect& place : places) EXPECT_TRUE(bar->rect().contains(place)) << "nothing hangs out of the bar";
}

}  // namespace
}  // namespace vigie::console
