#include "console/dashboard/offline_memory.h"

#include "tests/support/qt_wait.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace vigie::console {
namespace {

using test::waitFor;

std::string loggedLines;
void logTo(std::string_view line) { loggedLines += line; }

RememberedPanel panelOf(double value, std::size_t samples = 3) {
  auto frame = std::make_shared<Frame>();
  Series series;
  series.labels = {{QStringLiteral("job"), QStringLiteral("ai-api")}};
  for (std::size_t i = 0; i < samples; ++i) {
    series.timesMs.push_back(1'000 * static_cast<qint64>(i));
    series.values.push_back(i == 1 ? std::numeric_limits<double>::quiet_NaN() : value);
  }
  frame->series.push_back(std::move(series));
  frame->notices = {QStringLiteral("a warning")};
  const PromQuery query{QStringLiteral("up"), true, 0, 2'000, 1'000};
  return {QDateTime::currentMSecsSinceEpoch(), {0, 2'000}, {{0, QStringLiteral("up{job=\"$job\"}"), query, frame}}};
}

class OfflineMemoryTest : public testing::Test {
 protected:
  OfflineMemoryTest() {
    loggedLines.clear();
    setLogSink(&logTo);
  }
  ~OfflineMemoryTest() override { setLogSink(nullptr); }

  [[nodiscard]] QString path() const { return folder.filePath(QStringLiteral("panels")); }
  [[nodiscard]] QFileInfoList files() const { return QDir(path()).entryInfoList(QDir::Files); }
  void keepOne(const QString& source, const QString& dashboard, RememberedPanel panel) const {
    OfflineMemory memory(path());
    memory.setSource(source);
    memory.keep(dashboard, QStringLiteral("1"), std::move(panel));
  }
  /// What a new start finds; nothing is an empty map.
  RememberedDashboard found(const QString& source, const QString& dashboard) const {
    RememberedDashboard result;
    OfflineMemory memory(path());
    memory.setSource(source);
    bool called = false;
    QObject context;
    memory.recall(dashboard, &context, [&](const RememberedDashboard& remembered) {
      result = remembered;
      called = true;
    });
    // A later question of the same thread's is answered after it: nothing found calls nobody.
    bool sentinel = false;
    keepOne(QStringLiteral("sentinel"), QStringLiteral("s"), panelOf(0));
    memory.setSource(QStringLiteral("sentinel"));
    memory.recall(QStringLiteral("s"), &context, [&](const RememberedDashboard&) { sentinel = true; });
    EXPECT_TRUE(waitFor([&] { return sentinel; }));
    return result;
  }

  const QString here = QStringLiteral("http://127.0.0.1:9090");
  const QString board = QStringLiteral("ai-api");
  QTemporaryDir folder;
};

TEST_F(OfflineMemoryTest, SurvivesARestart) {
  keepOne(here, board, panelOf(0.7));
  const RememberedDashboard again = found(here, board);
  ASSERT_EQ(again.size(), 1U);
  const RememberedPanel& panel = again.at(QStringLiteral("1"));
  EXPECT_EQ(panel.window, (TimeWindow{0, 2'000}));
  ASSERT_EQ(panel.answers.size(), 1U);
  EXPECT_EQ(panel.answers[0].written, QStringLiteral("up{job=\"$job\"}"));
  EXPECT_EQ(panel.answers[0].query, (PromQuery{QStringLiteral("up"), true, 0, 2'000, 1'000}));
  const Series& series = panel.answers[0].frame->series.at(0);
  EXPECT_EQ(labelValue(series.labels, QStringLiteral("job")), QStringLiteral("ai-api"));
  EXPECT_EQ(series.timesMs, (std::vector<qint64>{0, 1'000, 2'000}));
  EXPECT_EQ(series.values[2], 0.7);
  EXPECT_TRUE(std::isnan(series.values[1]));
  EXPECT_EQ(panel.answers[0].frame->notices, QStringList{QStringLiteral("a warning")});
}

TEST_F(OfflineMemoryTest, KeepsDashboardsAndSourcesApart) {
  keepOne(here, board, panelOf(0.7));
  EXPECT_TRUE(found(QStringLiteral("http://10.0.0.1:9090"), board).empty());
  EXPECT_TRUE(found(here, QStringLiteral("postgresql")).empty());
}

TEST_F(OfflineMemoryTest, LetsNobodyElseRead) {
  keepOne(here, board, panelOf(0.7));
  ASSERT_EQ(files().size(), 1);
  EXPECT_EQ(
      files().first().permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
      QFile::Permissions());
  EXPECT_EQ(QFileInfo(path()).permissions() & (QFile::ReadOther | QFile::ExeOther | QFile::ReadGroup),
            QFile::Permissions());
}

TEST_F(OfflineMemoryTest, IgnoresADamagedFileWithOneLine) {
  keepOne(here, board, panelOf(0.7));
  const QString file = files().first().filePath();
  QFile handle(file);
  ASSERT_TRUE(handle.open(QIODevice::ReadWrite));
  const QByteArray whole = handle.readAll();
  const QByteArray damages[] = {QByteArray(),
                                whole.left(20),
                                whole.left(whole.size() / 2),
                                QByteArray(1'000, 'x'),
                                QByteArray(whole).replace("LAST-2", "LAST-9"),
                                [&] {
                                  QByteArray flipped = whole;
                                  flipped[flipped.size() - 3] = static_cast<char>(flipped[flipped.size() - 3] ^ 1);
                                  return flipped;
                                }()};
  for (const QByteArray& damage : damages) {
    loggedLines.clear();
    handle.resize(0);
    handle.seek(0);
    handle.write(damage);
    handle.flush();
    EXPECT_TRUE(found(here, board).empty());
    EXPECT_EQ(QString::fromStdString(loggedLines).count(QStringLiteral("is not used")), 1) << loggedLines;
  }
}

TEST_F(OfflineMemoryTest, WritesWhatItFoundAgainBesideWhatIsNew) {
  keepOne(here, board, panelOf(0.7));
  {
    OfflineMemory memory(path());
    memory.setSource(here);
    QObject context;
    bool called = false;
    memory.recall(board, &context, [&](const RememberedDashboard&) { called = true; });
    ASSERT_TRUE(waitFor([&] { return called; }));
    memory.keep(board, QStringLiteral("2"), panelOf(0.2));
  }
  EXPECT_EQ(found(here, board).size(), 2U);
}

TEST_F(OfflineMemoryTest, KeepsNoPanelThatIsTooLarge) {
  keepOne(here, board, panelOf(0.7, OfflineMemory::kMaxSamplesAPanel + 1));
  EXPECT_TRUE(files().isEmpty());
}

TEST_F(OfflineMemoryTest, RemovesTheOldestFilesWhenThereAreTooMany) {
  QDir().mkpath(path());
  for (int i = 0; i < 5; ++i) {
    QFile file(path() + QStringLiteral("/%1.last").arg(i));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.resize(OfflineMemory::kMaxBytesInAll / 4);
    file.setFileTime(QDateTime::currentDateTime().addDays(-i - 1), QFileDevice::FileModificationTime);
  }
  keepOne(here, board, panelOf(0.7));
  qint64 total = 0;
  QStringList names;
  for (const QFileInfo& info : files()) {
    total += info.size();
    names.append(info.fileName());
  }
  EXPECT_LE(total, OfflineMemory::kMaxBytesInAll);
  EXPECT_TRUE(names.contains(QStringLiteral("0.last")));
  EXPECT_FALSE(names.contains(QStringLiteral("4.last")));
  EXPECT_EQ(found(here, board).size(), 1U) << "the newest is its own";
}

}  // namespace
}  // namespace vigie::console
