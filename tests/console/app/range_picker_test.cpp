// The popup under the time range, by keyboard.
#include "console/app/range_picker.h"

#include "console/app/range_calendar.h"
#include "console/app/theme.h"
#include "console/dashboard/display_zone.h"
#include "console/dashboard/time_range.h"

#include <QCalendarWidget>
#include <QComboBox>
#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class RangePickerTest : public testing::Test {
 protected:
  RangePickerTest() {
    theme.install();
    anchor.resize(300, 40);
    anchor.show();
    range.choose({QStringLiteral("now-1h"), QStringLiteral("now")});
    picker.openBelow(anchor, {{{QStringLiteral("now-8h"), QStringLiteral("now")}, QStringLiteral("One shift")}});
  }
  ~RangePickerTest() override { setDisplayZone(QTimeZone::systemTimeZone()); }

  QLineEdit* field(const char* name) {
    for (QLineEdit* edit : picker.findChildren<QLineEdit*>()) {
      if (edit->accessibleName() == QLatin1String(name)) return edit;
    }
    return nullptr;
  }
  QListWidget* list(const char* name) {
    for (QListWidget* one : picker.findChildren<QListWidget*>()) {
      if (one->accessibleName() == QLatin1String(name)) return one;
    }
    return nullptr;
  }
  void type(const char* name, const char* text) {
    QLineEdit* edit = field(name);
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromLatin1(text));
  }
  QString problem() {
    for (QLabel* label : picker.findChildren<QLabel*>()) {
      if (label->property("role").toString() == QStringLiteral("critical") && label->isVisible()) return label->text();
    }
    return {};
  }

  Theme theme;
  TimeRange range;
  QWidget anchor;
  RangePicker picker{theme, range, &anchor};
};

TEST_F(RangePickerTest, TakesWhatIsTypedOnEnter) {
  EXPECT_EQ(field("From")->text(), QStringLiteral("now-1h"));
  type("From", "now-6h");
  type("To", "now-3h");
  QTest::keyClick(field("To"), Qt::Key_Return);
  EXPECT_EQ(range.raw(), (RawRange{QStringLiteral("now-6h"), QStringLiteral("now-3h")}));
  EXPECT_FALSE(picker.isVisible());
}

TEST_F(RangePickerTest, TakesASpanInTheFirstField) {
  type("From", "13h");
  EXPECT_TRUE(problem().isEmpty());
  QTest::keyClick(field("From"), Qt::Key_Return);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-13h"));
}

TEST_F(RangePickerTest, SaysWhatIsWrongAndKeepsTheRange) {
  type("From", "now-6x");
  EXPECT_TRUE(problem().contains(QStringLiteral("no unit of time"))) << problem().toStdString();
  QTest::keyClick(field("From"), Qt::Key_Return);
  EXPECT_TRUE(picker.isVisible()) << "it waits for something better";
  EXPECT_EQ(range.raw().from, QStringLiteral("now-1h"));
  QTest::keyClick(field("From"), Qt::Key_Escape);
  EXPECT_FALSE(picker.isVisible());
  EXPECT_EQ(range.raw().from, QStringLiteral("now-1h"));
}

TEST_F(RangePickerTest, FindsAQuickRange) {
  EXPECT_EQ(list("Quick ranges")->item(0)->text(), QStringLiteral("One shift")) << "the dashboard's own first";
  QLineEdit* search = field("Search quick ranges");
  QTest::keyClicks(search, QStringLiteral("yester"));
  QTest::keyClick(search, Qt::Key_Return);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-1d/d"));
}

TEST_F(RangePickerTest, OffersWhatWasChosenBefore) {
  range.choose({QStringLiteral("now-3h"), QStringLiteral("now")});
  picker.openBelow(anchor, {});
  ASSERT_EQ(list("Recently chosen")->count(), 2);
  Q_EMIT list("Recently chosen")->itemActivated(list("Recently chosen")->item(1));
  EXPECT_EQ(range.raw().from, QStringLiteral("now-1h"));
}

TEST_F(RangePickerTest, SwitchesTheZone) {
  auto* zone = picker.findChild<QComboBox*>();
  ASSERT_NE(zone, nullptr);
  range.zoomTo({1'700'000'000'000, 1'700'003'600'000});
  zone->setCurrentIndex(1);
  Q_EMIT zone->activated(1);
  EXPECT_EQ(range.rules().zone, QTimeZone::utc());
  EXPECT_EQ(field("From")->text(), QStringLiteral("2023-11-14 22:13:20"));
  EXPECT_EQ(displayZone(), QTimeZone::utc());
}

TEST_F(RangePickerTest, PicksDaysByKeyboard) {
  range.setZone(QTimeZone::utc());
  range.choose({QStringLiteral("2026-01-14 10:00:00"), QStringLiteral("2026-01-15 12:00:00")});
  picker.openBelow(anchor, {});
  auto* calendar = picker.findChild<RangeCalendar*>();
  EXPECT_FALSE(calendar->isVisible()) << "it is there when it is wanted";
  const int narrow = picker.width();
  QTest::keyClick(field("From"), Qt::Key_Down, Qt::AltModifier);
  ASSERT_TRUE(calendar->isVisible());
  EXPECT_GT(picker.width(), narrow);
  EXPECT_EQ(calendar->from(), QDate(2026, 1, 14));
  EXPECT_EQ(calendar->to(), QDate(2026, 1, 15));
  QWidget* days = calendar->focusProxy();
  QTest::keyClick(days, Qt::Key_Left);
  QTest::keyClick(days, Qt::Key_Return);
  EXPECT_EQ(field("From")->text(), QStringLiteral("2026-01-13 00:00:00"));
  EXPECT_EQ(field("To")->text(), QStringLiteral("2026-01-13 23:59:59"));
  QTest::keyClick(days, Qt::Key_Down);
  QTest::keyClick(days, Qt::Key_Space);
  EXPECT_EQ(field("To")->text(), QStringLiteral("2026-01-20 23:59:59")) << "the second is the end";
  EXPECT_TRUE(picker.isVisible());
  QTest::keyClick(field("To"), Qt::Key_Return);
  const TimeWindow window = range.windowAt(0);
  EXPECT_EQ(window.fromMs, QDateTime(QDate(2026, 1, 13), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch());
  EXPECT_EQ(window.toMs / 1000, QDateTime(QDate(2026, 1, 20), QTime(23, 59, 59), Qt::UTC).toSecsSinceEpoch());
}

TEST_F(RangePickerTest, CountsDaysInTheZoneThatIsShown) {
  // 23:30 in UTC is the next day in Tokyo.
  range.setZone(QTimeZone("Asia/Tokyo"));
  const qint64 late = QDateTime(QDate(2026, 1, 14), QTime(23, 30), Qt::UTC).toMSecsSinceEpoch();
  range.choose({QString::number(late), QString::number(late + 60'000)});
  picker.openBelow(anchor, {});
  QTest::keyClick(field("To"), Qt::Key_Down, Qt::AltModifier);
  auto* calendar = picker.findChild<RangeCalendar*>();
  EXPECT_EQ(calendar->from(), QDate(2026, 1, 15));
  QTest::keyClick(calendar->focusProxy(), Qt::Key_Right);
  QTest::keyClick(calendar->focusProxy(), Qt::Key_Return);
  EXPECT_EQ(calendar->from(), QDate(2026, 1, 15)) << "opened at the end, the first day is the end";
  QTest::keyClick(field("To"), Qt::Key_Return);
  EXPECT_EQ(range.windowAt(0).fromMs,
            QDateTime(QDate(2026, 1, 15), QTime(0, 0), QTimeZone("Asia/Tokyo")).toMSecsSinceEpoch());
}

TEST_F(RangePickerTest, TakesAnEndBeforeTheBeginningForTheBeginning) {
  RangeCalendar calendar(theme);
  calendar.mark(QDate(2026, 3, 10), QDate(2026, 3, 12), QDate(2026, 3, 15));
  calendar.begin(true);
  calendar.show();
  QTest::keyClick(calendar.focusProxy(), Qt::Key_Up);
  QTest::keyClick(calendar.focusProxy(), Qt::Key_Return);
  EXPECT_EQ(calendar.from(), QDate(2026, 3, 5));
  EXPECT_EQ(calendar.to(), QDate(2026, 3, 10));
}

TEST_F(RangePickerTest, EscapeInTheCalendarClosesAndKeepsTheRange) {
  QTest::keyClick(field("From"), Qt::Key_Down, Qt::AltModifier);
  auto* calendar = picker.findChild<RangeCalendar*>();
  QTest::keyClick(calendar->focusProxy(), Qt::Key_Return);
  QTest::keyClick(calendar->focusProxy(), Qt::Key_Escape);
  EXPECT_FALSE(picker.isVisible());
  EXPECT_EQ(range.raw().from, QStringLiteral("now-1h"));
}

TEST_F(RangePickerTest, BeginsTheWeekWhereTheReaderDoes) {
  RangeCalendar calendar(theme);
  calendar.setFirstDayOfWeek(Qt::Monday);
  EXPECT_EQ(calendar.findChild<QCalendarWidget*>()->firstDayOfWeek(), Qt::Monday);
  calendar.setFirstDayOfWeek(Qt::Sunday);
  EXPECT_EQ(calendar.findChild<QCalendarWidget*>()->firstDayOfWeek(), Qt::Sunday);
}

TEST_F(RangePickerTest, ShowsAllSevenDaysOfTheWeek) {
  QTest::keyClick(field("From"), Qt::Key_Down, Qt::AltModifier);
  auto* calendar = picker.findChild<RangeCalendar*>();
  auto* days = calendar->findChild<QTableView*>();
  ASSERT_TRUE(days);
  ASSERT_EQ(days->model()->columnCount(), 7);
  EXPECT_LE(days->columnViewportPosition(6) + days->columnWidth(6), days->viewport()->width());
  for (int i = 0; i < 7; ++i) QTest::keyClick(days, Qt::Key_Right);
  EXPECT_EQ(days->horizontalScrollBar()->value(), 0) << "the first day went out of sight";
}

TEST_F(RangePickerTest, MarksADayWithoutTheViewsOwnSquare) {
  RangeCalendar calendar(theme);
  calendar.mark(QDate(2026, 3, 10), QDate(2026, 3, 12), QDate(2026, 3, 15));
  calendar.begin(true);
  calendar.show();
  auto* days = calendar.findChild<QTableView*>();
  const QRect cell = days->visualRect(days->currentIndex());
  const QImage picture = days->viewport()->grab().toImage();
  EXPECT_EQ(picture.pixelColor(cell.left() + 2, cell.top()), theme.tokens().raised);
}

}  // namespace
}  // namespace vigie::console
