// Transformations, on frames small enough to read. What they should do is Grafana's documentation's.
#include "console/dashboard/transform.h"

#include "console/dashboard/field_display.h"
#include "console/dashboard/heat_grid.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/value_text.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

PanelModel panelOf(const QByteArray& json) { return readPanel(QJsonDocument::fromJson(json).object()); }

Series series(const Labels& labels, const std::vector<qint64>& times, const std::vector<double>& values) {
  return {labels, times, values};
}

FramePtr answer(std::vector<Series> all) {
  auto frame = std::make_shared<Frame>();
  frame->series = std::move(all);
  return frame;
}

/// The panel's data when each target in turn is answered so; a target that asks for both gets its range.
PanelData dataOf(const PanelModel& panel, const std::vector<FramePtr>& answers) {
  std::vector<QueryAnswer> all;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    PlannedQuery planned;
    planned.target = i;
    planned.query.expr = panel.targets[i].expr;
    planned.query.range = !panel.targets[i].instant;
    all.push_back({planned, answers[i]});
  }
  PanelData data;
  fillPanelData(panel, all, {}, data);
  return data;
}

/// "a|b / 1|2": names, then rows.
QString shown(const PanelData& data, std::size_t at = 0) {
  if (at >= data.frames.size()) return {};
  const DataFrame& frame = data.frames[at];
  QStringList lines{fieldNames(frame, data.frames).join(q("|"))};
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    QStringList cells;
    for (const DataField& field : frame.fields) cells.append(field.isNothing(row) ? q("-") : field.key(row));
    lines.append(cells.join(q("|")));
  }
  return lines.join(q(" / "));
}

const Labels kA{{q("ns"), q("a")}};
const Labels kB{{q("ns"), q("b")}};

QByteArray tablePanel(const QByteArray& transformations) {
  return R"({"type":"table","targets":[{"refId":"A","expr":"x","instant":true,"format":"table"},
    {"refId":"B","expr":"y","instant":true,"format":"table"}],"transformations":)" +
         transformations + "}";
}

std::vector<FramePtr> twoTables() {
  return {answer({series(kA, {1000}, {1}), series(kB, {1000}, {2})}), answer({series(kB, {1000}, {20})})};
}

TEST(TransformTest, MakesTablesOfAnswersInTableFormat) {
  const PanelData data = dataOf(panelOf(tablePanel("[]")), twoTables());
  ASSERT_EQ(data.frames.size(), 2U);
  EXPECT_EQ(shown(data), q("Time|ns|Value #A / 1000|a|1 / 1000|b|2"));
}

TEST(TransformTest, JoinsByAFieldAndOrganizes) {
  const PanelData joined =
      dataOf(panelOf(tablePanel(R"([{"id":"joinByField","options":{"byField":"ns","mode":"outer"}}])")), twoTables());
  EXPECT_EQ(shown(joined), q("ns|Time 1|Value #A|Time 2|Value #B / a|1000|1|-|- / b|1000|2|1000|20"));
  const PanelData inner =
      dataOf(panelOf(tablePanel(R"([{"id":"joinByField","options":{"byField":"ns","mode":"inner"}}])")), twoTables());
  EXPECT_EQ(shown(inner), q("ns|Time 1|Value #A|Time 2|Value #B / b|1000|2|1000|20"));
  const PanelData organized = dataOf(panelOf(tablePanel(R"([{"id":"joinByField","options":{"byField":"ns"}},
    {"id":"organize","options":{"excludeByName":{"Time 1":true,"Time 2":true},
      "indexByName":{"Value #B":0,"ns":1,"Value #A":2},"renameByName":{"Value #B":"B","ns":"Namespace"}}}])")),
                                     twoTables());
  EXPECT_EQ(shown(organized), q("B|Namespace|Value #A / -|a|1 / 20|b|2"));
}

TEST(TransformTest, MergesRowsThatAgree) {
  const PanelData data = dataOf(panelOf(tablePanel(R"([{"id":"merge","options":{}}])")), twoTables());
  EXPECT_EQ(shown(data), q("Time|ns|Value #A|Value #B / 1000|a|1|- / 1000|b|2|20"));
}

TEST(TransformTest, ReducesSeriesToRows) {
  const PanelModel panel = panelOf(R"({"type":"table","targets":[{"refId":"A","expr":"x","legendFormat":"{{ns}}"}],
    "transformations":[{"id":"reduce","options":{"reducers":["lastNotNull","max","mean"]}}]})");
  const PanelData data = dataOf(panel, {answer({series(kA, {1, 2}, {3, 1}), series(kB, {1, 2}, {5, 7})})});
  EXPECT_EQ(shown(data), q("Field|Last *|Max|Mean / a|1|3|2 / b|7|7|6"));
}

TEST(TransformTest, FiltersRenamesSortsAndLimits) {
  const QByteArray head =
      R"({"type":"table","targets":[{"refId":"A","expr":"x","instant":true,"format":"table"}],"transformations":)";
  const auto answered = [] {
    return std::vector<FramePtr>{answer({series(kA, {1000}, {1}), series(kB, {1000}, {2})})};
  };
  const std::vector<std::pair<const char*, const char*>> table = {
      {R"([{"id":"filterFieldsByName","options":{"include":{"names":["ns","Value"]}}}])", "ns|Value / a|1 / b|2"},
      {R"([{"id":"filterFieldsByName","options":{"exclude":{"pattern":"/Time/"}}}])", "ns|Value / a|1 / b|2"},
      {R"([{"id":"filterByValue","options":{"type":"include","match":"all","filters":[{"fieldName":"Value","config":{"id":"greater","options":{"value":1}}}]}}])",
       "Time|ns|Value / 1000|b|2"},
      {R"([{"id":"renameByRegex","options":{"regex":"(.)alue","renamePattern":"$1-x"}}])",
       "Time|ns|V-x / 1000|a|1 / 1000|b|2"},
      {R"([{"id":"sortBy","options":{"sort":[{"field":"Value","desc":true}]}}])",
       "Time|ns|Value / 1000|b|2 / 1000|a|1"},
      {R"([{"id":"limit","options":{"limitField":1}}])", "Time|ns|Value / 1000|a|1"},
      {R"([{"id":"calculateField","options":{"mode":"binary","binary":{"left":"Value","operator":"*","right":"10"},"alias":"ten"}}])",
       "Time|ns|Value|ten / 1000|a|1|10 / 1000|b|2|20"},
      {R"([{"id":"groupBy","options":{"fields":{"Time":{"operation":"groupby"},"Value":{"operation":"aggregate","aggregations":["sum"]}}}}])",
       "Time|Value (sum) / 1000|3"},
      {R"([{"id":"filterByRefId","options":{"include":"B"}}])", ""}};
  for (const auto& [steps, expected] : table) {
    EXPECT_EQ(shown(dataOf(panelOf(head + steps + "}"), answered())), q(expected)) << steps;
  }
}

TEST(TransformTest, TurnsLabelsAndSeriesIntoColumnsAndRows) {
  const QByteArray head =
      R"({"type":"table","targets":[{"refId":"A","expr":"x","legendFormat":"{{ns}}"}],"transformations":)";
  const auto answered = [] { return std::vector<FramePtr>{answer({series(kA, {1}, {3}), series(kB, {2}, {5})})}; };
  EXPECT_EQ(shown(dataOf(panelOf(head + R"([{"id":"seriesToRows","options":{}}]})"), answered())),
            q("Time|Metric|Value / 2|b|5 / 1|a|3"));
  EXPECT_EQ(shown(dataOf(panelOf(head + R"([{"id":"labelsToFields","options":{}}]})"), answered())),
            q("Time|ns|Value / 1|a|3 / 2|b|5"));
}

TEST(TransformTest, SaysWhichTransformationItDoesNotKnow) {
  const PanelData data = dataOf(panelOf(tablePanel(R"([{"id":"magic","options":{}}])")), twoTables());
  ASSERT_EQ(data.notices.size(), 1);
  EXPECT_TRUE(data.notices[0].contains(q("magic")));
  EXPECT_EQ(data.frames.size(), 2U) << "the data stays as it was";
}

TEST(PanelFramesTest, NamesSeriesAsGrafanaDoes) {
  const PanelModel automatic = panelOf(R"({"targets":[{"refId":"A","expr":"x","legendFormat":"__auto"}]})");
  const PanelData data = dataOf(automatic, {answer({series(kA, {1}, {1}), series(kB, {1}, {2})})});
  EXPECT_EQ(data.series[0].name, q("a")) << "one label tells them apart";
  const PanelModel named = panelOf(R"({"targets":[{"refId":"A","expr":"x"}],
    "fieldConfig":{"defaults":{"displayName":"of ${__field.labels.ns}"}}})");
  EXPECT_EQ(dataOf(named, {answer({series(kA, {1}, {1})})}).series[0].name, q("of a"));
}

TEST(PanelFramesTest, TakesLowerBucketsOffOfHigherOnes) {
  const auto bucket = [](const char* le, double value) { return series({{q("le"), q(le)}}, {1}, {value}); };
  const PanelModel panel =
      panelOf(R"({"type":"heatmap","targets":[{"refId":"A","expr":"x","format":"heatmap","legendFormat":"{{le}}"}]})");
  const PanelData data =
      dataOf(panel, {answer({bucket("+Inf", 10), bucket("0.5", 4), bucket("1", 9), bucket("0.1", 1)})});
  const HeatGrid grid = heatGrid(panel, data);
  EXPECT_EQ(grid.rows, (QStringList{q("0.1"), q("0.5"), q("1"), q("+Inf")}));
  ASSERT_EQ(grid.cells.size(), 4U);
  EXPECT_EQ(grid.cells[0][0], 1);
  EXPECT_EQ(grid.cells[1][0], 3);
  EXPECT_EQ(grid.cells[3][0], 1);
  EXPECT_EQ(grid.high, 5);
}

TEST(TransformTest, MakesRowsOfSeriesWithTheirLineInACell) {
  const PanelModel panel = panelOf(
      R"({"type":"table","targets":[{"refId":"A","expr":"x"},{"refId":"B","expr":"y"}],"transformations":[
        {"id":"timeSeriesTable","options":{"B":{"stat":"max"}}}],
        "fieldConfig":{"defaults":{},"overrides":[{"matcher":{"id":"byName","options":"Trend #B"},
          "properties":[{"id":"custom.cellOptions","value":{"type":"sparkline","hideValue":true,"fillOpacity":40}}]}]}})");
  const Labels more{{q("ns"), q("b")}, {q("pod"), q("p")}};
  const PanelData data = dataOf(panel, {answer({series(kA, {1000, 2000}, {3, 1}), series(more, {1000, 2000}, {5, 7})}),
                                        answer({series(kA, {1000, 2000}, {9, 4})})});
  EXPECT_EQ(shown(data, 0), q("ns|pod|Trend #A / a|-|1 / b|p|7")) << "a label that a series has not is empty there";
  EXPECT_EQ(shown(data, 1), q("ns|Trend #B / a|9")) << "each query with the calculation asked for";
  const DataField& trend = data.frames[0].fields.back();
  ASSERT_EQ(trend.trends.size(), 2U);
  EXPECT_EQ(trend.trends[1]->values, (std::vector<double>{5, 7}));
  EXPECT_EQ(trend.trends[1]->timesMs, (std::vector<qint64>{1000, 2000}));
  EXPECT_EQ(trend.options.cellType, q("sparkline")) << "without being asked to, as in Grafana";
  EXPECT_EQ(trend.options.fillOpacity, std::optional<double>(17));
  EXPECT_EQ(data.frames[1].fields.back().options.fillOpacity, std::optional<double>(40));
  EXPECT_TRUE(data.series.empty()) << "a line in a cell is no series of the panel";
  EXPECT_TRUE(data.notices.isEmpty()) << data.notices.join(q(" ")).toStdString();
}

TEST(TransformTest, KeepsLinesInCellsThroughWhatFollows) {
  const PanelModel panel = panelOf(
      R"({"type":"table","targets":[{"refId":"A","expr":"x"},{"refId":"B","expr":"y"}],"transformations":[
        {"id":"timeSeriesTable","options":{}},{"id":"merge","options":{}},
        {"id":"sortBy","options":{"sort":[{"field":"Trend #A","desc":true}]}}]})");
  const PanelData data =
      dataOf(panel, {answer({series(kA, {1000}, {1}), series(kB, {1000}, {2})}), answer({series(kA, {1000}, {9})})});
  EXPECT_EQ(shown(data), q("ns|Trend #A|Trend #B / b|2|- / a|1|9"));
  ASSERT_EQ(data.frames.size(), 1U);
  EXPECT_EQ(data.frames[0].fields[1].trends[0]->labels, kB) << "a line goes where its row goes";
  EXPECT_EQ(data.frames[0].fields[2].trends[0], nullptr);
}

TEST(FieldDisplayTest, ShowsOneValueASeriesOrOneARow) {
  PanelModel panel = panelOf(R"({"targets":[{"refId":"A","expr":"x","legendFormat":"{{ns}}"}],
    "options":{"reduceOptions":{"calcs":["max"]}}})");
  const PanelData data = dataOf(panel, {answer({series(kA, {1, 2}, {3, 1}), series(kB, {1, 2}, {5, 7})})});
  const auto values = displayValues(panel, data);
  ASSERT_EQ(values.size(), 2U);
  EXPECT_EQ(values[0].name, q("a"));
  EXPECT_EQ(values[0].number, 3.0);
  EXPECT_NE(values[0].trend, nullptr);
  panel.reduce.allValues = true;
  panel.reduce.limit = 3;
  EXPECT_EQ(displayValues(panel, data).size(), 3U);
}

TEST(ValueTextTest, MapsValuesTextsRangesAndWhatIsMissing) {
  const FieldOptions field =
      readFieldOptions(QJsonDocument::fromJson(R"({"unit":"short","noValue":"nothing","mappings":[
    {"type":"value","options":{"0":{"text":"down","color":"red"},"up":{"text":"UP"}}},
    {"type":"range","options":{"from":10,"to":20,"result":{"text":"teens"}}},
    {"type":"regex","options":{"pattern":"/^v(.*)$/","result":{"text":"version $1"}}},
    {"type":"special","options":{"match":"nan","result":{"text":"not a number"}}}]})")
                           .object());
  EXPECT_EQ(shownValue(field, 0).text.text(), q("down"));
  EXPECT_EQ(shownValue(field, 0).colour, q("red"));
  EXPECT_EQ(shownValue(field, 15).text.text(), q("teens"));
  EXPECT_EQ(shownValue(field, 5).text.number, q("5"));
  EXPECT_EQ(shownValue(field, std::nullopt).text.text(), q("nothing"));
  EXPECT_EQ(shownValue(field, std::nan("")).text.text(), q("not a number"));
  EXPECT_EQ(shownText(field, q("up")).text.text(), q("UP"));
  EXPECT_EQ(shownText(field, q("v1.2")).text.text(), q("version 1.2"));
}

}  // namespace
}  // namespace vigie::console
