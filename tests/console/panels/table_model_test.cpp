// The cells and the footer of a table panel.
#include "console/panels/table_model.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

class TableModelTest : public testing::Test {
 protected:
  void show(const char* overrides, const char* options = "{}") {
    const QByteArray json =
        QByteArray(
            R"({"type":"table","targets":[{"refId":"A","expr":"x","instant":true,"format":"table"}],"options":)") +
        options + R"(,"fieldConfig":{"defaults":{"min":0,"max":4,"thresholds":{"mode":"absolute","steps":[
        {"color":"green","value":null},{"color":"red","value":3}]},"color":{"mode":"thresholds"}},"overrides":)" +
        overrides + "}}";
    panel = readPanel(QJsonDocument::fromJson(json).object());
    auto frame = std::make_shared<Frame>();
    frame->series = {{{{q("job"), q("a")}}, {1000}, {1}}, {{{q("job"), q("b")}}, {1000}, {3}}};
    auto data = std::make_shared<PanelData>();
    PlannedQuery planned;
    fillPanelData(panel, {{planned, frame}}, {}, *data);
    model.setData(data, 0);
  }
  [[nodiscard]] QVariant cell(int row, const char* column, int role) const {
    for (int c = 0; c < model.columnCount(); ++c) {
      if (model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString() == q(column))
        return model.index(row, c).data(role);
    }
    ADD_FAILURE() << column << " is no column";
    return {};
  }

  Theme theme;
  PanelModel panel;
  TableModel model{theme};
};

TEST_F(TableModelTest, ColoursAWholeRowByOneOfItsCells) {
  show(R"([{"matcher":{"id":"byName","options":"Value"},"properties":[
      {"id":"custom.cellOptions","value":{"type":"color-background","applyToRow":true}}]}])");
  EXPECT_EQ(cell(1, "job", TableModel::kColourRole).value<QColor>(),
            cell(1, "Value", TableModel::kColourRole).value<QColor>());
  EXPECT_NE(cell(0, "job", TableModel::kColourRole).value<QColor>(),
            cell(1, "job", TableModel::kColourRole).value<QColor>());
  EXPECT_TRUE(cell(0, "job", TableModel::kFilledRole).toBool());
}

TEST_F(TableModelTest, WritesTimesAsTheirUnitSaysAndNoOther) {
  show(R"([{"matcher":{"id":"byName","options":"Time"},"properties":[{"id":"unit","value":"time:YYYY"}]}])");
  EXPECT_EQ(cell(0, "Time", Qt::DisplayRole).toString(), q("1970"));
  show(R"([{"matcher":{"id":"byName","options":"Time"},"properties":[{"id":"unit","value":"bytes"}]}])");
  EXPECT_TRUE(cell(0, "Time", Qt::DisplayRole).toString().startsWith(q("1970-01-01 ")));
}

TEST_F(TableModelTest, GradesABackgroundOnlyWhereItIsAskedTo) {
  show(R"([{"matcher":{"id":"byName","options":"Value"},"properties":[
      {"id":"custom.cellOptions","value":{"type":"color-background","mode":"gradient"}}]}])");
  EXPECT_TRUE(cell(0, "Value", TableModel::kGradedRole).toBool());
  EXPECT_FALSE(cell(0, "job", TableModel::kGradedRole).toBool());
  EXPECT_FALSE(cell(0, "job", TableModel::kColourRole).isValid());
}

TEST_F(TableModelTest, SaysHowAGaugeIsDrawn) {
  show(R"([{"matcher":{"id":"byName","options":"Value"},"properties":[
      {"id":"custom.cellOptions","value":{"type":"gauge","mode":"lcd","valueDisplayMode":"text"}}]}])");
  EXPECT_EQ(cell(1, "Value", TableModel::kGaugeRole).toDouble(), 0.75);
  EXPECT_EQ(cell(1, "Value", TableModel::kGaugeModeRole).toString(), q("lcd"));
  EXPECT_EQ(cell(1, "Value", TableModel::kGaugeTextRole).toString(), q("text"));
}

TEST_F(TableModelTest, HasAFooterWhereItIsAskedFor) {
  show("[]");
  EXPECT_TRUE(model.footer(panel.options).isEmpty());
  show("[]", R"({"footer":{"show":true,"reducer":["sum"],"fields":["Value"]}})");
  const QStringList footer = model.footer(panel.options);
  ASSERT_EQ(footer.size(), model.columnCount());
  EXPECT_EQ(footer.back(), q("4"));
  EXPECT_FALSE(footer.front().isEmpty()) << "it says what the number is";
  show("[]", R"({"footer":{"show":true,"reducer":["count"]}})");
  EXPECT_EQ(model.footer(panel.options).back(), q("2"));
  show(
      R"([{"matcher":{"id":"byName","options":"Value"},"properties":[{"id":"custom.footer","value":{"reducers":["max"]}}]}])");
  EXPECT_EQ(model.footer(panel.options).back(), q("3")) << "as Grafana writes it since 12";
}

TEST_F(TableModelTest, GivesALinkTheRowItIsIn) {
  show(
      R"([{"matcher":{"id":"byName","options":"Value"},"properties":[{"id":"links","value":[{"title":"t","url":"https://x.example"}]}]}])");
  int value = -1;
  for (int c = 0; c < model.columnCount(); ++c) {
    if (model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString() == q("Value")) value = c;
  }
  const auto [links, subject] = model.linkedAt(1, value);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(subject.number, std::optional<double>(3));
  EXPECT_EQ(labelValue(subject.labels, q("job")), q("b"));
  EXPECT_EQ(subject.timeMs, 1000);
  EXPECT_TRUE(model.linkedAt(7, value).first.empty()) << "no such row";
}

}  // namespace
}  // namespace vigie::console
