// Dashboards as an operator changes them: edited, undone, saved, imported, changed from outside.
#include "console/app/command_registry.h"
#include "console/app/notice_bar.h"
#include "console/app/toast.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/grid_editor.h"
#include "console/dashboard/edit/import_drawer.h"
#include "console/dashboard/edit/panel_editor.h"
#include "console/dashboard/edit/text_content.h"
#include "console/dashboard/empty_dashboard.h"
#include "console/explore/query_row.h"
#include "console/panels/panel_menu.h"
#include "console/panels/panel_widget.h"
#include "tests/support/console_fixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QInputDialog>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollBar>
#include <QTest>
#include <QTimer>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

const QByteArray kDashboard = R"({
  "uid": "mine",
  "title": "Mine",
  "later": 1.0,
  "panels": [
    {"id": 1, "type": "stat", "title": "One", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}, "targets": [{"refId": "A", "expr": "up"}]},
    {"id": 2, "type": "stat", "title": "Two", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8}, "targets": [{"refId": "A", "expr": "down"}]},
    {"id": 3, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 8, "w": 24, "h": 1}},
    {"id": 4, "type": "stat", "title": "Four", "gridPos": {"x": 0, "y": 9, "w": 12, "h": 20}, "targets": [{"refId": "A", "expr": "four"}]}
  ]
}
)";

class DashboardEditTest : public test::ConsoleTest {
 protected:
  DashboardEditTest() { open(kDashboard); }
  void open(const QByteArray& text) {
    page.reset();
    put(text);
    options.dashboardFiles = {path};
    page = std::make_unique<DashboardPage>(context);
    page->resize(1200, 700);
    page->show();
  }
  void put(const QByteArray& text) { test::ConsoleTest::put(QStringLiteral("mine.json"), text); }
  [[nodiscard]] QByteArray onDisk() const {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  DashboardPane& pane() { return *page->currentPane(); }
  GridPosition place(int id) { return placeOf(pane().session().document().panel(id)); }
  PanelWidget* panel(int id) {
    for (PanelWidget* candidate : pane().view().panels()) {
      if (candidate->model().id == id) return candidate;
    }
    return nullptr;
  }
  bool ready() {
    return waitFor([this] { return page->isReady(); });
  }

  QString path = folder.filePath(QStringLiteral("mine.json"));
  std::unique_ptr<DashboardPage> page;
};

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

TEST_F(DashboardEditTest, SavesOnlyWhatWasChanged) {
  pane().setEditing(true);
  pane().changePanel(1);
  auto* form = qobject_cast<PanelEditor*>(Drawer::openOver(page.get()));
  ASSERT_TRUE(form);
  PanelDraft draft = form->draft();
  draft.title = QStringLiteral("Renamed");
  draft.unit = QStringLiteral("bytes");
  form->setDraft(draft);
  form->accept();
  EXPECT_TRUE(pane().session().isDirty());
  EXPECT_TRUE(page->subtitle().contains(QStringLiteral("not saved")));
  pane().save();
  EXPECT_FALSE(pane().session().isDirty());
  EXPECT_TRUE(onDisk().contains("\"Renamed\""));
  EXPECT_TRUE(onDisk().contains("\"later\": 1.0")) << "what the console does not know stays digit for digit";
  EXPECT_TRUE(ready());
  EXPECT_EQ(panel(1)->title(), QStringLiteral("Renamed"));
}

TEST_F(DashboardEditTest, OffersToSaveWhereThereIsSomethingToSave) {
  pane().setEditing(true);
  QAbstractButton* save = nullptr;
  for (auto* button : pane().findChildren<QAbstractButton*>()) {
    if (button->text() == QStringLiteral("Save")) save = button;
  }
  ASSERT_TRUE(save);
  EXPECT_FALSE(save->isEnabled());
  pane().grid()->choose(1);
  QTest::keyClick(pane().grid(), Qt::Key_Right);
  EXPECT_TRUE(save->isEnabled());
  save->click();
  EXPECT_FALSE(save->isEnabled());
  pane().session().undo().undo();
  EXPECT_TRUE(save->isEnabled()) << "the file has the later one";
}

TEST_F(DashboardEditTest, WritesAPanelsImageOrSaysWhyNot) {
  ASSERT_TRUE(ready());
  PanelWidget& one = *panel(1);
  savePanelImage(one);
  auto* dialog = one.findChild<QFileDialog*>();
  ASSERT_TRUE(dialog);
  EXPECT_EQ(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("one.png"));
  Q_EMIT dialog->fileSelected(folder.filePath(QStringLiteral("one.png")));
  EXPECT_EQ(QImage(folder.filePath(QStringLiteral("one.png"))).size(), one.size());
  EXPECT_FALSE(one.findChild<QMessageBox*>());
  Q_EMIT dialog->fileSelected(folder.filePath(QStringLiteral("nowhere/one.png")));
  const auto* told = one.findChild<QMessageBox*>();
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->text().contains(QStringLiteral("could not be written")));
}

TEST_F(DashboardEditTest, TellsAConflictAndLeavesTheChoice) {
  pane().setEditing(true);
  pane().removePanel(2);
  const QByteArray theirs = QByteArray(kDashboard).replace("Mine", "Theirs");
  put(theirs);
  pane().save();
  EXPECT_TRUE(pane().notice().isVisible());
  EXPECT_EQ(onDisk(), theirs) << "nothing was overwritten unasked";
  ASSERT_TRUE(pane().notice().choose(QStringLiteral("Overwrite")));
  EXPECT_FALSE(onDisk().contains("\"Two\""));
  EXPECT_FALSE(pane().session().isDirty());
}

TEST_F(DashboardEditTest, FollowsTheFileAndKeepsTheScroll) {
  ASSERT_TRUE(ready());
  PanelWidget* const kept = panel(2);
  pane().view().verticalScrollBar()->setValue(120);
  put(QByteArray(kDashboard).replace("One", "Another"));
  ASSERT_TRUE(waitFor([this] { return panel(1)->title() == QStringLiteral("Another"); }));
  EXPECT_EQ(pane().view().verticalScrollBar()->value(), 120);
  EXPECT_EQ(panel(2), kept);
}

TEST_F(DashboardEditTest, KeepsTheLastGoodStateOfAFileThatBreaks) {
  put("{ half");
  ASSERT_TRUE(waitFor([this] { return pane().notice().isVisible(); }));
  EXPECT_TRUE(pane().notice().text().contains(QStringLiteral("no dashboard any more")));
  EXPECT_TRUE(panel(1));
  put(QByteArray(kDashboard).replace("One", "Mended"));
  ASSERT_TRUE(waitFor([this] { return panel(1)->title() == QStringLiteral("Mended"); }));
  EXPECT_FALSE(pane().notice().isVisible());
}

TEST_F(DashboardEditTest, UnsavedWorkIsNotReloadedAway) {
  pane().setEditing(true);
  pane().removePanel(2);
  put(QByteArray(kDashboard).replace("One", "Theirs"));
  ASSERT_TRUE(waitFor([this] { return pane().notice().isVisible(); }));
  EXPECT_FALSE(panel(2));
  ASSERT_TRUE(pane().notice().choose(QStringLiteral("Reload, drop mine")));
  EXPECT_TRUE(panel(2));
  EXPECT_EQ(panel(1)->title(), QStringLiteral("Theirs"));
}

TEST_F(DashboardEditTest, BuiltInDashboardsAreSavedAsOnesOwn) {
  ASSERT_TRUE(page->open(QStringLiteral("ai-api")));
  EXPECT_TRUE(pane().session().isReadOnly());
  pane().setEditing(true);
  pane().removePanel(1);
  ASSERT_TRUE(pane().saveAsNamed(QStringLiteral("My API")));
  EXPECT_EQ(page->title(), QStringLiteral("My API"));
  EXPECT_FALSE(pane().session().isReadOnly());
  EXPECT_TRUE(pane().session().path().endsWith(QStringLiteral("/data/vigie/dashboards/my-api.json")));
  EXPECT_NE(page->current(), QStringLiteral("ai-api"));
  ASSERT_TRUE(page->open(QStringLiteral("ai-api"))) << "the original is there still";
  EXPECT_FALSE(pane().session().isDirty());
  const DashboardPage later(context);
  EXPECT_TRUE(std::any_of(later.entries().begin(), later.entries().end(), [](const CatalogueEntry& entry) {
    return entry.title == QStringLiteral("My API") && entry.origin == DashboardOrigin::kOwn;
  })) << "and the next start finds the copy";
}

TEST_F(DashboardEditTest, ImportsWhatIsPastedAndKeepsIt) {
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

TEST_F(DashboardEditTest, MovesOnesOwnDashboardToTheTrash) {
  ASSERT_TRUE(pane().saveAsNamed(QStringLiteral("Short-lived")));
  const QString file = pane().session().path();
  ASSERT_TRUE(QFile::exists(file));
  page->forgetCurrent();
  EXPECT_FALSE(QFile::exists(file));
  EXPECT_NE(page->title(), QStringLiteral("Short-lived"));
  auto* said = Toast::over(*page);
  ASSERT_TRUE(said) << "it went without a word";
  EXPECT_TRUE(said->text().contains(QStringLiteral("Short-lived"))) << said->text().toStdString();
  ASSERT_TRUE(said->choose(QStringLiteral("Undo")));
  EXPECT_TRUE(QFile::exists(file));
  EXPECT_EQ(page->title(), QStringLiteral("Short-lived"));
  page->forgetCurrent();
  EXPECT_FALSE(QFile::exists(file));
  ASSERT_TRUE(page->open(QStringLiteral("mine")));
  page->forgetCurrent();
  EXPECT_TRUE(QFile::exists(path)) << "a file that was only opened is not the console's to remove";
}

TEST_F(DashboardEditTest, UndoBringsUnsavedChangesBackToo) {
  ASSERT_TRUE(pane().saveAsNamed(QStringLiteral("Kept")));
  pane().setEditing(true);
  pane().removePanel(2);
  page->forgetCurrent();
  ASSERT_TRUE(Toast::over(*page) && Toast::over(*page)->choose(QStringLiteral("Undo")));
  EXPECT_TRUE(pane().session().isDirty());
  EXPECT_FALSE(panel(2));
  pane().save();
  EXPECT_FALSE(pane().session().isDirty()) << pane().notice().text().toStdString();
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

TEST_F(DashboardEditTest, DialogsHaveNoColouredIcons) {
  pane().saveAs();
  const auto buttons = pane().findChild<QInputDialog*>()->findChildren<QAbstractButton*>();
  EXPECT_FALSE(buttons.isEmpty());
  for (const QAbstractButton* button : buttons) EXPECT_TRUE(button->icon().isNull()) << button->text().toStdString();
}

TEST_F(DashboardEditTest, AsksBeforeWorkIsLostAndCanSaveIt) {
  EXPECT_TRUE(page->mayClose()) << "nothing is unsaved";
  pane().setEditing(true);
  pane().removePanel(2);
  const auto answer = [](QMessageBox::StandardButton button) {
    QTimer::singleShot(0, [button] {
      auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      ASSERT_TRUE(question);
      question->button(button)->click();
    });
  };
  answer(QMessageBox::Cancel);
  EXPECT_FALSE(page->mayClose());
  answer(QMessageBox::Discard);
  EXPECT_TRUE(page->mayClose());
  EXPECT_TRUE(onDisk().contains("\"Two\""));
  answer(QMessageBox::Save);
  EXPECT_TRUE(page->mayClose());
  EXPECT_FALSE(onDisk().contains("\"Two\""));
  pane().removePanel(1);
  put(QByteArray(kDashboard).replace("Mine", "Theirs"));
  answer(QMessageBox::Save);
  EXPECT_FALSE(page->mayClose()) << "a conflict keeps it open";
  EXPECT_TRUE(pane().notice().isVisible());
}

TEST_F(DashboardEditTest, TakesADroppedFile) {
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

TEST_F(DashboardEditTest, ADroppedLinkToWhatIsHereIsOpened) {
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
