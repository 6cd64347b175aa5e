// How dashboards come to the page: by a link, imported, dropped.
#include "console/dashboard/edit/import_drawer.h"
#include "tests/console/explore/dashboard_page_fixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace vigie::console {
namespace {

using test::waitFor;

class DashboardOpenTest : public test::DashboardPageTest {};

TEST_F(DashboardOpenTest, ALinkOverTheDashboardOpensAnotherOneHere) {
  put(QStringLiteral("other.json"), R"({"uid":"other","title":"Other","tags":["ai"],"panels":[]})");
  put(R"({"uid":"mine","title":"Mine","panels":[],"links":[
      {"type":"link","title":"The other","url":"/d/other/x?from=now-3h&to=now"}]})");
  openFiles({path, folder.filePath(QStringLiteral("other.json"))});
  ASSERT_TRUE(ready());
  QAbstractButton* link = nullptr;
  for (auto* button : pane().view().findChildren<QAbstractButton*>()) {
    if (button->accessibleName() == QStringLiteral("The other")) link = button;
  }
  ASSERT_TRUE(link);
  EXPECT_TRUE(link->isVisible());
  link->click();
  EXPECT_EQ(pane().session().document().uid(), QStringLiteral("other"));
  EXPECT_EQ(range.raw().from, QStringLiteral("now-3h"));
}

TEST_F(DashboardOpenTest, IsComparedByACommandAsWell) {
  ASSERT_TRUE(ready());
  const std::vector<Command> commands = page->commands();
  const auto command = [&commands](const char* id) {
    return std::find_if(commands.begin(), commands.end(),
                        [id](const Command& one) { return one.id == QLatin1String(id); });
  };
  const auto week = command("dashboard.compare-week");
  ASSERT_NE(week, commands.end());
  EXPECT_TRUE(week->isPossible());
  EXPECT_FALSE(command("dashboard.compare-nothing")->isPossible()) << "so it is already";
  week->run();
  EXPECT_EQ(range.compareWith(), CompareWith::kWeekBefore);
  EXPECT_FALSE(week->isPossible());
  command("dashboard.compare-nothing")->run();
  EXPECT_EQ(range.compareWith(), CompareWith::kNothing);
}

TEST_F(DashboardOpenTest, LinksBesideVariablesStayOverThePanels) {
  const std::unique_ptr<QWidget> tools(page->createTools());
  const auto places = [this, &tools](const char* variables) {
    put(QByteArray(R"({"uid":"mine","title":"Mine","panels":[],"templating":{"list":[)") + variables +
        R"(]},"links":[{"type":"link","title":"The other","url":"/d/other"}]})");
    EXPECT_TRUE(waitFor([this, variables] {
      return page->currentView()->variables().variables().empty() == QByteArray(variables).isEmpty() &&
             !page->currentView()->dashboard().links.empty();
    }));
    std::vector<QWidget*> shown;
    for (QWidget* in : {static_cast<QWidget*>(page->currentView()), tools.get()}) {
      for (auto* button : in->findChildren<QAbstractButton*>()) {
        if (button->accessibleName() == QStringLiteral("The other") && button->isVisibleTo(in)) shown.push_back(in);
      }
    }
    return shown;
  };
  const auto beside = places(R"({"type":"custom","name":"env","query":"a,b"})");
  EXPECT_EQ(beside, std::vector<QWidget*>{page->currentView()});
  const auto alone = places("");
  EXPECT_EQ(alone, std::vector<QWidget*>{tools.get()});
}

TEST_F(DashboardOpenTest, ImportsWhatIsPastedAndKeepsIt) {
  ImportDrawer* drawer = page->openImport();
  drawer->take(QStringLiteral("{\"panels\": 1"));
  EXPECT_FALSE(drawer->canImport());
  EXPECT_FALSE(drawer->verdict().isEmpty());
  drawer->take(QStringLiteral(
      R"({"__inputs":[{"name":"DS","type":"datasource"}],"uid":"x","title":"Node","panels":[{"id":1,"type":"stat","datasource":"${DS}"}]})"));
  ASSERT_TRUE(drawer->canImport());
  EXPECT_TRUE(drawer->verdict().contains(QStringLiteral("Node")));
  drawer->accept();
  EXPECT_EQ(page->title(), QStringLiteral("Node"));
  EXPECT_FALSE(pane().session().isDirty());
  EXPECT_TRUE(QFile::exists(folder.filePath(QStringLiteral("data/vigie/dashboards/node.json"))));
  EXPECT_EQ(page->current(), QStringLiteral("x"));
}

TEST_F(DashboardOpenTest, TakesADroppedFile) {
  const QString file = folder.filePath(QStringLiteral("dropped.json"));
  QFile dropped(file);
  ASSERT_TRUE(dropped.open(QIODevice::WriteOnly));
  dropped.write(R"({"title":"Dropped","panels":[]})");
  dropped.close();
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file)});
  QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(page.get(), &enter);
  ASSERT_TRUE(enter.isAccepted());
  QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(page.get(), &drop);
  auto* drawer = qobject_cast<ImportDrawer*>(Drawer::openOver(page.get()));
  ASSERT_TRUE(drawer);
  EXPECT_TRUE(drawer->canImport());
  EXPECT_TRUE(drawer->verdict().contains(QStringLiteral("Dropped")));
}

TEST_F(DashboardOpenTest, ADroppedLinkToWhatIsHereIsOpened) {
  const auto drop = [this](const QString& text) {
    QMimeData data;
    data.setText(text);
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(page.get(), &enter);
    QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(page.get(), &event);
  };
  drop(QStringLiteral("http://grafana.example/d/mine/slug?from=now-2d&to=now&viewPanel=2"));
  EXPECT_FALSE(Drawer::openOver(page.get()));
  EXPECT_EQ(range.raw().from, QStringLiteral("now-2d"));
  EXPECT_EQ(pane().view().viewedPanel(), panel(2));
  drop(QStringLiteral("http://grafana.example/d/another/slug"));
  EXPECT_TRUE(qobject_cast<ImportDrawer*>(Drawer::openOver(page.get()))) << "one that is not here can be imported";
}

}  // namespace
}  // namespace vigie::console
