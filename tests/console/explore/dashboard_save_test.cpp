// What becomes of dashboards that were changed: saved, followed on disk, in conflict, forgotten and brought back.
#include "console/app/notice_bar.h"
#include "console/app/toast.h"
#include "console/dashboard/edit/grid_editor.h"
#include "console/dashboard/edit/panel_editor.h"
#include "console/panels/panel_menu.h"
#include "tests/console/explore/dashboard_page_fixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QInputDialog>
#include <QMessageBox>
#include <QScrollBar>
#include <QTest>
#include <QTimer>
#include <gtest/gtest.h>

#include <algorithm>

namespace vigie::console {
namespace {

using test::waitFor;

class DashboardSaveTest : public test::DashboardPageTest {};

TEST_F(DashboardSaveTest, SavesOnlyWhatWasChanged) {
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

TEST_F(DashboardSaveTest, OffersToSaveWhereThereIsSomethingToSave) {
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

TEST_F(DashboardSaveTest, WritesAPanelsImageOrSaysWhyNot) {
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

TEST_F(DashboardSaveTest, TellsAConflictAndLeavesTheChoice) {
  pane().setEditing(true);
  pane().removePanel(2);
  const QByteArray theirs = QByteArray(test::kMine).replace("Mine", "Theirs");
  put(theirs);
  pane().save();
  EXPECT_TRUE(pane().notice().isVisible());
  EXPECT_EQ(onDisk(), theirs) << "nothing was overwritten unasked";
  ASSERT_TRUE(pane().notice().choose(QStringLiteral("Overwrite")));
  EXPECT_FALSE(onDisk().contains("\"Two\""));
  EXPECT_FALSE(pane().session().isDirty());
}

TEST_F(DashboardSaveTest, FollowsTheFileAndKeepsTheScroll) {
  ASSERT_TRUE(ready());
  PanelWidget* const kept = panel(2);
  pane().view().verticalScrollBar()->setValue(120);
  put(QByteArray(test::kMine).replace("One", "Another"));
  ASSERT_TRUE(waitFor([this] { return panel(1)->title() == QStringLiteral("Another"); }));
  EXPECT_EQ(pane().view().verticalScrollBar()->value(), 120);
  EXPECT_EQ(panel(2), kept);
}

TEST_F(DashboardSaveTest, KeepsTheLastGoodStateOfAFileThatBreaks) {
  put("{ half");
  ASSERT_TRUE(waitFor([this] { return pane().notice().isVisible(); }));
  EXPECT_TRUE(pane().notice().text().contains(QStringLiteral("no dashboard any more")));
  EXPECT_TRUE(panel(1));
  put(QByteArray(test::kMine).replace("One", "Mended"));
  ASSERT_TRUE(waitFor([this] { return panel(1)->title() == QStringLiteral("Mended"); }));
  EXPECT_FALSE(pane().notice().isVisible());
}

TEST_F(DashboardSaveTest, UnsavedWorkIsNotReloadedAway) {
  pane().setEditing(true);
  pane().removePanel(2);
  put(QByteArray(test::kMine).replace("One", "Theirs"));
  ASSERT_TRUE(waitFor([this] { return pane().notice().isVisible(); }));
  EXPECT_FALSE(panel(2));
  ASSERT_TRUE(pane().notice().choose(QStringLiteral("Reload, drop mine")));
  EXPECT_TRUE(panel(2));
  EXPECT_EQ(panel(1)->title(), QStringLiteral("Theirs"));
}

TEST_F(DashboardSaveTest, BuiltInDashboardsAreSavedAsOnesOwn) {
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

TEST_F(DashboardSaveTest, MovesOnesOwnDashboardToTheTrash) {
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

TEST_F(DashboardSaveTest, UndoBringsUnsavedChangesBackToo) {
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

TEST_F(DashboardSaveTest, DialogsHaveNoColouredIcons) {
  pane().saveAs();
  const auto buttons = pane().findChild<QInputDialog*>()->findChildren<QAbstractButton*>();
  EXPECT_FALSE(buttons.isEmpty());
  for (const QAbstractButton* button : buttons) EXPECT_TRUE(button->icon().isNull()) << button->text().toStdString();
}

TEST_F(DashboardSaveTest, AsksBeforeWorkIsLostAndCanSaveIt) {
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
  put(QByteArray(test::kMine).replace("Mine", "Theirs"));
  answer(QMessageBox::Save);
  EXPECT_FALSE(page->mayClose()) << "a conflict keeps it open";
  EXPECT_TRUE(pane().notice().isVisible());
}

}  // namespace
}  // namespace vigie::console
