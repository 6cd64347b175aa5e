// The legend as a table, where there is no room for all of its rows.
#include "console/panels/legend_table.h"

#include "console/app/theme.h"

#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class LegendTableTest : public testing::Test {
 protected:
  LegendTableTest() {
    theme.install();
    auto model = std::make_shared<ChartModel>();
    model->legendCalcs = {QStringLiteral("mean")};
    for (int i = 0; i < 5; ++i) {
      ChartLine line;
      line.name = QStringLiteral("line %1").arg(i);
      line.raw = {1.0 * i};
      model->lines.push_back(std::move(line));
    }
    addLegendCells(*model);
    table.setModel(model);
    table.show();
  }
  /// The line whose row a click at `y` picks; nothing: none.
  std::optional<int> clickedAt(int y) {
    QSignalSpy clicks(&table, &LegendTable::clicked);
    QTest::mouseClick(&table, Qt::LeftButton, {}, {20, y});
    return clicks.isEmpty() ? std::nullopt : std::optional(clicks[0][0].toInt());
  }

  Theme theme;
  LegendTable table{theme};
};

TEST_F(LegendTableTest, SaysInItsLastRowHowManyAreLeftOut) {
  const int row = table.contentHeight() / 6;
  table.resize(300, 4 * row);
  EXPECT_EQ(clickedAt(1 * row + 2), 0);
  EXPECT_EQ(clickedAt(2 * row + 2), 1);
  EXPECT_EQ(clickedAt(3 * row + 2), std::nullopt) << "+ 3 more";
}

TEST_F(LegendTableTest, KeepsItsOnlyRowForALine) {
  const int row = table.contentHeight() / 6;
  ASSERT_EQ(table.heightWithin(0), 2 * row);
  table.resize(300, 2 * row);
  EXPECT_EQ(clickedAt(row + 2), 0);
  // How many more there are stands beside the headers.
  const QImage header = table.grab(QRect(0, 0, 150, row)).toImage();
  bool written = false;
  for (int x = 0; x < header.width(); ++x) {
    for (int y = 0; y < header.height(); ++y) written = written || header.pixel(x, y) != header.pixel(0, 0);
  }
  EXPECT_TRUE(written);
}

}  // namespace
}  // namespace vigie::console
