// Where the bars of a bar chart start and end.
#include "console/panels/bar_columns.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

using Ends = std::vector<std::pair<double, double>>;

BarColumns threeColumns() {
  BarColumns columns;
  columns.groups = {QStringLiteral("a")};
  for (const double value : {30.0, -20.0, 50.0}) {
    BarColumn column;
    column.values = {value};
    columns.columns.push_back(column);
  }
  return columns;
}

TEST(BarColumnsTest, StandOnZero) {
  EXPECT_EQ(barEnds(threeColumns(), Stacking::kNone, {true, true, true}).at(0), (Ends{{0, 30}, {0, -20}, {0, 50}}));
}

TEST(BarColumnsTest, StackUpwardsAndDownwardsApart) {
  EXPECT_EQ(barEnds(threeColumns(), Stacking::kNormal, {true, true, true}).at(0), (Ends{{0, 30}, {0, -20}, {30, 80}}));
}

TEST(BarColumnsTest, FillAHundredInPerCent) {
  EXPECT_EQ(barEnds(threeColumns(), Stacking::kPercent, {true, true, true}).at(0), (Ends{{0, 30}, {0, -20}, {30, 80}}));
  const Ends two = barEnds(threeColumns(), Stacking::kPercent, {true, false, true}).at(0);
  EXPECT_DOUBLE_EQ(two[0].second, 37.5);
  EXPECT_DOUBLE_EQ(two[2].second, 100) << "what is left out takes no part";
  EXPECT_TRUE(std::isnan(two[1].second));
}

TEST(BarColumnsTest, LeaveOutWhatIsNoNumber) {
  BarColumns columns = threeColumns();
  columns.columns[0].values = {std::nan("")};
  const Ends ends = barEnds(columns, Stacking::kNormal, {true, true, true}).at(0);
  EXPECT_TRUE(std::isnan(ends[0].second));
  EXPECT_EQ(ends[2], std::pair(0.0, 50.0));
}

TEST(BarColumnsTest, CountTheGroupsThatAreTooMany) {
  DataField name;
  name.name = QStringLiteral("pod");
  name.type = FieldType::kText;
  DataField value;
  value.name = QStringLiteral("Value");
  for (int i = 0; i < 9'000; ++i) {
    name.texts.append(QString::number(i));
    value.numbers.push_back(i);
  }
  PanelData data;
  data.frames.resize(1);
  data.frames[0].fields = {name, value};
  const BarColumns columns = barColumns(PanelModel(), data);
  EXPECT_EQ(columns.groups.size() + static_cast<qsizetype>(columns.leftOut), 9'000);
  EXPECT_GT(columns.leftOut, 0U);
  data.frames[0].fields[0].texts.resize(2'000);
  data.frames[0].fields[1].numbers.resize(2'000);
  EXPECT_EQ(barColumns(PanelModel(), data).groups.size(), 2'000);
  EXPECT_EQ(barColumns(PanelModel(), data).leftOut, 0U);
}

}  // namespace
}  // namespace vigie::console
