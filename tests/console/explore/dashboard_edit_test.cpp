// Dashboards as an operator changes them: panels moved, resized, added, changed, removed, undone.
#include "console/app/command_registry.h"
#include "console/app/notice_bar.h"
#include "console/dashboard/edit/grid_editor.h"
#include "console/dashboard/edit/panel_editor.h"
#include "console/dashboard/edit/text_content.h"
#include "console/dashboard/empty_dashboard.h"
#include "console/explore/query_row.h"
#include "tests/console/explore/dashboard_page_fixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

class DashboardEditTest : public test::DashboardPageTest {};

TEST_F(DashboardEditTest, MovesAPanelByKeyboardAndUndoesIt) {
  pane().setEditing(true);
  GridEditor* grid = pane().grid();
  ASSERT_TRUE(grid);
  grid->choose(1);
  QTest::keyClick(grid, Qt::Key_Right);
  EXPECT_EQ(place(1), (GridPosition{1, 0, 12, 8}));
  EXPECT_EQ(place(2), (GridPosition{12, 8, 12, 8})) << "the other gave way";
  EXPECT_EQ(place(3).y, 16) << "and the row went down with it";
  EXPECT_EQ(place(4).y, 17);
  EXPECT_EQ(panel(1)->x(), panel(1)->geometry().x());
  pane().session().undo().undo();
  EXPECT_EQ(place(1), (GridPosition{0, 0, 12, 8}));
  EXPECT_FALSE(pane().session().isDirty());
}

TEST_F(DashboardEditTest, TheKeyboardGoesOnWhereAPanelWasRemoved) {
  pane().setEditing(true);
  GridEditor* grid = pane().grid();
  grid->choose(1);
  QTest::keyClick(grid, Qt::Key_Delete);
  EXPECT_EQ(panel(1), nullptr);
  EXPECT_EQ(grid->chosen(), 2) << "the one after it";
  pane().session().undo().undo();
  EXPECT_EQ(grid->chosen(), 1) << "what came back";
  grid->choose(4);
  QTest::keyClick(grid, Qt::Key_Delete);
  EXPECT_EQ(grid->chosen(), 2) << "the last one's place is the one before";
  QTest::keyClick(grid, Qt::Key_Delete);
  QTest::keyClick(grid, Qt::Key_Delete);
  EXPECT_EQ(grid->chosen(), 0) << "none is left";
}

TEST_F(DashboardEditTest, MovesAndResizesByMouse) {
  pane().setEditing(true);
  GridEditor* grid = pane().grid();
  const QRect before = panel(1)->geometry();
  const auto cell = pane().view().gridCell();
  const QPoint corner = before.bottomRight() - QPoint(6, 6);
  QTest::mousePress(grid, Qt::LeftButton, {}, corner);
  QTest::mouseMove(grid, corner + QPoint(0, static_cast<int>(3 * cell.height())));
  QTest::mouseRelease(grid, Qt::LeftButton, {}, corner + QPoint(0, static_cast<int>(3 * cell.height())));
  EXPECT_EQ(place(1), (GridPosition{0, 0, 12, 11}));
  const QPoint middle = panel(1)->geometry().center();
  QTest::mousePress(grid, Qt::LeftButton, {}, middle);
  QTest::mouseMove(grid, middle + QPoint(static_cast<int>(12 * cell.width()), 0));
  QTest::mouseRelease(grid, Qt::LeftButton, {}, middle + QPoint(static_cast<int>(12 * cell.width()), 0));
  EXPECT_EQ(place(1).x, 12);
  EXPECT_EQ(pane().session().undo().count(), 2);
}

TEST_F(DashboardEditTest, PanelsThatAreNotChangedKeepWhatTheyShow) {
  ASSERT_TRUE(ready());
  PanelWidget* const other = panel(2);
  pane().setEditing(true);
  pane().copyPanel(1);
  EXPECT_EQ(panel(2), other);
  EXPECT_TRUE(panel(2)->data());
  pane().removePanel(1);
  EXPECT_FALSE(panel(1));
  EXPECT_EQ(panel(2), other);
}

TEST_F(DashboardEditTest, ANewPanelThatIsNotAppliedGoesAgain) {
  page->addPanel(newPanel({}), {});
  pane().session().undo().clear();
  const auto count = pane().session().model()->panels.size();
  pane().beginPanel();
  auto* form = Drawer::openOver(page.get());
  ASSERT_TRUE(form);
  EXPECT_EQ(pane().session().model()->panels.size(), count + 1);
  QTest::keyClick(form, Qt::Key_Escape);
  EXPECT_EQ(pane().session().model()->panels.size(), count);
  pane().beginPanel();
  qobject_cast<PanelEditor*>(Drawer::openOver(page.get()))->accept();
  EXPECT_EQ(pane().session().model()->panels.size(), count + 1) << "applied, it stays";
}

TEST_F(DashboardEditTest, ADashboardWithoutPanelsSaysHowToGetOne) {
  open(R"({"uid": "mine", "title": "Bare", "panels": []})");
  auto* empty = pane().findChild<EmptyDashboard*>();
  ASSERT_TRUE(empty && empty->isVisible());
  empty->findChild<QAbstractButton*>()->click();
  EXPECT_TRUE(Drawer::openOver(page.get()));
  EXPECT_FALSE(empty->isVisible());
  pane().session().undo().undo();
  EXPECT_TRUE(empty->isVisible());
}

TEST_F(DashboardEditTest, KeysLookIntoThePanelWithTheFocus) {
  ASSERT_TRUE(ready());
  QApplication::setActiveWindow(page.get());
  panel(2)->findChild<QAbstractButton*>()->setFocus();
  std::vector<QueryDraft> explored;
  QObject::connect(page.get(), &DashboardPage::exploreRequested, page.get(),
                   [&explored](const std::vector<QueryDraft>& queries) { explored = queries; });
  CommandRegistry keys(*page);
  for (Command& command : page->commands()) keys.add(std::move(command));
  QTest::keyClick(page.get(), Qt::Key_X);
  ASSERT_EQ(explored.size(), 1U);
  EXPECT_EQ(explored[0].expr, QStringLiteral("down"));
  QTest::keyClick(page.get(), Qt::Key_E);
  EXPECT_TRUE(Drawer::openOver(page.get()));
}

TEST_F(DashboardEditTest, TakesAPanelFromExplore) {
  PanelDraft draft;
  draft.title = QStringLiteral("From Explore");
  QueryDraft query;
  query.refId = QStringLiteral("A");
  query.expr = QStringLiteral("up");
  draft.queries = {query};
  page->addPanel(newPanel(draft), QStringLiteral("mine"));
  EXPECT_TRUE(pane().isEditing());
  EXPECT_EQ(panel(5)->title(), QStringLiteral("From Explore"));
  page->addPanel(newPanel(draft), {});
  EXPECT_EQ(page->title(), QStringLiteral("New dashboard"));
  EXPECT_TRUE(pane().session().isDirty());
  EXPECT_EQ(pane().view().panels().size(), 1U);
}

TEST_F(DashboardEditTest, MovesAPanelFromRowToRowByKeyboard) {
  pane().setEditing(true);
  GridEditor* grid = pane().grid();
  grid->choose(1);
  QTest::keyClick(grid, Qt::Key_Down);
  EXPECT_EQ(place(3).y, 8) << "two stays above the row";
  EXPECT_EQ(place(1), (GridPosition{0, 9, 12, 8})) << "at the top of the row below";
  EXPECT_EQ(place(4).y, 17) << "what was there gave way";
  EXPECT_EQ(grid->chosen(), 1);
  QTest::keyClick(grid, Qt::Key_Up);
  EXPECT_EQ(place(1), (GridPosition{0, 0, 12, 8})) << "and back, up into the room there is";
  EXPECT_EQ(place(3).y, 8);
  pane().session().undo().undo();
  pane().session().undo().undo();
  EXPECT_FALSE(pane().session().isDirty());
  EXPECT_EQ(place(1), (GridPosition{0, 0, 12, 8}));
}

TEST_F(DashboardEditTest, DragsAPanelIntoAnotherRow) {
  pane().setEditing(true);
  GridEditor* grid = pane().grid();
  const QPoint from = panel(2)->geometry().center();
  const QPoint to(from.x(), panel(4)->geometry().top() + 200);
  QTest::mousePress(grid, Qt::LeftButton, {}, from);
  QTest::mouseMove(grid, to);
  EXPECT_GT(panel(2)->y(), panel(1)->geometry().bottom()) << "it is shown there while it is dragged";
  QTest::mouseMove(grid, from);
  EXPECT_EQ(panel(2)->geometry().center().y(), from.y()) << "and going back undoes it";
  QTest::mouseMove(grid, to);
  QTest::mouseRelease(grid, Qt::LeftButton, {}, to);
  EXPECT_GT(place(2).y, place(3).y);
  EXPECT_EQ(place(4).y, 9) << "beside the other one, which has room to stay";
  const auto sections = pane().view().gridSections();
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections[0].panels.size(), 1U);
  EXPECT_EQ(sections[1].panels.size(), 2U);
  EXPECT_EQ(pane().session().undo().count(), 1);
}

TEST_F(DashboardEditTest, EditsADashboardOfLegacyRows) {
  open(R"({
  "uid": "mine",
  "title": "Old",
  "rows": [
    {"title": "A", "showTitle": true, "panels": [{"id": 1, "type": "graph", "span": 12, "title": "One", "later": 1.0}]},
    {"title": "B", "showTitle": true, "panels": [{"id": 2, "type": "graph", "span": 12, "title": "Two"}]}
  ]
})");
  ASSERT_TRUE(panel(1));
  const QByteArray before = onDisk();
  pane().setEditing(true);
  ASSERT_TRUE(pane().isEditing()) << pane().notice().text().toStdString();
  EXPECT_FALSE(pane().session().isDirty());
  EXPECT_EQ(onDisk(), before) << "looking at it changes nothing";
  pane().grid()->choose(1);
  QTest::keyClick(pane().grid(), Qt::Key_Down);
  pane().save();
  const auto saved = parseDashboard(onDisk());
  ASSERT_TRUE(saved);
  EXPECT_FALSE(onDisk().contains("\"rows\""));
  EXPECT_TRUE(onDisk().contains("1.0")) << "unknown keys stay";
  ASSERT_EQ(saved->panels.size(), 4U);
  EXPECT_EQ(saved->panels[1].title, QStringLiteral("B")) << "A is empty now, its panel is the first of B";
  EXPECT_EQ(saved->panels[2].title, QStringLiteral("One"));
}

TEST_F(DashboardEditTest, WritesTheTextOfATextPanel) {
  open(R"({"uid":"mine","title":"T","panels":[
    {"id":1,"type":"text","title":"Notes","options":{"mode":"markdown","content":"old","kept":1.0}}]})");
  pane().changePanel(1);
  auto* form = qobject_cast<PanelEditor*>(Drawer::openOver(page.get()));
  ASSERT_TRUE(form);
  auto* text = form->findChild<TextContent*>();
  ASSERT_TRUE(text);
  ASSERT_TRUE(waitFor([text] { return text->isVisible(); }));
  EXPECT_EQ(text->text(), (TextDraft{QStringLiteral("markdown"), QStringLiteral("old")}));
  EXPECT_FALSE(form->findChild<QueryRow*>()) << "text has no queries";
  text->set({QStringLiteral("html"), QStringLiteral("<b>new</b>")});
  form->accept();
  const OrderedJson said = pane().session().document().panel(1).at("options");
  EXPECT_EQ(said.at("mode").toText(), QStringLiteral("html"));
  EXPECT_EQ(said.at("content").toText(), QStringLiteral("<b>new</b>"));
  EXPECT_TRUE(pane().session().document().text().contains("\"kept\": 1.0"));
}

}  // namespace
}  // namespace vigie::console
