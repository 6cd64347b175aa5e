// The popup under the time range, by keyboard.
#include "console/app/range_picker.h"

#include "console/app/theme.h"
#include "console/dashboard/display_zone.h"
#include "console/dashboard/time_range.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
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

}  // namespace
}  // namespace vigie::console
