#include "console/dashboard/edit/dashboard_files.h"

#include "tests/support/qt_wait.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

class DashboardFilesTest : public testing::Test {
 protected:
  QString path(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }
  static void put(const QString& path, const QByteArray& text) {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
  }
  static void replace(const QString& path, const QByteArray& text) {
    QSaveFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    ASSERT_TRUE(file.commit());
  }
  QTemporaryDir folder;
};

TEST_F(DashboardFilesTest, WritesOverWhatItKnowsAndRefusesWhatItDoesNot) {
  const QString file = path("a.json");
  put(file, "one");
  const QByteArray known = "one";
  ASSERT_TRUE(writeDashboardFile(file, "two", &known));
  const auto again = writeDashboardFile(file, "three", &known);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(*readDashboardFile(file), "two") << "a refused save changes nothing";
  EXPECT_TRUE(writeDashboardFile(file, "three", nullptr));
}

TEST_F(DashboardFilesTest, AFileThatIsGoneIsAConflictToo) {
  const QByteArray known = "one";
  const auto saved = writeDashboardFile(path("gone.json"), "two", &known);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::kConflict);
}

TEST_F(DashboardFilesTest, SaysWhatStoodInTheWay) {
  const auto saved = writeDashboardFile(QStringLiteral("/proc/none/a.json"), "x", nullptr);
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().message.find("could not be written"), std::string::npos);
  EXPECT_FALSE(readDashboardFile(path("none.json")));
}

TEST_F(DashboardFilesTest, KeepsALinkALink) {
  put(path("target.json"), "one");
  ASSERT_TRUE(QFile::link(path("target.json"), path("link.json")));
  ASSERT_TRUE(writeDashboardFile(path("link.json"), "two", nullptr));
  EXPECT_TRUE(QFileInfo(path("link.json")).isSymLink());
  EXPECT_EQ(*readDashboardFile(path("target.json")), "two");
}

TEST_F(DashboardFilesTest, FindsANameThatIsFree) {
  EXPECT_EQ(freeDashboardPath(folder.path(), QStringLiteral("Été à Nîmes !")), path("ete-a-nimes.json"));
  put(path("x.json"), "");
  EXPECT_EQ(freeDashboardPath(folder.path(), QStringLiteral("X")), path("x-2.json"));
}

TEST_F(DashboardFilesTest, TellsOfAFileThatIsWrittenOrReplaced) {
  const QString file = path("a.json");
  put(file, "one");
  FileWatch watch;
  QList<QByteArray> seen;
  QObject::connect(&watch, &FileWatch::contentChanged, &watch, [&seen](const QByteArray& text) { seen.append(text); });
  watch.watch(file, "one");
  put(file, "two");
  ASSERT_TRUE(waitFor([&seen] { return seen.size() == 1; }));
  replace(file, "three");
  ASSERT_TRUE(waitFor([&seen] { return seen.size() == 2; }));
  replace(file, "four");
  ASSERT_TRUE(waitFor([&seen] { return seen.size() == 3; })) << "also the second time it is replaced";
  EXPECT_EQ(seen, (QList<QByteArray>{"two", "three", "four"}));
}

TEST_F(DashboardFilesTest, IsQuietAboutOurOwnSaves) {
  const QString file = path("a.json");
  put(file, "one");
  FileWatch watch;
  QList<QByteArray> seen;
  QObject::connect(&watch, &FileWatch::contentChanged, &watch, [&seen](const QByteArray& text) { seen.append(text); });
  watch.watch(file, "one");
  watch.expect("ours");
  replace(file, "ours");
  put(path("other.json"), "beside it");
  replace(file, "theirs");
  ASSERT_TRUE(waitFor([&seen] { return !seen.isEmpty(); }));
  EXPECT_EQ(seen, QList<QByteArray>{"theirs"});
}

TEST_F(DashboardFilesTest, SeesAFileGoAndComeBack) {
  const QString file = path("a.json");
  put(file, "one");
  FileWatch watch;
  QList<QByteArray> seen;
  QObject::connect(&watch, &FileWatch::contentChanged, &watch, [&seen](const QByteArray& text) { seen.append(text); });
  watch.watch(file, "one");
  ASSERT_TRUE(QFile::remove(file));
  put(path("beside.json"), "added beside it");
  put(file, "two");
  ASSERT_TRUE(waitFor([&seen] { return !seen.isEmpty(); })) << "removed and made anew";
  EXPECT_EQ(seen, QList<QByteArray>{"two"});
  seen.clear();
  // Renamed away, as an editor makes its backup, and another one renamed to its name.
  ASSERT_TRUE(QFile::rename(file, path("a.json~")));
  put(path("next"), "three");
  ASSERT_TRUE(QFile::rename(path("next"), file));
  ASSERT_TRUE(waitFor([&seen] { return !seen.isEmpty(); }));
  EXPECT_EQ(seen, QList<QByteArray>{"three"});
  seen.clear();
  put(file, "four");
  ASSERT_TRUE(waitFor([&seen] { return !seen.isEmpty(); })) << "and it is watched still";
  EXPECT_EQ(seen, QList<QByteArray>{"four"});
}

TEST_F(DashboardFilesTest, NoLongerTellsOfAFileItLeft) {
  const QString first = path("first.json");
  const QString second = path("second.json");
  put(first, "1");
  put(second, "2");
  FileWatch watch;
  QList<QByteArray> seen;
  QObject::connect(&watch, &FileWatch::contentChanged, &watch, [&seen](const QByteArray& text) { seen.append(text); });
  watch.watch(first, "1");
  watch.watch(second, "2");
  put(first, "changed");
  put(second, "changed too");
  ASSERT_TRUE(waitFor([&seen] { return !seen.isEmpty(); }));
  EXPECT_EQ(seen, QList<QByteArray>{"changed too"});
}

}  // namespace
}  // namespace vigie::console
