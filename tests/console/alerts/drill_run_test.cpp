#include "console/alerts/drill_run.h"

#include "console/alerts/drill_drawer.h"
#include "console/app/theme.h"
#include "tests/support/qt_wait.h"

#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

/// A vigie-stack that does what a script says; it refuses what the real one does not know.
class DrillRunTest : public testing::Test {
 protected:
  QString program(const QByteArray& script) {
    const QString path = folder.filePath(QStringLiteral("vigie-stack"));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(
        "#!/bin/bash\n[ \"$1 $3 $4\" = 'drill --events --output' ] || { echo 'vigie-stack: no' >&2; exit 1; }\n" +
        script);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
  }
  static QPushButton* button(QWidget& where, const QString& text) {
    for (QPushButton* one : where.findChildren<QPushButton*>()) {
      if (one->text() == text) return one;
    }
    return nullptr;
  }
  static QString shown(QWidget& where) {
    QStringList texts;
    for (const QLabel* label : where.findChildren<QLabel*>()) {
      if (label->isVisible()) texts.append(label->text());
    }
    return texts.join(QLatin1Char('\n'));
  }

  QTemporaryDir folder;
  Theme theme;
};

constexpr const char* kLeg = R"(echo '{"leg":{"leg":"fault","seconds":0,"in_time":true}}')";

TEST_F(DrillRunTest, FollowsTheLegsToTheReport) {
  DrillRun run(program(QByteArray(kLeg) + R"(
echo '{"leg":{"leg":"metric moved","seconds":4.2,"in_time":true}}'
echo '{"report":{"drill":"service-down","passed":true,"started_at":"2026-01-01T10:00:00.000Z","legs":[]}}'
echo '# Drill' > "$5/20260101T100000Z-service-down.md"
[ "$GRAFANA_TOKEN" = canary ] || exit 9
)"),
               folder.path());
  run.start(QStringLiteral("service-down"), {}, "canary");
  ASSERT_TRUE(waitFor([&] { return !run.isRunning() && !run.report().isEmpty(); }));
  EXPECT_EQ(run.legs().size(), 2);
  EXPECT_TRUE(run.report().value(QLatin1String("passed")).toBool());
  EXPECT_TRUE(run.reportFile().endsWith(QStringLiteral("20260101T100000Z-service-down.md")));
}

TEST_F(DrillRunTest, SaysWhyADrillCouldNotBegin) {
  DrillRun run(program("echo 'vigie-stack: no stack is running; start one with ./vigie run' >&2; exit 3\n"),
               folder.path());
  run.start(QStringLiteral("service-down"), {}, {});
  ASSERT_TRUE(waitFor([&] { return !run.failure().isEmpty(); }));
  EXPECT_EQ(run.failure(), QStringLiteral("no stack is running; start one with ./vigie run"));
  DrillRun missing(folder.filePath(QStringLiteral("nothing")), folder.path());
  missing.start(QStringLiteral("service-down"), {}, {});
  ASSERT_TRUE(waitFor([&] { return !missing.failure().isEmpty(); }));
}

TEST_F(DrillRunTest, AsksForConsentShowsProgressAndCancels) {
  theme.install();
  // Ends as the real one does at SIGTERM: it cleans up, and reports.
  DrillRun run(program(QByteArray("trap 'echo '\"'\"'{\"report\":{\"drill\":\"service-down\",\"passed\":false,"
                                  "\"error\":\"interrupted\"}}'\"'\"'; exit 1' TERM\n") +
                       kLeg + "\nwhile true; do sleep 0.05; done\n"),
               folder.path());
  QWidget host;
  host.resize(1200, 800);
  host.show();
  QStringList started;
  auto* drawer = new DrillDrawer(
      theme, run, true,
      [&](const QString& name, bool quick) {
        started << name << (quick ? QStringLiteral("quick") : QStringLiteral("real"));
        run.start(name, {}, {});
      },
      &host);
  QPushButton* begin = button(*drawer, DrillDrawer::tr("Start the drill"));
  ASSERT_NE(begin, nullptr);
  EXPECT_FALSE(begin->isEnabled()) << "nothing is broken without a word of consent";
  for (QCheckBox* box : drawer->findChildren<QCheckBox*>()) box->setChecked(true);
  EXPECT_TRUE(begin->isEnabled());
  begin->click();
  EXPECT_EQ(started, QStringList({QStringLiteral("service-down"), QStringLiteral("quick")}));
  ASSERT_TRUE(waitFor([&] { return run.legs().size() == 1; }));
  EXPECT_TRUE(shown(*drawer).contains(legWords(QStringLiteral("metric moved"))));
  // Closed and opened again it shows the same drill.
  drawer->dismiss();
  auto* again = new DrillDrawer(
      theme, run, true, [](const QString&, bool) {}, &host);
  QPushButton* cancel = button(*again, DrillDrawer::tr("Cancel the drill"));
  ASSERT_TRUE(cancel->isVisible());
  cancel->click();
  ASSERT_TRUE(waitFor([&] { return !run.isRunning(); }));
  EXPECT_TRUE(waitFor([&] { return shown(*again).contains(DrillDrawer::tr("Cancelled; everything is mended")); }));
}

}  // namespace
}  // namespace vigie::console
